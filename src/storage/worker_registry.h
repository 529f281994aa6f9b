// The workers, their hosts and languages: the API knows of workers without talking to one.
#pragma once

#include <string>
#include <vector>

#include "domain/id.h"
#include "domain/language.h"
#include "foundation/result.h"

namespace autograder {

constexpr std::chrono::seconds kHeartbeatEvery{5};
constexpr std::chrono::seconds kWorkerLost{20};  // not seen for so long: not counted as alive

struct WorkerRow {
  WorkerId id;
  std::string host;
  std::string version;
  std::vector<LanguageStatus> languages;
  int slots = 0;                            // runs at the same time
  std::vector<std::string> missing_layers;  // of the sandbox, each with its remedy
  Time last_seen{};
};

class WorkerRegistry {
 public:
  virtual ~WorkerRegistry() = default;
  // Inserts or replaces the row of worker.id.
  virtual Result<> heartbeat(const WorkerRow& worker) = 0;
  // All rows seen within the last day, newest first.
  virtual Result<std::vector<WorkerRow>> list() = 0;
  // On a stop in good order. Unknown ids are no error.
  virtual Result<> remove(WorkerId id) = 0;
};

}  // namespace autograder
