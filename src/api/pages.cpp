#include "api/context.h"

namespace autograder::api {
namespace {

using http::Reply;
using http::Request;

}  // namespace

void add_page_routes(Context& context, http::Router& router) {
  const Site& site = context.site;
  if (site.empty()) return;
  // What the files are is known before anyone asks, and nothing blocks.
  const auto add = [&router](std::string path, std::function<http::Response(const Request&)> answer) {
    router.add({.method = http::Method::get,
                .path = std::move(path),
                .runs = http::Runs::io,
                .admit = {},
                .handle = [answer = std::move(answer)](Request request, Reply reply) { reply(answer(request)); }});
  };
  for (const char* path : {"/app", "/app/*"}) {
    add(path, [&site](const Request& request) { return site.page(request); });
  }
  add("/assets/*", [&site](const Request& request) { return site.file("assets/" + request.segment, request); });
  for (const auto& [path, file] : site.files()) {
    if (path.starts_with("assets/") || path == "index.html") continue;
    add("/" + std::string(path), [&site, path](const Request& request) { return site.file(path, request); });
  }
}

}  // namespace autograder::api
