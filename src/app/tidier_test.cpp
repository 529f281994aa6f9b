#include "app/tidier.h"

#include <gtest/gtest.h>

#include <deque>

namespace autograder {
namespace {

// Answers what it is told to, and says how often it was asked.
class ScriptedUpkeep final : public Upkeep {
 public:
  explicit ScriptedUpkeep(std::deque<Result<Tidied>> answers) : answers_(std::move(answers)) {}
  Result<Tidied> sweep() override {
    MutexLock lock(mutex_);
    ++sweeps_;
    asked_.notify_all();
    if (answers_.empty()) return Tidied{};
    auto answer = std::move(answers_.front());
    answers_.pop_front();
    return answer;
  }
  Result<Tidied> forget_runs(Time) override { return Tidied{}; }
  Result<TidiedReports> remove_excerpts(Time, SubmissionId) override { return TidiedReports{}; }
  Result<Room> room() override { return Room{}; }
  void wait_for(int sweeps) {
    MutexLock lock(mutex_);
    while (sweeps_ < sweeps) asked_.wait(mutex_);
  }
  int sweeps() {
    MutexLock lock(mutex_);
    return sweeps_;
  }

 private:
  Mutex mutex_;
  Condition asked_;
  int sweeps_ GUARDED_BY(mutex_) = 0;
  std::deque<Result<Tidied>> answers_ GUARDED_BY(mutex_);
};

TEST(Tidier, GoesOnAtOnceWhileThereIsMoreAndThenWaits) {
  ScriptedUpkeep upkeep({Tidied{32, true}, Tidied{32, true}, Tidied{1, false}});
  {
    Tidier tidier(upkeep, std::chrono::hours(1));
    upkeep.wait_for(3);
  }
  EXPECT_EQ(upkeep.sweeps(), 3);
}

TEST(Tidier, ComesAgainWhateverTheDatabaseSaid) {
  ScriptedUpkeep upkeep({fail(ErrorCode::exhausted, "the disk is full"), Tidied{}});
  Tidier tidier(upkeep, std::chrono::milliseconds(1));
  upkeep.wait_for(4);
}

}  // namespace
}  // namespace autograder
