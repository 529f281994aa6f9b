#include "judge/crash_places.h"

#include <algorithm>

namespace autograder {

Result<std::vector<CrashPlace>> CrashPlaces::find(Runner& runner, int test, const CrashMark& mark,
                                                  Visibility visibility, std::stop_token stop) {
  if (mark.addresses.empty()) return std::vector<CrashPlace>{};
  const MutexLock lock(mutex_);
  if (const auto known = found_.find(mark.addresses); known != found_.end()) {
    known->second.first_test = std::min(known->second.first_test, test);
    return known->second.places;
  }
  // A lane may be at a later test than others: those before it come first, so only they count against it.
  const auto before = std::ranges::count_if(found_, [&](const auto& entry) { return entry.second.first_test < test; });
  if (static_cast<std::size_t>(before) >= kMax) return std::vector<CrashPlace>{};
  AG_ASSIGN(auto places, runner.places_of(mark, visibility, std::move(stop)));
  found_.emplace(mark.addresses, Found{test, places});
  return places;
}

bool CrashPlaces::is_told(const CrashMark& mark) {
  const MutexLock lock(mutex_);
  if (told_.contains(mark.addresses)) return true;
  if (told_.size() >= kMax) return false;
  told_.insert(mark.addresses);
  return true;
}

}  // namespace autograder
