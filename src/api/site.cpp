#include "api/site.h"

#include <algorithm>
#include <array>

#include "api/wire/refusal.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

// No script but our own files. Styles may stand in the page, since the component library, the editor and the formulas
// put them there, and a nonce would make each page another (docs/decisions/0010-web-delivery.md); nothing is loaded
// from elsewhere, so a style that slipped in has nobody to tell.
constexpr std::string_view kPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

constexpr std::string_view kForever = "public, max-age=31536000, immutable";
constexpr std::string_view kAskEachTime = "no-cache";

std::string_view type_of(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".ttf", "font/ttf"},
      {".json", "application/json; charset=utf-8"},
      {".map", "application/json; charset=utf-8"},
      {".webmanifest", "application/manifest+json"},
      {".txt", "text/plain; charset=utf-8"},
      {".wasm", "application/wasm"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Calls `each` with the trimmed parts of a comma-separated list until it returns true.
template <class Each>
bool any_listed(std::string_view list, Each each) {
  for (;;) {
    const auto comma = list.find(',');
    if (each(trimmed(list.substr(0, comma)))) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

bool refused_by_weight(std::string_view parameters) {
  const auto q = parameters.find("q=");
  if (q == std::string_view::npos) return false;
  const auto weight = trimmed(parameters.substr(q + 2));
  return !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
}

bool has_already(const Request& request, std::string_view tag) {
  const auto* known = request.header("If-None-Match");
  return known != nullptr && any_listed(*known, [&](std::string_view one) {
           if (one.starts_with("W/")) one.remove_prefix(2);
           return one == "*" || one == tag;
         });
}

Response deliver(const SiteFile& file, const Request& request, std::string_view caching) {
  const bool packed = !file.gzip.empty() && takes_gzip(request);
  const std::string tag = '"' + std::string(file.tag) + (packed ? "-gzip\"" : "\"");
  Response response;
  response.content_type = type_of(file.path);
  response.headers = {{"Cache-Control", std::string(caching)}, {"ETag", tag}};
  if (!file.gzip.empty()) response.headers.push_back({"Vary", "Accept-Encoding"});
  if (response.content_type.starts_with("text/html") || response.content_type.starts_with("image/svg")) {
    add_page_headers(response, kPolicy);
  }
  if (has_already(request, tag)) {
    response.status = 304;
    return response;
  }
  if (packed) response.headers.push_back({"Content-Encoding", "gzip"});
  response.shared.bytes = packed ? file.gzip : file.bytes;
  return response;
}

}  // namespace

Site::Site(std::span<const SiteFile> files) {
  for (const auto& file : files) files_.emplace(file.path, &file);
  const auto index = files_.find("index.html");
  if (index != files_.end()) index_ = index->second;
}

Response Site::page(const Request& request) const {
  return deliver(*index_, request, kAskEachTime);
}

Response Site::file(std::string_view path, const Request& request) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return http_error(404, "path not found");
  return deliver(*found->second, request, path.starts_with("assets/") ? kForever : kAskEachTime);
}

bool takes_gzip(const Request& request) {
  const auto* accepted = request.header("Accept-Encoding");
  return accepted != nullptr && any_listed(*accepted, [](std::string_view one) {
           const auto semicolon = one.find(';');
           const auto coding = trimmed(one.substr(0, semicolon));
           if (!http::equal_ignoring_case(coding, "gzip")) return false;
           return semicolon == std::string_view::npos || !refused_by_weight(one.substr(semicolon));
         });
}

void add_page_headers(Response& response, std::string_view content_security_policy) {
  response.headers.push_back({"Content-Security-Policy", std::string(content_security_policy)});
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
  response.headers.push_back({"X-Frame-Options", "DENY"});
  response.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
}

}  // namespace autograder::api
