// The tests of one submission, several at a time, handed out in their order: what comes of them is what one after the
// other would have given. A public and a private test never run at once: programs that run at the same moment can notice
// each other by what no wall hides (pages of the same library, the processor's caches), and a public test's output is shown.
//
// Knows:          lanes (a thread and a box each), which tests need not be run any more.
// Does not know:  reports, scores.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "domain/problem.h"
#include "foundation/mutex.h"
#include "foundation/unique_fd.h"
#include "judge/crash_mark.h"
#include "judge/verdict.h"

namespace autograder {

// How many lanes there are on this host, over all submissions. Each judging has one whatever happens; more only while
// cores are free, and those end when others come. Any thread.
class LaneCount final {
 public:
  explicit LaneCount(int cores) : cores_(cores) {}

  void take_one();
  int take_spare(int wanted);  // 0 to wanted
  void give(int count);
  bool crowded();  // more lanes than cores

 private:
  const int cores_;
  Mutex mutex_;
  int taken_ GUARDED_BY(mutex_) = 0;
};

// A test that was run and judged.
struct RanTest {
  Judgement judgement;
  Outcome outcome;
  std::shared_ptr<const UniqueFd> input;
  std::shared_ptr<const UniqueFd> expected;
  Duration spent{};  // wall time of all its runs
  std::optional<CrashMark> mark{};
  std::vector<CrashPlace> places{};  // of that mark
};

class TestLanes final {
 public:
  // Called on the thread of its lane; never twice at once for one lane.
  using Run = std::function<Result<RanTest>(int lane, int test, std::stop_token stop)>;
  // A lane beside the first runs no more tests: what it used can go. Called on its thread, before others get its core.
  using Ended = std::function<void(int lane)>;

  // One visibility a test. With one lane, no thread: the tests are run where they are taken. `first_failure_ends`: tests
  // behind a failing one are not begun.
  TestLanes(int lanes, std::vector<Visibility> tests, bool first_failure_ends, LaneCount& all, Run run, Ended ended,
            std::stop_token stop);
  // Stops what still runs: nobody asks for it any more.
  ~TestLanes();
  TestLanes(const TestLanes&) = delete;
  TestLanes& operator=(const TestLanes&) = delete;

  // From 0, each once and in order; none behind a failing one where that ends it, none behind an error.
  Result<RanTest> take(int test);

 private:
  void lane(int number);
  void run_tests(int number);

  // Whether the next test has to wait: for room, or for those of the other visibility.
  bool must_wait() REQUIRES(mutex_);

  const std::vector<Visibility> tests_;
  const bool first_failure_ends_;
  LaneCount& all_;
  const Run run_;
  const Ended ended_;
  std::stop_source cancel_;
  std::stop_callback<std::function<void()>> stop_too_;

  Mutex mutex_;
  Condition changed_;
  int next_ GUARDED_BY(mutex_) = 0;           // to be begun
  int running_ GUARDED_BY(mutex_) = 0;        // all of the visibility of the one before `next_`
  int end_ GUARDED_BY(mutex_);                // none from here on need be run
  int taken_ GUARDED_BY(mutex_) = 0;          // how many were
  std::int64_t held_ GUARDED_BY(mutex_) = 0;  // bytes of output that wait to be taken
  std::vector<std::optional<Result<RanTest>>> ran_ GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;
};

}  // namespace autograder
