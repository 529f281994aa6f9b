// Judges sources against a package on this host: the worker's own pipeline and sandbox, without a database.
//
// Knows:          the launcher, languages, the pipeline.
// Does not know:  expectations, tables.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>

#include "app/config.h"
#include "app/package_source.h"
#include "foundation/clock.h"
#include "judge/pipeline.h"
#include "sandbox/linux/linux_sandbox.h"

namespace autograder {

class LocalJudge final {
 public:
  // Hashes the package's tests and connects to the launcher. `directory` outlives this; `cache`, which exists, holds the
  // build caches.
  static Result<std::unique_ptr<LocalJudge>> start(const Config& config, LauncherHandle launcher,
                                                   const Package& package, const PackageDirectory& directory,
                                                   const std::string& cache);
  ~LocalJudge();

  // Why this host does not judge the language; empty when it does.
  std::string refusal(const std::string& language) const;
  double time_factor(const std::string& language) const;
  // Makes what its compilations are faster with, in `cache`. Seconds; what fails is left out.
  void make_build_cache(const std::string& language, std::stop_token stop);

  // With this time limit. `all_tests`: none is left out behind a failing one.
  Result<Report> judge(const std::string& language, const std::string& source, Duration time_limit, bool all_tests,
                       const Pipeline::Progress& progress, std::stop_token stop);

 private:
  struct Parts;
  explicit LocalJudge(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace autograder
