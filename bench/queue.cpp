// How many submissions a second are stored, leased and finished, when judging takes no time.
//
//   build/release/queue_rate URL SUBMISSIONS WORKERS     URL: postgres://... or the path of a new SQLite file
//   build/release/queue_rate URL SUBMISSIONS WORKERS SECONDS     they pass through a short queue, for so long at most: the
//                                                                time of a lease, early and late
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <mutex>
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

NewSubmission submission(IdGenerator& ids, const Clock& clock, int number) {
  NewSubmission one;
  one.id = ids.next<SubmissionId>();
  one.job = ids.next<JobId>();
  one.user = user(number % kUsers);
  one.problem = ProblemId(IdBytes{9});
  one.language = kLanguages[static_cast<std::size_t>(number) % kLanguages.size()];
  one.code = std::string(500, 'x');
  one.created_at = clock.now();
  return one;
}

int create(Storage& storage, IdGenerator& ids, const Clock& clock, int count) {
  std::atomic<int> waiting = 0;
  std::atomic<int> stored = 0;
  for (int i = 0; i < count; ++i) {
    for (int now = waiting; now >= kSentAtOnce; now = waiting) waiting.wait(now);
    ++waiting;
    storage.submissions().submit(submission(ids, clock, i), [&](Result<Submitted> done) {
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

LeaseRequest request(int worker, int workers) {
  return {.worker = WorkerId(IdBytes{static_cast<std::uint8_t>(worker + 1)}),
          .kinds = {JobKind::judge, JobKind::rejudge, JobKind::verify},
          .languages = kLanguages,
          .slots = workers};
}

int judge(Storage& storage, int workers) {
  std::atomic<int> finished = 0;
  std::vector<std::thread> threads;
  for (int worker = 0; worker < workers; ++worker) {
    threads.emplace_back([&, worker] {
      const LeaseRequest wanted = request(worker, workers);
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

// Jobs pass through while few wait. Prints how long leases took, of each tenth.
class Through final {
 public:
  Through(Storage& storage, int count, int workers, double seconds)
      : storage_(storage), count_(count), workers_(workers), seconds_(seconds) {}

  int run(IdGenerator& ids, const Clock& clock) {
    std::vector<std::thread> threads;
    for (int worker = 0; worker < workers_; ++worker) threads.emplace_back([this, worker] { work(worker); });
    for (int i = 0; i < count_ && seconds_since(begun_) < seconds_; ++i) {
      for (int now = waiting_; now >= kWaiting; now = waiting_) waiting_.wait(now);
      ++waiting_;
      storage_.submissions().submit(submission(ids, clock, i), [](Result<Submitted> done) {
        if (!done) std::fprintf(stderr, "%s\n", done.error().message.c_str());
      });
    }
    all_sent_ = true;
    for (std::thread& thread : threads) thread.join();
    print(std::move(tenth_));
    return finished_;
  }

 private:
  static constexpr int kWaiting = 256;

  void work(int worker) {
    const LeaseRequest wanted = request(worker, workers_);
    for (;;) {
      const auto begun = std::chrono::steady_clock::now();
      const auto lease = storage_.jobs().lease(wanted);
      const double took_ms = seconds_since(begun) * 1000;
      if (!lease) std::fprintf(stderr, "%s\n", lease.error().message.c_str());
      if (!lease) return;
      if (!*lease) {
        if (all_sent_ && waiting_ == 0) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        continue;
      }
      --waiting_;
      waiting_.notify_one();
      if (const auto done = finish(storage_, **lease); !done)
        std::fprintf(stderr, "%s\n", done.error().message.c_str());
      note(took_ms);
    }
  }
  void note(double took_ms) {
    std::vector<double> full;
    {
      const std::lock_guard lock(mutex_);
      tenth_.push_back(took_ms);
      ++finished_;
      if (static_cast<int>(tenth_.size()) < std::max(1, count_ / 10)) return;
      full.swap(tenth_);
    }
    print(std::move(full));
  }
  void print(std::vector<double> took_ms) {
    if (took_ms.empty()) return;
    std::ranges::sort(took_ms);
    std::printf("%8d jobs after %6.1f s: a lease takes %6.2f ms, p99 %7.2f ms\n", finished_.load(),
                seconds_since(begun_), took_ms[took_ms.size() / 2], took_ms[took_ms.size() * 99 / 100]);
    std::fflush(stdout);
  }

  Storage& storage_;
  const int count_;
  const int workers_;
  const double seconds_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::atomic<int> waiting_ = 0;
  std::atomic<bool> all_sent_ = false;
  std::atomic<int> finished_ = 0;
  std::mutex mutex_;
  std::vector<double> tenth_;
};

int run(const std::string& url, int submissions, int workers, double seconds) {
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
  if (seconds > 0) return Through(**opened, submissions, workers, seconds).run(ids, clock) > 0 ? 0 : 1;
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
  if (argc != 4 && argc != 5) {
    std::fprintf(stderr, "usage: queue_rate URL SUBMISSIONS WORKERS [SECONDS]\n");
    return 2;
  }
  return autograder::run(argv[1], std::atoi(argv[2]), std::atoi(argv[3]), argc == 5 ? std::atof(argv[4]) : 0);
}
