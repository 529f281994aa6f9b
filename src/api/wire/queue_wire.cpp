#include "api/wire/queue_wire.h"

#include <algorithm>

#include "foundation/json_writer.h"
#include "storage/queue_rules.h"

namespace autograder::api {
namespace {

std::string host_of(const std::vector<WorkerRow>& workers, WorkerId id) {
  const auto found = std::ranges::find(workers, id, &WorkerRow::id);
  return found == workers.end() ? std::string{} : found->host;
}

void write_job(JsonObject& object, const QueuedJob& row, const Names& names, Time now) {
  object.text("_id", row.job.id.hex());
  object.text("kind", name_of(row.job.kind));
  if (const auto* id = std::get_if<SubmissionId>(&row.job.subject)) object.text("submissionId", id->hex());
  if (row.owner) {
    object.text("userId", row.owner->hex());
    object.text("userName", names.user(*row.owner));
  }
  if (row.problem) {
    object.text("problemId", row.problem->hex());
    object.text("problemTitle", names.problem(*row.problem));
  }
  object.text("language", row.job.language);
  object.text("createdAt", iso8601(row.job.created_at));
  object.integer("ageMs", std::max<std::int64_t>(0, (now - row.job.created_at).count()));
  object.integer("failures", row.job.failures);
  object.integer("expiries", row.job.expiries);
}

void write_waiting(std::string& out, JsonObject& object, std::string_view name, const std::vector<ShownJob>& jobs,
                   const Names& names, Time now) {
  if (!object.key(name)) return;
  JsonArray array(out);
  for (const auto& job : jobs) {
    array.next();
    JsonObject row(out);
    write_job(row, job.row, names, now);
    if (job.position > 0) row.integer("position", job.position);
    row.text("reason", job.reason);
    if (!job.row.reason.empty()) row.text("lastFailure", job.row.reason);
    row.end();
  }
  array.end();
}

}  // namespace

std::string queue_json(const ShownQueue& queue, const Names& names, const std::vector<WorkerRow>& workers, Time now) {
  std::string text;
  JsonObject object(text);
  object.integer("waitingCount", queue.depth.waiting);
  object.integer("runningCount", queue.depth.leased);
  object.integer("deadCount", queue.depth.dead);
  write_waiting(text, object, "waiting", queue.waiting, names, now);
  write_waiting(text, object, "delayed", queue.delayed, names, now);
  if (object.key("running")) {
    JsonArray array(text);
    for (const auto& job : queue.running) {
      array.next();
      JsonObject row(text);
      write_job(row, job.row, names, now);
      row.text("workerId", job.row.worker.hex());
      row.text("workerHost", host_of(workers, job.row.worker));
      row.end();
    }
    array.end();
  }
  if (object.key("disk")) {
    JsonObject disk(text);
    disk.integer("databaseBytes", queue.room.database.count);
    disk.integer("freeInsideBytes", queue.room.free_inside.count);
    disk.integer("freeBytes", queue.room.free_on_disk.count);
    disk.integer("freeMinBytes", queue.free_min.count);
    disk.end();
  }
  object.end();
  return text;
}

std::string dead_list_json(const std::vector<QueuedJob>& dead, const Names& names, Time now) {
  std::string text;
  JsonArray array(text);
  for (const auto& job : dead) {
    array.next();
    JsonObject row(text);
    write_job(row, job, names, now);
    row.text("reason", job.reason);
    row.text("diedAt", iso8601(job.died_at));
    row.end();
  }
  array.end();
  return text;
}

std::string workers_json(const std::vector<WorkerRow>& workers, Time now) {
  std::string text;
  JsonArray array(text);
  for (const auto& worker : workers) {
    array.next();
    JsonObject row(text);
    row.text("_id", worker.id.hex());
    row.text("host", worker.host);
    row.text("version", worker.version);
    row.boolean("alive", now - worker.last_seen <= kWorkerLost);
    row.text("lastSeen", iso8601(worker.last_seen));
    row.integer("slots", worker.slots);
    row.texts("missingLayers", worker.missing_layers);
    if (row.key("languages")) {
      JsonArray languages(text);
      for (const auto& language : worker.languages) {
        languages.next();
        JsonObject one(text);
        one.text("id", language.id);
        one.text("name", language.name);
        one.boolean("available", language.available);
        one.text("version", language.version);
        if (!language.available) one.text("reason", language.reason);
        one.end();
      }
      languages.end();
    }
    row.end();
  }
  array.end();
  return text;
}

}  // namespace autograder::api
