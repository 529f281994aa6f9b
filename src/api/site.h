// The web application's files: what a browser gets before it speaks to the API.
//
// Knows:          paths, types, compressed forms, caching, what the pages may load.
// Does not know:  what the pages do; who is asking, for they are the same for everyone.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/message.h"

namespace autograder {

struct SiteFile {
  std::string_view path;   // "assets/index-4fa1.js"
  std::string_view bytes;  // as they are
  std::string_view gzip;   // the same compressed ahead; empty where that would not be shorter
  std::string_view tag;    // changes with the bytes
};

// The files of web/dist when this program was built: empty, or with an index.html.
std::span<const SiteFile> built_in_site();

namespace api {

// Immutable; the files outlive it.
class Site final {
 public:
  explicit Site(std::span<const SiteFile> files);

  // There is nothing to show but the page for people with a shell.
  bool empty() const { return index_ == nullptr; }
  const std::map<std::string_view, const SiteFile*>& files() const { return files_; }
  // The page of every path of the application, which finds its way itself. Not when empty().
  http::Response page(const http::Request& request) const;
  // 404 when there is none. "assets/..." have hashed names and may be cached for ever.
  http::Response file(std::string_view path, const http::Request& request) const;

 private:
  std::map<std::string_view, const SiteFile*> files_;
  const SiteFile* index_ = nullptr;
};

// Whether the client takes gzip (Accept-Encoding; a q of 0 refuses it).
bool takes_gzip(const http::Request& request);

// Header fields of every page: what it may load, and that nobody frames it or learns from it where its reader was.
void add_page_headers(http::Response& response, std::string_view content_security_policy);

}  // namespace api
}  // namespace autograder
