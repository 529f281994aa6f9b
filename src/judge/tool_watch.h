// Finds out which versions the tools of a worker's languages have, and prepares them, while jobs are judged already.
//
// Knows:          versions, libraries, build caches; that an upgrade may come at any time.
// Does not know:  jobs, who is told.
#pragma once

#include <map>
#include <stop_token>
#include <string>

#include "foundation/mutex.h"
#include "judge/language_tools.h"
#include "sandbox/sandbox.h"

namespace autograder {

// Any thread; one look at a time.
class ToolWatch final {
 public:
  // Borrows the first two. `cache_directory` as in WorkerOptions.
  ToolWatch(LanguageTools& tools, Sandbox& sandbox, std::string cache_directory)
      : tools_(tools), sandbox_(sandbox), cache_directory_(std::move(cache_directory)) {}

  struct Found {
    bool any = false;      // the version of a language was asked
    bool changed = false;  // tools are others than those that were detected: build caches must be made again
  };
  // Asks each language whose tools are others than when it was last asked. Nothing when it was stopped.
  Found find_versions();
  // For each language that has one and is without.
  void make_build_caches();
  // Ends what runs; later calls find and make nothing.
  void stop() { stop_.request_stop(); }

 private:
  // From the cache or by asking the tools; empty when they do not say.
  std::string version_of(const ReadyLanguage& language);

  LanguageTools& tools_;
  Sandbox& sandbox_;
  const std::string cache_directory_;
  std::stop_source stop_;
  Mutex mutex_;
  std::map<std::string, std::string> asked_ GUARDED_BY(mutex_);  // by id: whose version was asked, as an identity
};

}  // namespace autograder
