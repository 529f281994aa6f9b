#include "judge/test_lanes.h"

#include <algorithm>

namespace autograder {
namespace {

// With more output than this waiting for a test before it, no further test is begun.
constexpr Bytes kHeldMax = mib(64);

std::int64_t output_of(const Result<RanTest>& ran) {
  return ran ? static_cast<std::int64_t>(ran->outcome.stdout_text.size() + ran->outcome.stderr_text.size()) : 0;
}

}  // namespace

void LaneCount::take_one() {
  MutexLock lock(mutex_);
  ++taken_;
}

int LaneCount::take_spare(int wanted) {
  MutexLock lock(mutex_);
  const int count = std::clamp(cores_ - taken_, 0, std::max(wanted, 0));
  taken_ += count;
  return count;
}

void LaneCount::give(int count) {
  MutexLock lock(mutex_);
  taken_ -= count;
}

bool LaneCount::crowded() {
  MutexLock lock(mutex_);
  return taken_ > cores_;
}

TestLanes::TestLanes(int lanes, std::vector<Visibility> tests, bool first_failure_ends, LaneCount& all, Run run,
                     Ended ended, std::stop_token stop)
    : tests_(std::move(tests)),
      first_failure_ends_(first_failure_ends),
      all_(all),
      run_(std::move(run)),
      ended_(std::move(ended)),
      stop_too_(std::move(stop), [this] { cancel_.request_stop(); }),
      end_(static_cast<int>(tests_.size())),
      ran_(tests_.size()) {
  if (lanes < 2) return;
  for (int number = 0; number < lanes; ++number) threads_.emplace_back([this, number] { lane(number); });
}

TestLanes::~TestLanes() {
  {
    MutexLock lock(mutex_);
    end_ = 0;
    changed_.notify_all();
  }
  cancel_.request_stop();
  for (auto& thread : threads_) thread.join();
}

Result<RanTest> TestLanes::take(int test) {
  if (threads_.empty()) return run_(0, test, cancel_.get_token());
  MutexLock lock(mutex_);
  auto& ran = ran_[static_cast<std::size_t>(test)];
  while (!ran) changed_.wait(mutex_);
  held_ -= output_of(*ran);
  taken_ = test + 1;
  changed_.notify_all();
  return std::move(*ran);
}

void TestLanes::lane(int number) {
  run_tests(number);
  if (number == 0) return;
  ended_(number);
  all_.give(1);
}

bool TestLanes::must_wait() {
  if (next_ >= end_) return false;
  if (next_ != taken_ && held_ > kHeldMax.count) return true;
  const auto next = static_cast<std::size_t>(next_);
  return running_ > 0 && tests_[next] != tests_[next - 1];
}

void TestLanes::run_tests(int number) {
  for (;;) {
    // The first lane stays, so that every test is run by somebody.
    if (number > 0 && all_.crowded()) return;
    int test = 0;
    {
      MutexLock lock(mutex_);
      while (must_wait()) changed_.wait(mutex_);
      if (next_ >= end_) return;
      test = next_++;
      ++running_;
    }
    auto ran = run_(number, test, cancel_.get_token());
    MutexLock lock(mutex_);
    --running_;
    if (!ran || (first_failure_ends_ && ran->judgement.verdict != Verdict::accepted)) end_ = std::min(end_, test + 1);
    held_ += output_of(ran);
    ran_[static_cast<std::size_t>(test)] = std::move(ran);
    changed_.notify_all();
  }
}

}  // namespace autograder
