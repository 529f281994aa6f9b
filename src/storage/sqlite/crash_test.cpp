// Durable rows are there after kill -9.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <vector>

#include "storage/sqlite/sqlite_storage.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder {
namespace {

constexpr int kKills = 5;
constexpr std::size_t kAcknowledgedAKill = 300;
constexpr int kInFlight = 16;

// In the child: keeps some submissions in flight and writes each id to the pipe after its completion. Never returns.
[[noreturn]] void submit_until_killed(const std::string& path, int pipe) {
  const SystemClock clock;
  auto opened = open_sqlite_storage(path, clock, {.queue_max = 1'000'000, .end_leases_at_open = true});
  if (!opened) ::_exit(1);
  IdGenerator ids(clock);
  for (int group = 0; group < 100'000; ++group) {
    std::atomic<int> left = kInFlight;
    for (int i = 0; i < kInFlight; ++i) {
      NewSubmission submission;
      submission.id = ids.next<SubmissionId>();
      submission.job = ids.next<JobId>();
      submission.user = UserId(IdBytes{1});
      submission.problem = ProblemId(IdBytes{2});
      submission.language = "cpp";
      submission.code = "int main() {}";
      submission.created_at = clock.now();
      (*opened)->submissions().submit(std::move(submission), [&](Result<Submitted> done) {
        if (!done || ::write(pipe, done->id.bytes().data(), 12) != 12) ::_exit(2);
        if (--left == 0) left.notify_one();
      });
    }
    for (int seen = left; seen != 0; seen = left) left.wait(seen);
  }
  ::_exit(3);
}

TEST(SqliteCrash, EveryAcknowledgedSubmissionSurvivesAKill) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/autograder.db";
  std::vector<SubmissionId> acknowledged;
  for (int kill = 0; kill < kKills; ++kill) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) submit_until_killed(path, ends[1]);
    ::close(ends[1]);
    IdBytes id;
    const std::size_t enough = acknowledged.size() + kAcknowledgedAKill;
    while (acknowledged.size() < enough && ::read(ends[0], id.data(), id.size()) == 12) acknowledged.emplace_back(id);
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    // Its last words in the pipe before it died count too.
    while (::read(ends[0], id.data(), id.size()) == 12) acknowledged.emplace_back(id);
    ::close(ends[0]);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    ASSERT_GE(acknowledged.size(), enough) << "the child failed";

    const SystemClock clock;
    const auto storage = must(open_sqlite_storage(path, clock, {.end_leases_at_open = true}));
    for (const SubmissionId one : acknowledged) {
      ASSERT_TRUE(must(storage->submissions().find(one))) << one.hex() << " was acknowledged and is gone";
    }
    EXPECT_GE(must(storage->jobs().depth()).waiting, static_cast<std::int64_t>(acknowledged.size()));
  }
}

}  // namespace
}  // namespace autograder
