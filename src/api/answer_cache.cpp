#include "api/answer_cache.h"

namespace autograder::api {
namespace {

// With its length in front, so that no two lists of parameters make one key.
void append(std::string& key, const std::string& part) {
  key += std::to_string(part.size());
  key += ':';
  key += part;
}

std::size_t size_of(const std::string& key, const http::Response& response) {
  std::size_t size = key.size() + response.bytes().size();
  for (const auto& [name, value] : response.headers) size += name.size() + value.size();
  return size;
}

}  // namespace

std::string AnswerCache::key_of(const http::Request& request, Role role) {
  std::string key(1, role == Role::admin ? 'a' : 's');
  append(key, request.path);
  for (const auto& [name, value] : request.query) {
    append(key, name);
    append(key, value);
  }
  return key;
}

std::shared_ptr<const http::Response> AnswerCache::find(const std::string& key) {
  auto kept = answers_.find(key);
  if (!kept) return nullptr;
  counts_.count(true);
  return *std::move(kept);
}

void AnswerCache::keep(const std::string& key, std::uint64_t epoch, const http::Response& response) {
  counts_.count(false);
  if (answers_.find(key)) return;
  answers_.keep(key, epoch, std::make_shared<const http::Response>(response), size_of(key, response));
}

}  // namespace autograder::api
