// The leases that a worker holds: each from the queue's answer until the queue has said what became of the job.
//
// Knows:          which leases are lost, which job must have no neighbour, how many judgings are set aside, the stop.
// Does not know:  the queue, judging, threads.
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "domain/job.h"
#include "foundation/clock.h"
#include "foundation/doorbell.h"
#include "foundation/mutex.h"
#include "foundation/result.h"

namespace autograder {

// So many leases may go by while a job waits that must run alone; then the worker lets its hands run empty for it.
constexpr int kLeasesBetweenAlone = 64;

// Any thread. Borrows the bell, which rings when a lease is put down: a slot may have waited for empty hands.
class HeldLeases final {
 public:
  HeldLeases(int slots, Doorbell& bell) : slots_(slots), bell_(bell) {}

  // The jobs that the worker may ask the queue for now.
  struct Room {
    bool any = false;            // false: nothing
    bool alone = false;          // nothing is held, so that a job may come that must have no neighbour
    bool suspect_first = false;  // many came since such a job could: if one waits, nothing else is taken
  };
  Room room();
  // The answer to a request that was made for this room, and when it was asked. The caller makes one request at a time.
  void take(const Room& room, const std::optional<Lease>& lease, SteadyTime asked_at);

  // Requested when the lease is lost or the worker stops. The lease is held.
  std::stop_token stop_of(const Lease& lease);
  bool is_lost(const Lease& lease);
  void put_down(const Lease& lease);

  // All but the lost ones.
  std::vector<Lease> to_renew();
  // The queue's answer, and when it was asked. A lease is lost when the queue says so (`conflict`), and when nothing was
  // heard of it for kLeaseTime: then somebody else may have the job.
  void renewed(const Lease& lease, const Result<>& answer, SteadyTime asked_at);

  // Whether the judging may be set aside for another.
  bool may_set_aside(const Lease& lease);
  // One judging is set aside while it lives.
  class SetAside final {
   public:
    explicit SetAside(HeldLeases& held) : held_(held) { held_.count_set_aside(1); }
    ~SetAside() { held_.count_set_aside(-1); }
    SetAside(const SetAside&) = delete;
    SetAside& operator=(const SetAside&) = delete;

   private:
    HeldLeases& held_;
  };

  // From now on there is no room, and all that is held or still comes is stopped.
  void close();
  void wait_until_empty();

 private:
  // A worker may get a job again while it still ends the work of a lease that ran out.
  using Key = std::pair<JobId, LeaseToken>;
  struct Held {
    Held(const Lease& held, SteadyTime until) : lease(held), held_until(until) {}
    Lease lease;
    SteadyTime held_until;  // when nobody told us otherwise
    std::stop_source stop;
    bool lost = false;
  };
  void count_set_aside(int by);

  const int slots_;
  Doorbell& bell_;
  Mutex mutex_;
  Condition put_down_one_;
  bool closed_ GUARDED_BY(mutex_) = false;
  bool alone_ GUARDED_BY(mutex_) = false;  // what is held must have no neighbour
  int since_alone_ GUARDED_BY(mutex_) = 0;
  int set_aside_ GUARDED_BY(mutex_) = 0;
  std::map<Key, Held> held_ GUARDED_BY(mutex_);
};

}  // namespace autograder
