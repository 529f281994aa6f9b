#include "http/router.h"

#include <algorithm>

namespace autograder::http {
namespace {

bool is_id(std::string_view text) {
  return text.size() == 24 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// The next segment of a path that starts with '/'; the path shrinks past it.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

enum class Fit { none, below, with_id, exact };

Fit fit(std::string_view pattern, std::string_view path, std::string_view& segment) {
  if (pattern == path) return Fit::exact;
  while (!pattern.empty() && !path.empty()) {
    if (pattern == "/*") {
      segment = path.substr(1);
      return Fit::below;
    }
    const auto wanted = take_segment(pattern);
    const auto found = take_segment(path);
    if (wanted == ":id") {
      if (!is_id(found)) return Fit::none;
      segment = found;
    } else if (wanted == ":name") {
      if (found.empty()) return Fit::none;
    } else if (wanted != found) {
      return Fit::none;
    }
  }
  return pattern.empty() && path.empty() ? Fit::with_id : Fit::none;
}

}  // namespace

void Router::add(Route route) {
  routes_.push_back(std::move(route));
}

Match Router::match(Method method, std::string_view path) const {
  Match match;
  Fit best = Fit::none;
  if (path.empty() || path[0] != '/') return match;
  for (const auto& route : routes_) {
    std::string_view segment;
    const Fit found = fit(route.path, path, segment);
    if (found == Fit::none || found < best) continue;
    if (found > best) match = {};  // a static path hides what ":id" would have matched
    best = found;
    match.allow += match.allow.empty() ? "" : ", ";
    match.allow += name_of(route.method);
    if (route.method == Method::get) match.allow += ", HEAD";
    if (route.method == method || (method == Method::head && route.method == Method::get)) {
      match.route = &route;
      match.segment = segment;
    }
  }
  if (!match.allow.empty()) match.allow += ", OPTIONS";
  return match;
}

}  // namespace autograder::http
