// The health of the server: database, workers, queue, languages. Read once a second at most, however often it is asked.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/wire/status_wire.h"
#include "foundation/clock.h"
#include "foundation/mutex.h"
#include "storage/storage.h"

namespace autograder::api {

constexpr std::chrono::seconds kVitalsAge{1};

// All members may be called from any thread; they may block.
class Vitals final {
 public:
  // `languages` are the ids that exist, reported by a worker or not; `names` what people call them.
  Vitals(Storage& storage, const Clock& clock, std::vector<std::string> languages,
         std::map<std::string, std::string> names, bool worker_expected)
      : storage_(storage),
        clock_(clock),
        languages_(std::move(languages)),
        names_(std::move(names)),
        worker_expected_(worker_expected),
        started_(clock.steady_now()) {}

  HealthFacts health();
  std::vector<LanguageStatus> languages();
  // What an editor begins with; empty where no worker has reported it.
  std::string template_of(const std::string& language);
  // Those that a worker that lives can judge.
  std::vector<std::string> judged_languages();
  // Empty where a worker that lives can judge the language.
  std::string why_nobody_judges(const std::string& language);

 private:
  void refresh() REQUIRES(mutex_);
  void look_at_workers() REQUIRES(mutex_);
  std::string name_of(const std::string& language) const;

  Storage& storage_;
  const Clock& clock_;
  const std::vector<std::string> languages_;
  const std::map<std::string, std::string> names_;
  const bool worker_expected_;
  const SteadyTime started_;
  Mutex mutex_;
  bool looked_ GUARDED_BY(mutex_) = false;
  SteadyTime looked_at_ GUARDED_BY(mutex_);
  HealthFacts facts_ GUARDED_BY(mutex_);
  std::vector<LanguageStatus> found_ GUARDED_BY(mutex_);
};

}  // namespace autograder::api
