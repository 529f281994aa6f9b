#include "storage/postgres/schema.h"

#include <charconv>

#include "embedded_postgres_schema.h"
#include "foundation/check.h"

namespace autograder::postgres {
namespace {

// "AGRD", by which all programs that migrate take their turn.
constexpr const char* kLock = "SELECT pg_advisory_xact_lock(1095193156)";

int version_of(const SchemaFile& file) {
  int version = 0;
  const auto [end, error] = std::from_chars(file.name.data(), file.name.data() + file.name.size(), version);
  CHECK(error == std::errc() && *end == '_');
  return version;
}

// 0: the database is empty.
Result<int> present_version(Connection& db, const std::string& where) {
  const auto [ours, tables] = db.query(
                                    "SELECT to_regclass('schema_version') IS NOT NULL, (SELECT count(*) FROM pg_class "
                                    "WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema()))")
                                  .one<bool, int>()
                                  .value();
  if (!ours && tables == 0) return 0;
  if (!ours) return fail(ErrorCode::invalid, where + " holds the tables of another program: name an empty database");
  const auto version = db.query("SELECT max(version) FROM schema_version").one<std::optional<int>>().value();
  if (!version) throw CorruptRow{"the table schema_version is empty"};
  return *version;
}

std::unexpected<Error> too_new(int present, int newest, const std::string& where) {
  return fail(ErrorCode::invalid, where + " was written by a newer version of autograder (schema " +
                                      std::to_string(present) + "; this one knows schemas up to " +
                                      std::to_string(newest) + "): use that version or a newer one");
}

Result<> check_server(Connection& db, const std::string& where) {
  const auto [version, encoding] =
      db.query("SELECT CAST(current_setting('server_version_num') AS BIGINT), current_setting('server_encoding')")
          .one<int, std::string>()
          .value();
  constexpr int kOldest = 140000;
  if (version < kOldest) return fail(ErrorCode::invalid, where + ": PostgreSQL 14 or newer is required");
  if (encoding != "UTF8") {
    return fail(ErrorCode::invalid, where + " has the encoding " + encoding + ": create it with ENCODING 'UTF8'");
  }
  return {};
}

Result<> migrate(Connection& db, std::span<const SchemaFile> files, const std::string& where) {
  const int newest = static_cast<int>(files.size());
  AG_ASSIGN(const int present, present_version(db, where));
  if (present > newest) return too_new(present, newest, where);
  if (present == 0) {
    db.execute(
        "CREATE TABLE schema_version (version bigint PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())");
  }
  for (int version = present + 1; version <= newest; ++version) {
    const SchemaFile& file = files[static_cast<std::size_t>(version - 1)];
    CHECK(version_of(file) == version);
    db.execute(std::string(file.sql));
    db.query("INSERT INTO schema_version (version) VALUES (?)").bind(version).run();
  }
  return {};
}

}  // namespace

std::vector<SchemaFile> embedded_schema() {
  std::vector<SchemaFile> files;
  for (const auto& file : embedded::postgres_schema()) files.push_back({file.name, file.bytes});
  return files;
}

Result<> apply_schema(Connection& db, std::span<const SchemaFile> files, const std::string& where) {
  return guarded("bringing the schema of " + where + " up to date", [&]() -> Result<> {
    AG_TRY(check_server(db, where));
    // A look is free, and nearly always all there is to do.
    AG_ASSIGN(const int present, present_version(db, where));
    if (present == static_cast<int>(files.size())) return {};
    db.execute("BEGIN; SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0");
    db.execute(kLock);
    auto applied = migrate(db, files, where);
    db.execute(applied ? "COMMIT" : "ROLLBACK");
    return applied;
  });
}

}  // namespace autograder::postgres
