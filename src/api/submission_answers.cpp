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

std::shared_ptr<const http::Response> SubmissionAnswers::find(const Viewer& viewer, SubmissionId id) {
  auto kept = answers_.find(id, reader_of(viewer));
  if (!kept) return nullptr;
  counts_.count(true);
  return *std::move(kept);
}

void SubmissionAnswers::keep(const Viewer& viewer, SubmissionId id, std::uint64_t epoch,
                             const http::Response& response) {
  counts_.count(false);
  const auto reader = reader_of(viewer);
  if (answers_.find(id, reader)) return;
  answers_.keep(id, epoch, std::make_shared<const http::Response>(response), size_of(response), reader);
}

}  // namespace autograder::api
