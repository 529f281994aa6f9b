#include "api/submission_answers.h"

namespace autograder::api {
namespace {

constexpr std::size_t kOverhead = 256;  // of the nodes of list and map, the pointer's block and the strings' heads

std::size_t size_of(const http::Response& response) {
  std::size_t size = kOverhead + response.bytes().size();
  for (const auto& [name, value] : response.headers) size += name.size() + value.size();
  return size;
}

UserId reader_of(const Viewer& viewer) {
  return may(viewer, Action::teach) ? UserId{} : viewer.user;
}

}  // namespace

SubmissionAnswers::Answers::iterator SubmissionAnswers::find_kept(const Viewer& viewer, SubmissionId id) {
  const auto [first, last] = answers_.equal_range(id);
  for (auto answer = first; answer != last; ++answer) {
    if (answer->second->reader == reader_of(viewer)) return answer;
  }
  return answers_.end();
}

std::shared_ptr<const http::Response> SubmissionAnswers::find(const Viewer& viewer, SubmissionId id) {
  MutexLock lock(mutex_);
  const auto answer = find_kept(viewer, id);
  if (answer == answers_.end()) return nullptr;
  counts_.count(true);
  order_.splice(order_.begin(), order_, answer->second);
  return answer->second->response;
}

std::uint64_t SubmissionAnswers::epoch(SubmissionId id) {
  MutexLock lock(mutex_);
  return epoch_of(id);
}

void SubmissionAnswers::keep(const Viewer& viewer, SubmissionId id, std::uint64_t epoch,
                             const http::Response& response) {
  counts_.count(false);
  const std::size_t bytes = size_of(response);
  if (bytes > bytes_max_) return;
  auto copy = std::make_shared<const http::Response>(response);
  MutexLock lock(mutex_);
  if (epoch != epoch_of(id) || find_kept(viewer, id) != answers_.end()) return;
  order_.push_front({id, reader_of(viewer), std::move(copy), bytes});
  answers_.emplace(id, order_.begin());
  bytes_ += bytes;
  while (bytes_ > bytes_max_) {
    const auto oldest = std::prev(order_.end());
    auto [answer, last] = answers_.equal_range(oldest->id);
    while (answer != last && answer->second != oldest) ++answer;
    drop(answer);
  }
}

void SubmissionAnswers::drop(Answers::iterator answer) {
  bytes_ -= answer->second->bytes;
  order_.erase(answer->second);
  answers_.erase(answer);
}

void SubmissionAnswers::forget(SubmissionId id) {
  MutexLock lock(mutex_);
  ++epoch_of(id);
  for (auto answer = answers_.find(id); answer != answers_.end(); answer = answers_.find(id)) drop(answer);
}

void SubmissionAnswers::forget_all() {
  MutexLock lock(mutex_);
  for (auto& epoch : epochs_) ++epoch;
  answers_.clear();
  order_.clear();
  bytes_ = 0;
}

}  // namespace autograder::api
