// Decides when a judging lets a user without a slot go first. Pure.
//
// Knows:          how long it worked, and how long it was set aside.
// Does not know:  the queue.
#pragma once

#include <chrono>

#include "foundation/clock.h"
#include "storage/job_queue.h"

namespace autograder {

// So long a judging works before it is set aside, between two tests, and before it is set aside again.
constexpr std::chrono::seconds kTurn{10};
// How often it asks whether it should be, at most: each question costs the database a transaction.
constexpr std::chrono::milliseconds kAskEvery{1000};
constexpr std::chrono::milliseconds kAskEveryInBackground{100};
// So many judgings of one slot are set aside at once, and so many of a worker: each keeps its box.
constexpr int kSetAsideOfSlotMax = 2;
constexpr int set_aside_max(int slots) {
  return slots + 1;
}

class Turn final {
 public:
  // Nobody waits for what is in the background: it is set aside after any test.
  Turn(SteadyTime now, bool background) : background_(background), began_(now), since_(now), asked_(now) {}

  bool may_ask(SteadyTime now) const { return now - asked_ >= (background_ ? kAskEveryInBackground : kAskEvery); }
  LeaseRequest::SetAside ask(JobId job, SteadyTime now) {
    asked_ = now;
    const auto worked = std::chrono::duration_cast<std::chrono::milliseconds>(now - began_ - lent_);
    return {job, background_ || now - since_ >= kTurn, worked.count()};
  }
  // It was set aside between these times.
  void set_aside(SteadyTime from, SteadyTime until) {
    lent_ += until - from;
    since_ = asked_ = until;
  }
  // All the time that it was set aside.
  Duration lent() const { return lent_; }

 private:
  const bool background_;
  const SteadyTime began_;
  SteadyTime since_;
  SteadyTime asked_;
  Duration lent_{};
};

}  // namespace autograder
