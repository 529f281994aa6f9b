#include <utility>

#include "storage/queue_rules.h"
#include "storage/sqlite/roles.h"

namespace autograder::sqlite {
namespace {

LanguageStatus read_language(const Query& row) {
  LanguageStatus status;
  status.id = row.text(0);
  status.name = row.text(1);
  status.version = row.text(2);
  status.available = row.flag(3);
  status.reason = row.text(4);
  status.compile_command = row.text(5);
  status.run_command = row.text(6);
  status.time_factor = row.real(7);
  status.memory_factor = row.real(8);
  status.template_source = row.text(9);
  for (const auto& text : decode_list(row.text(10))) {
    const auto space = text.find(' ');
    status.libraries.push_back({text.substr(0, space), space == std::string::npos ? "" : text.substr(space + 1)});
  }
  return status;
}

// "name version", or the name alone of one that is absent.
std::string encode_libraries(const std::vector<Library>& libraries) {
  std::vector<std::string> texts;
  for (const auto& library : libraries) {
    texts.push_back(library.version.empty() ? library.name : library.name + " " + library.version);
  }
  return encode_list(texts);
}

}  // namespace

Result<> Workers::heartbeat(const WorkerRow& worker) {
  return database_.writer.run("writing a worker's heartbeat", [&](Connection& db) -> Result<> {
    db.query("DELETE FROM workers WHERE last_seen_ms < ?").bind(database_.clock.now() - kWorkerRowKept).run();
    db.query(
          "INSERT INTO workers (id, host, version, slots, missing_layers, last_seen_ms) VALUES (?, ?, ?, ?, ?, ?) "
          "ON CONFLICT (id) DO UPDATE SET host = excluded.host, version = excluded.version, slots = excluded.slots, "
          "missing_layers = excluded.missing_layers, last_seen_ms = excluded.last_seen_ms")
        .bind(worker.id, worker.host, worker.version, worker.slots, encode_list(worker.missing_layers),
              worker.last_seen)
        .run();
    db.query("DELETE FROM worker_languages WHERE worker_id = ?").bind(worker.id).run();
    int position = 0;
    for (const LanguageStatus& status : worker.languages) {
      db.query(
            "INSERT INTO worker_languages (worker_id, position, language, name, version, available, reason, "
            "compile_command, run_command, time_factor, memory_factor, template_source, libraries) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
          .bind(worker.id, position++, status.id, status.name, status.version, status.available, status.reason,
                status.compile_command, status.run_command, status.time_factor, status.memory_factor,
                status.template_source, encode_libraries(status.libraries))
          .run();
    }
    return {};
  });
}

Result<std::vector<WorkerRow>> Workers::list() {
  const Time since = database_.clock.now() - kWorkerRowKept;
  return database_.readers.read("listing workers", [&](Connection& db) -> Result<std::vector<WorkerRow>> {
    std::vector<WorkerRow> workers;
    Query row = db.query(
        "SELECT id, host, version, slots, missing_layers, last_seen_ms FROM workers WHERE last_seen_ms >= ? "
        "ORDER BY last_seen_ms DESC, id DESC");
    row.bind(since);
    while (row.next()) {
      WorkerRow& worker = workers.emplace_back();
      worker.id = row.id<WorkerId>(0);
      worker.host = row.text(1);
      worker.version = row.text(2);
      worker.slots = row.small(3);
      worker.missing_layers = decode_list(row.text(4));
      worker.last_seen = row.time(5);
      Query language = db.query(
          "SELECT language, name, version, available, reason, compile_command, run_command, time_factor, "
          "memory_factor, template_source, libraries FROM worker_languages WHERE worker_id = ? ORDER BY position");
      language.bind(worker.id);
      while (language.next()) worker.languages.push_back(read_language(language));
    }
    return workers;
  });
}

Result<> Workers::remove(WorkerId id) {
  return database_.writer.run("removing a worker", [&](Connection& db) -> Result<> {
    db.query("DELETE FROM workers WHERE id = ?").bind(id).run();
    return {};
  });
}

}  // namespace autograder::sqlite
