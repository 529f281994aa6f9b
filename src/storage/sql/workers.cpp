#include "storage/queue_rules.h"
#include "storage/sql/roles.h"

namespace autograder::sql {

// "name version", or the name alone of one that is absent.
template <>
struct Codec<std::vector<Library>> {
  static constexpr int width = 1;
  static void bind(Parameters& into, const std::vector<Library>& libraries) {
    std::vector<std::string> texts;
    for (const auto& library : libraries) {
      texts.push_back(library.version.empty() ? library.name : library.name + " " + library.version);
    }
    Codec<std::vector<std::string>>::bind(into, texts);
  }
  static std::vector<Library> read(Fields& from) {
    std::vector<Library> libraries;
    for (const auto& text : Codec<std::vector<std::string>>::read(from)) {
      const auto space = text.find(' ');
      libraries.push_back({text.substr(0, space), space == std::string::npos ? "" : text.substr(space + 1)});
    }
    return libraries;
  }
};

template <>
struct Columns<WorkerRow> {
  static constexpr auto list =
      std::tuple(column("id", &WorkerRow::id), column("host", &WorkerRow::host), column("version", &WorkerRow::version),
                 column("slots", &WorkerRow::slots), column("missing_layers", &WorkerRow::missing_layers),
                 column("last_seen_ms", &WorkerRow::last_seen));
};

template <>
struct Columns<LanguageStatus> {
  static constexpr auto list = std::tuple(
      column("language", &LanguageStatus::id), column("name", &LanguageStatus::name),
      column("version", &LanguageStatus::version), column("available", &LanguageStatus::available),
      column("reason", &LanguageStatus::reason), column("compile_command", &LanguageStatus::compile_command),
      column("run_command", &LanguageStatus::run_command), column("time_factor", &LanguageStatus::time_factor),
      column("memory_factor", &LanguageStatus::memory_factor),
      column("template_source", &LanguageStatus::template_source), column("libraries", &LanguageStatus::libraries));
};

namespace {

const std::string kPut = insert_into<WorkerRow>("workers") + " ON CONFLICT (id) DO UPDATE SET " +
                         from_excluded(rest_of(names_of<WorkerRow>()));
const std::string kSeen =
    "SELECT " + columns_of<WorkerRow>() + " FROM workers WHERE last_seen_ms >= ? ORDER BY last_seen_ms DESC, id DESC";
const std::string kPutLanguage = insert_into<LanguageStatus>("worker_languages", "worker_id, position");
const std::string kLanguages =
    "SELECT " + columns_of<LanguageStatus>() + " FROM worker_languages WHERE worker_id = ? ORDER BY position";

}  // namespace

Result<> Workers::heartbeat(const WorkerRow& worker) {
  return database_.write("writing a worker's heartbeat", [&](Connection& db) -> Result<> {
    db.query("DELETE FROM workers WHERE last_seen_ms < ?").bind(database_.now(db) - kWorkerRowKept).run();
    db.query(kPut).bind(worker).run();
    db.query("DELETE FROM worker_languages WHERE worker_id = ?").bind(worker.id).run();
    int position = 0;
    for (const LanguageStatus& status : worker.languages) {
      db.query(kPutLanguage).bind(status, worker.id, position++).run();
    }
    return {};
  });
}

Result<std::vector<WorkerRow>> Workers::list() {
  return database_.read("listing workers", [&](Connection& db) -> Result<std::vector<WorkerRow>> {
    auto workers = db.query(kSeen).bind(database_.now(db) - kWorkerRowKept).all<WorkerRow>();
    for (WorkerRow& worker : workers) worker.languages = db.query(kLanguages).bind(worker.id).all<LanguageStatus>();
    return workers;
  });
}

Result<> Workers::remove(WorkerId id) {
  return database_.write("removing a worker", [&](Connection& db) -> Result<> {
    db.query("DELETE FROM workers WHERE id = ?").bind(id).run();
    return {};
  });
}

}  // namespace autograder::sql
