#include "judge/held_leases.h"

#include "judge/turn.h"

namespace autograder {

HeldLeases::Room HeldLeases::room() {
  MutexLock lock(mutex_);
  if (closed_ || alone_) return {};
  const bool alone = held_.empty();
  return {true, alone, !alone && since_alone_ >= kLeasesBetweenAlone};
}

void HeldLeases::take(const Room& room, const std::optional<Lease>& lease, SteadyTime asked_at) {
  MutexLock lock(mutex_);
  if (room.alone || room.suspect_first) since_alone_ = 0;
  if (!lease) return;
  if (!room.alone) ++since_alone_;
  alone_ = lease->job.expiries >= kExpiriesAlone;
  const auto [held, added] = held_.try_emplace(Key(lease->job.id, lease->token), *lease, asked_at + kLeaseTime);
  if (closed_) held->second.stop.request_stop();
}

std::stop_token HeldLeases::stop_of(const Lease& lease) {
  MutexLock lock(mutex_);
  return held_.at(Key(lease.job.id, lease.token)).stop.get_token();
}

bool HeldLeases::is_lost(const Lease& lease) {
  MutexLock lock(mutex_);
  const auto found = held_.find(Key(lease.job.id, lease.token));
  return found == held_.end() || found->second.lost;
}

// Rings with the lock held: once nothing is held, close() and wait_until_empty() may be followed by the end of both.
void HeldLeases::put_down(const Lease& lease) {
  MutexLock lock(mutex_);
  held_.erase(Key(lease.job.id, lease.token));
  if (held_.empty()) alone_ = false;
  bell_.ring_all();
  put_down_one_.notify_all();
}

std::vector<Lease> HeldLeases::to_renew() {
  MutexLock lock(mutex_);
  std::vector<Lease> leases;
  for (const auto& [key, held] : held_) {
    if (!held.lost) leases.push_back(held.lease);
  }
  return leases;
}

void HeldLeases::renewed(const Lease& lease, const Result<>& answer, SteadyTime asked_at) {
  MutexLock lock(mutex_);
  const auto found = held_.find(Key(lease.job.id, lease.token));
  if (found == held_.end()) return;
  auto& held = found->second;
  if (answer) {
    held.held_until = asked_at + kLeaseTime;
  } else if (answer.error().code == ErrorCode::conflict || asked_at >= held.held_until) {
    held.lost = true;
    held.stop.request_stop();
  }
}

bool HeldLeases::may_set_aside(const Lease& lease) {
  MutexLock lock(mutex_);
  const auto found = held_.find(Key(lease.job.id, lease.token));
  return !closed_ && !alone_ && found != held_.end() && !found->second.lost && set_aside_ < set_aside_max(slots_);
}

void HeldLeases::count_set_aside(int by) {
  MutexLock lock(mutex_);
  set_aside_ += by;
}

void HeldLeases::close() {
  MutexLock lock(mutex_);
  closed_ = true;
  for (auto& [key, held] : held_) held.stop.request_stop();
}

void HeldLeases::wait_until_empty() {
  MutexLock lock(mutex_);
  while (!held_.empty()) put_down_one_.wait(mutex_);
}

}  // namespace autograder
