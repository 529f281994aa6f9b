// How many submissions a second are stored, leased and finished, when judging takes no time.
//
//   build/release/queue_rate URL SUBMISSIONS WORKERS     URL: postgres://... or the path of a new SQLite file
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "domain/id.h"
#include "storage/postgres/postgres_storage.h"
#include "storage/sqlite/sqlite_storage.h"

namespace autograder {
namespace {

constexpr int kUsers = 250;
constexpr int kSentAtOnce = 64;
const std::vector<std::string> kLanguages{"cpp", "c", "java", "python", "javascript", "go"};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

UserId user(int number) {
  return UserId(IdBytes{1, static_cast<std::uint8_t>(number)});
}

int create(Storage& storage, IdGenerator& ids, const Clock& clock, int count) {
  std::atomic<int> waiting = 0;
  std::atomic<int> stored = 0;
  for (int i = 0; i < count; ++i) {
    for (int now = waiting; now >= kSentAtOnce; now = waiting) waiting.wait(now);
    NewSubmission one;
    one.id = ids.next<SubmissionId>();
    one.job = ids.next<JobId>();
    one.user = user(i % kUsers);
    one.problem = ProblemId(IdBytes{9});
    one.language = kLanguages[static_cast<std::size_t>(i) % kLanguages.size()];
    one.code = std::string(500, 'x');
    one.created_at = clock.now();
    ++waiting;
    storage.submissions().submit(std::move(one), [&](Result<Submitted> done) {
      if (!done) std::fprintf(stderr, "%s\n", done.error().message.c_str());
      if (done) ++stored;
      --waiting;
      waiting.notify_one();
    });
  }
  for (int now = waiting; now > 0; now = waiting) waiting.wait(now);
  return stored;
}

// The same report each time.
Result<> finish(Storage& storage, const Lease& lease) {
  Report report;
  report.verdict = Verdict::accepted;
  report.score = 100;
  report.message = "all tests passed";
  std::promise<Result<>> promise;
  storage.jobs().finish(lease, report, [&](Result<> done) { promise.set_value(std::move(done)); });
  return promise.get_future().get();
}

int judge(Storage& storage, int workers) {
  std::atomic<int> finished = 0;
  std::vector<std::thread> threads;
  for (int worker = 0; worker < workers; ++worker) {
    threads.emplace_back([&, worker] {
      const LeaseRequest wanted{.worker = WorkerId(IdBytes{static_cast<std::uint8_t>(worker + 1)}),
                                .kinds = {JobKind::judge, JobKind::rejudge, JobKind::verify},
                                .languages = kLanguages,
                                .slots = workers};
      for (;;) {
        const auto lease = storage.jobs().lease(wanted);
        if (!lease) std::fprintf(stderr, "%s\n", lease.error().message.c_str());
        if (!lease || !*lease) return;
        if (const auto done = finish(storage, **lease); !done)
          std::fprintf(stderr, "%s\n", done.error().message.c_str());
        ++finished;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return finished;
}

int run(const std::string& url, int submissions, int workers) {
  const SystemClock clock;
  IdGenerator ids(clock);
  StorageOptions options;
  options.queue_max = submissions * 2;
  auto opened = is_postgres_url(url) ? open_postgres_storage({.url = url}, clock, options)
                                     : open_sqlite_storage(url, clock, options);
  if (!opened) {
    std::fprintf(stderr, "%s\n", opened.error().message.c_str());
    return 1;
  }
  const auto begun = std::chrono::steady_clock::now();
  const int stored = create(**opened, ids, clock, submissions);
  const double creating = seconds_since(begun);
  const auto judging_begun = std::chrono::steady_clock::now();
  const int finished = judge(**opened, workers);
  const double judging = seconds_since(judging_begun);
  std::printf("create %.0f a second, lease and finish %.0f a second (%d of %d)\n", stored / creating,
              finished / judging, finished, submissions);
  return finished == submissions ? 0 : 1;
}

}  // namespace
}  // namespace autograder

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: queue_rate URL SUBMISSIONS WORKERS\n");
    return 2;
  }
  return autograder::run(argv[1], std::atoi(argv[2]), std::atoi(argv[3]));
}
