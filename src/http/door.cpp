#include "http/door.h"

#include <algorithm>

namespace autograder::http {
namespace {

constexpr std::size_t kLeaveAtOnce = 16;  // a sixteenth of those that may leave

int staying_of(const std::unordered_set<std::shared_ptr<Place>>& places) {
  return static_cast<int>(std::ranges::count_if(places, [](const auto& place) { return !place->leaving; }));
}

bool may_leave(const Place& place) {
  if (place.leaving) return false;
  return place.idle || (!place.known && !place.proxied);
}

// Newcomers, and where there are none idle connections of known clients; those that wait longest come first.
template <class Places>
std::vector<std::shared_ptr<Place>> in_order(const Places& places) {
  struct Candidate {
    std::int64_t since;  // read once: it may change while we sort
    std::shared_ptr<Place> place;
  };
  std::vector<Candidate> newcomers;
  std::vector<Candidate> known;
  for (const auto& place : places) {
    if (may_leave(*place)) (place->known ? known : newcomers).push_back({place->since, place});
  }
  auto& candidates = newcomers.empty() ? known : newcomers;
  std::ranges::sort(candidates, {}, &Candidate::since);
  candidates.resize((candidates.size() + kLeaveAtOnce - 1) / kLeaveAtOnce);
  std::vector<std::shared_ptr<Place>> ordered;
  for (auto& candidate : candidates) ordered.push_back(std::move(candidate.place));
  return ordered;
}

}  // namespace

std::vector<std::shared_ptr<Place>> Door::choose(const std::string* address) {
  if (address != nullptr) return in_order(by_address_[*address]);
  std::ptrdiff_t most = 0;
  const Places* of_most = nullptr;
  for (const auto& [name, its] : by_address_) {
    const auto count = std::ranges::count_if(its, [](const auto& one) { return !one->known && may_leave(*one); });
    if (count <= most) continue;
    most = count;
    of_most = &its;
  }
  if (of_most != nullptr) return in_order(*of_most);
  std::vector<std::shared_ptr<Place>> all;
  for (const auto& [name, its] : by_address_) all.insert(all.end(), its.begin(), its.end());
  return in_order(all);
}

Door::Entry Door::enter(const std::shared_ptr<Place>& place) {
  Entry entry;
  MutexLock lock(mutex_);
  const bool bounded = bounds_.an_address > 0 && !place->proxied;
  if (bounded) {
    const auto mine = by_address_.find(place->address);
    // Counting all of them is as seldom as their number is near the bound.
    const bool near = mine != by_address_.end() && static_cast<int>(mine->second.size()) >= bounds_.an_address;
    if (near && staying_of(mine->second) >= bounds_.an_address) {
      entry.leave = choose(&place->address);
      if (entry.leave.empty()) return entry;
    }
  }
  if (entry.leave.empty() && staying_ >= bounds_.all) {
    entry.leave = choose(nullptr);
    if (entry.leave.empty()) return entry;
  }
  for (const auto& one : entry.leave) one->leaving = true;
  staying_ += 1 - static_cast<int>(entry.leave.size());
  by_address_[place->address].insert(place);
  entry.admitted = true;
  return entry;
}

void Door::leave(const std::shared_ptr<Place>& place) {
  MutexLock lock(mutex_);
  const auto mine = by_address_.find(place->address);
  mine->second.erase(place);
  if (mine->second.empty()) by_address_.erase(mine);
  if (!place->leaving) --staying_;
}

}  // namespace autograder::http
