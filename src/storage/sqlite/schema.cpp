#include "storage/sqlite/schema.h"

#include <charconv>

#include "embedded_sqlite_schema.h"
#include "foundation/check.h"

namespace autograder::sqlite {
namespace {

constexpr int kApplicationId = 0x41475244;  // "AGRD", in the header of the file

int version_of(const SchemaFile& file) {
  int version = 0;
  const auto [end, error] = std::from_chars(file.name.data(), file.name.data() + file.name.size(), version);
  CHECK(error == std::errc() && *end == '_');
  return version;
}

Result<int> present_version(Connection& db, const std::string& path) {
  Query application = db.query("PRAGMA application_id");
  application.next();
  const int application_id = application.small(0);
  Query objects = db.query("SELECT count(*) FROM sqlite_schema");
  objects.next();
  if (objects.integer(0) == 0) return 0;
  if (application_id != kApplicationId) {
    return fail(ErrorCode::invalid, path + " is a database of another program");
  }
  Query version = db.query("SELECT max(version) FROM schema_version");
  if (!version.next() || version.null(0)) throw CorruptRow{"the table schema_version is empty"};
  return version.small(0);
}

std::unexpected<Error> too_new(int present, int newest, const std::string& path) {
  return fail(ErrorCode::invalid, path + " was written by a newer version of autograder (schema " +
                                      std::to_string(present) + "; this one knows schemas up to " +
                                      std::to_string(newest) + "): use that version or a newer one");
}

}  // namespace

Result<int> readable_schema(Connection& db, const std::string& path) {
  AG_ASSIGN(const int present, present_version(db, path));
  const int newest = static_cast<int>(embedded_schema().size());
  if (present == 0) return fail(ErrorCode::invalid, path + " is empty");
  if (present > newest) return too_new(present, newest, path);
  return present;
}

std::vector<SchemaFile> embedded_schema() {
  std::vector<SchemaFile> files;
  for (const auto& file : embedded::sqlite_schema()) files.push_back({file.name, file.bytes});
  return files;
}

Result<> apply_schema(Connection& db, std::span<const SchemaFile> files, const std::string& path, Time now) {
  Result<> applied = guarded("bringing the schema of " + path + " up to date", [&]() -> Result<> {
    db.execute("BEGIN EXCLUSIVE");
    AG_ASSIGN(const int present, present_version(db, path));
    const int newest = static_cast<int>(files.size());
    if (present > newest) return too_new(present, newest, path);
    if (present == 0) {
      db.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
      db.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at_ms INTEGER NOT NULL) STRICT");
    }
    for (int version = present + 1; version <= newest; ++version) {
      const SchemaFile& file = files[static_cast<std::size_t>(version - 1)];
      CHECK(version_of(file) == version);
      db.execute(std::string(file.sql));
      db.query("INSERT INTO schema_version (version, applied_at_ms) VALUES (?, ?)").bind(version, now).run();
    }
    db.execute("COMMIT");
    return {};
  });
  if (db.in_transaction()) {
    const Result<> undone = guarded("undoing it", [&]() -> Result<> {
      db.execute("ROLLBACK");
      return {};
    });
    if (applied && !undone) return undone;
  }
  return applied;
}

}  // namespace autograder::sqlite
