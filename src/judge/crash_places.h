// Asks which lines of its source a submission's crashes are, in the box that its tests run in. A judging asks about the
// first three places alone, whatever the number of its tests, and says the same however many lanes it has.
#pragma once

#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "foundation/mutex.h"
#include "foundation/result.h"
#include "judge/crash_mark.h"
#include "judge/runner.h"

namespace autograder {

class CrashPlaces final {
 public:
  // Any thread; `runner` is the caller's own. Empty where nothing can be said.
  Result<std::vector<CrashPlace>> find(Runner& runner, int test, const CrashMark& mark, Visibility visibility,
                                       std::stop_token stop);

  // For each crash, in the order of the tests: whether it is one of those that are told.
  bool is_told(const CrashMark& mark);

 private:
  static constexpr std::size_t kMax = 3;
  struct Found {
    int first_test;
    std::vector<CrashPlace> places;
  };
  Mutex mutex_;
  std::map<std::vector<std::string>, Found> found_ GUARDED_BY(mutex_);
  std::set<std::vector<std::string>> told_ GUARDED_BY(mutex_);
};

}  // namespace autograder
