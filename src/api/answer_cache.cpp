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
  MutexLock lock(mutex_);
  const auto found = answers_.find(key);
  if (found == answers_.end()) return nullptr;
  counts_.count(true);
  return found->second;
}

std::uint64_t AnswerCache::epoch() {
  MutexLock lock(mutex_);
  return epoch_;
}

void AnswerCache::keep(const std::string& key, std::uint64_t epoch, const http::Response& response) {
  counts_.count(false);
  const std::size_t size = size_of(key, response);
  if (size > bytes_max_) return;
  auto copy = std::make_shared<const http::Response>(response);
  MutexLock lock(mutex_);
  if (epoch != epoch_ || answers_.contains(key)) return;
  if (answers_.size() >= kCachedAnswersMax || bytes_ + size > bytes_max_) {
    answers_.clear();
    bytes_ = 0;
  }
  answers_.emplace(key, std::move(copy));
  bytes_ += size;
}

void AnswerCache::forget_all() {
  MutexLock lock(mutex_);
  answers_.clear();
  bytes_ = 0;
  ++epoch_;
}

}  // namespace autograder::api
