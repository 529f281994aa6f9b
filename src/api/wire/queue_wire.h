// JSON of the queue and of workers, for administrators.
#pragma once

#include <string>
#include <vector>

#include "api/names.h"
#include "storage/job_queue.h"
#include "storage/queue_view.h"
#include "storage/upkeep.h"
#include "storage/worker_registry.h"

namespace autograder::api {

struct ShownJob {
  QueuedJob row;
  int position = 0;    // among those that wait, from 1; 0: it has none
  std::string reason;  // why it waits
};

struct ShownQueue {
  QueueDepth depth;
  Room room;
  Bytes free_min{};
  std::vector<ShownJob> waiting;
  std::vector<ShownJob> delayed;
  std::vector<ShownJob> running;
};

std::string queue_json(const ShownQueue& queue, const Names& names, const std::vector<WorkerRow>& workers, Time now);
std::string dead_list_json(const std::vector<QueuedJob>& dead, const Names& names, Time now);
std::string workers_json(const std::vector<WorkerRow>& workers, Time now);

}  // namespace autograder::api
