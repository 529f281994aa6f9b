#include <algorithm>
#include <utility>

#include "api/context.h"
#include "embedded_api_files.h"
#include "foundation/crypto.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

// Only the statistics can fail.
constexpr std::string_view kNotRead = "Reading the statistics failed";

bool has_metrics_token(Context& context, const Request& request) {
  const auto* header = request.header("Authorization");
  const auto& token = context.options.metrics_token;
  return header != nullptr && !token.empty() && equal_constant_time(*header, "Bearer " + token);
}

// Reasons name hosts and causes: for admins and for who asks from the host itself.
bool may_read_reasons(Context& context, const Request& request) {
  if (request.from_loopback) return true;
  if (request.header("Authorization") == nullptr) return false;
  if (has_metrics_token(context, request)) return true;
  return caller_who_may(context, request, Action::operate).has_value();
}

Parsed<Response> health(Context& context, const Request& request) {
  const auto facts = context.vitals.health();
  const bool down = facts.database == Condition::unhealthy || facts.sandbox == Condition::unhealthy;
  return json_response(down ? 503 : 200, health_json(facts, may_read_reasons(context, request)));
}

Parsed<Response> open_metrics(Context& context, const Request& request) {
  AG_ASSIGN(const auto depth, stored("counting jobs", request.request_id, context.storage.jobs().depth()));
  context.meters.depth(depth);
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = context.metrics.text();
  return response;
}

Parsed<Response> metrics(Context& context, const Request& request) {
  if (!has_metrics_token(context, request)) AG_TRY(caller_who_may(context, request, Action::operate));
  return open_metrics(context, request);
}

Parsed<Response> languages(Context& context, const Request&) {
  return json_response(200, languages_json(context.vitals.languages()));
}

Parsed<Response> version(Context& context, const Request&) {
  const auto& registering = context.options.registering;
  return json_response(200, version_json(context.options.version, registering.open, registering.mail_domains));
}

Response embedded_file(std::string_view name, std::string_view type) {
  Response response;
  response.content_type = type;
  for (const auto& file : embedded::api_files()) {
    if (file.name == name) response.shared.bytes = file.bytes;
  }
  response.headers.push_back({"Cache-Control", "public, max-age=60"});
  return response;
}

Parsed<Response> openapi(Context&, const Request&) {
  return embedded_file("http_api.yaml", "application/yaml; charset=utf-8");
}

// Where the reader reached us, as the Host field says it, when it is nothing but a host and a port.
std::string origin_of(Context& context, const Request& request) {
  const auto harmless = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':' || c == '[' || c == ']';
  };
  const auto* host = request.header("Host");
  const bool usable = host != nullptr && !host->empty() && host->size() <= 260 && std::ranges::all_of(*host, harmless);
  const auto* scheme = request.header("X-Forwarded-Proto");
  const bool secure = scheme != nullptr && *scheme == "https";
  return (secure ? "https://" : "http://") +
         (usable ? *host : context.options.address + ":" + std::to_string(context.options.port));
}

// The web application, or a page for people with a shell where the program was built without it.
Parsed<Response> front_page(Context& context, const Request& request) {
  if (!context.site.empty()) return Response{.status = 302, .headers = {{"Location", "/app/"}}};
  constexpr std::string_view kOrigin = "{{origin}}";
  auto response = embedded_file("front_page.html", "text/html; charset=utf-8");
  response.body = std::exchange(response.shared.bytes, {});
  if (const auto at = response.body.find(kOrigin); at != std::string::npos) {
    response.body.replace(at, kOrigin.size(), origin_of(context, request));
  }
  add_page_headers(response, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  return response;
}

}  // namespace

void add_status_routes(Context& context, http::Router& router) {
  using http::Method;
  using http::Runs;
  const auto add = [&](std::string path, Runs runs, Handler handler) {
    router.add({.method = Method::get,
                .path = std::move(path),
                .runs = runs,
                .admit = {},
                .handle = answering(context, kNotRead, handler)});
  };
  add("/health", Runs::pool, health);
  add("/metrics", Runs::pool, metrics);
  add("/languages", Runs::pool, languages);
  add("/version", Runs::io, version);
  add("/openapi.yaml", Runs::io, openapi);
  add("/", Runs::io, front_page);
}

void add_open_metrics_route(Context& context, http::Router& router) {
  router.add({.method = http::Method::get,
              .path = "/metrics",
              .admit = {},
              .handle = answering(context, kNotRead, open_metrics)});
}

}  // namespace autograder::api
