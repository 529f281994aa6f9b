#include "storage/sqlite/connection.h"

#include <sqlite3.h>

#include "storage/sql/dialect.h"

namespace autograder::sqlite {

Error error_of(std::string_view doing, const SQLite::Exception& failure) {
  auto code = ErrorCode::failed;
  switch (failure.getErrorCode() & 0xff) {
    case SQLITE_FULL:
      code = ErrorCode::exhausted;
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      code = ErrorCode::corrupt;
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      code = ErrorCode::unavailable;
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      code = ErrorCode::denied;
      break;
    case SQLITE_CONSTRAINT:
      code = ErrorCode::conflict;
      break;
    default:
      break;
  }
  return Error{code, std::string(doing) + ": " + failure.what()};
}

PreparedStatement::PreparedStatement(sqlite3* database, const std::string& text) : database_(database) {
  check(sqlite3_prepare_v3(database_, text.c_str(), static_cast<int>(text.size()) + 1, SQLITE_PREPARE_PERSISTENT,
                           &statement_, nullptr));
}

PreparedStatement::~PreparedStatement() {
  sqlite3_finalize(statement_);
}

void PreparedStatement::check(int code) const {
  if (code != SQLITE_OK) throw SQLite::Exception(database_, code);
}

void PreparedStatement::bind_null(int parameter) {
  check(sqlite3_bind_null(statement_, parameter));
}

void PreparedStatement::bind_integer(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(statement_, parameter, value));
}

void PreparedStatement::bind_real(int parameter, double value) {
  check(sqlite3_bind_double(statement_, parameter, value));
}

// SQLite takes a null pointer for NULL, and an empty view may have one.
void PreparedStatement::bind_text(int parameter, std::string_view value) {
  check(sqlite3_bind_text64(statement_, parameter, value.empty() ? "" : value.data(), value.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8));
}

void PreparedStatement::bind_blob(int parameter, std::string_view value) {
  check(sqlite3_bind_blob64(statement_, parameter, value.empty() ? "" : value.data(), value.size(), SQLITE_TRANSIENT));
}

bool PreparedStatement::next() {
  if (done_) return false;  // another step would begin again
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  done_ = true;
  if (code != SQLITE_DONE) throw SQLite::Exception(database_, code);
  return false;
}

int PreparedStatement::run() {
  while (next()) {
  }
  return sqlite3_changes(database_);
}

void PreparedStatement::reset() noexcept {
  sqlite3_reset(statement_);  // says again what the last step said
  sqlite3_clear_bindings(statement_);
  done_ = false;
}

void PreparedStatement::expect(int column, int type, const char* what) const {
  if (sqlite3_column_type(statement_, column) == type) return;
  const char* name = sqlite3_column_name(statement_, column);
  throw CorruptRow{std::string("column ") + (name == nullptr ? "?" : name) + " is not " + what};
}

bool PreparedStatement::null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t PreparedStatement::integer(int column) const {
  expect(column, SQLITE_INTEGER, "an integer");
  return sqlite3_column_int64(statement_, column);
}

double PreparedStatement::real(int column) const {
  if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) expect(column, SQLITE_FLOAT, "a number");
  return sqlite3_column_double(statement_, column);
}

std::string_view PreparedStatement::text(int column) const {
  expect(column, SQLITE_TEXT, "a text");
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) throw SQLite::Exception(database_, SQLITE_NOMEM);
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view PreparedStatement::blob(int column) const {
  expect(column, SQLITE_BLOB, "a blob");
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));  // null: it is empty
  return bytes == nullptr ? std::string_view()
                          : std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

std::string PreparedStatement::source() const {
  return sqlite3_sql(statement_);
}

Connection::Connection(const std::string& path, Use use, std::chrono::milliseconds busy_timeout)
    : database_(path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX | (use == Use::write ? SQLite::OPEN_CREATE : 0),
                static_cast<int>(busy_timeout.count())) {
  database_.exec("PRAGMA foreign_keys = ON");
  database_.exec("PRAGMA trusted_schema = OFF");
  database_.exec("PRAGMA temp_store = MEMORY");
  if (use == Use::write) {
    database_.exec("PRAGMA synchronous = FULL");
    database_.exec("PRAGMA cache_size = -16384");  // KiB
    database_.exec("PRAGMA journal_size_limit = 67108864");
  } else {
    database_.exec("PRAGMA query_only = ON");
    database_.exec("PRAGMA cache_size = -4096");
  }
}

sql::Statement& Connection::prepared(std::string_view text) {
  auto found = statements_.find(text);
  if (found == statements_.end()) {
    auto statement = std::make_unique<PreparedStatement>(database_.getHandle(), sql::in_dialect(sql::kSqlite, text));
    found = statements_.emplace(std::string(text), std::move(statement)).first;
  }
  return *found->second;
}

void Connection::on_commit(std::function<void(int pages)> told) {
  told_ = std::move(told);
  sqlite3_wal_hook(
      database_.getHandle(),
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Connection*>(self)->told_(pages);
        return SQLITE_OK;
      },
      this);
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(database_.getHandle()) == 0;
}

bool Connection::read_only() const {
  return sqlite3_db_readonly(database_.getHandle(), "main") == 1;
}

std::vector<std::string> Connection::statements() const {
  std::vector<std::string> texts;
  for (const auto& [text, statement] : statements_) texts.push_back(statement->source());
  return texts;
}

namespace {

std::int64_t figure(Connection& db, std::string_view pragma) {
  Query row = db.query(pragma);
  if (!row.next()) throw CorruptRow{std::string(pragma) + " said nothing"};
  return row.integer(0);
}

}  // namespace

std::int64_t page_count(Connection& db) {
  return figure(db, "PRAGMA page_count");
}

std::int64_t page_size(Connection& db) {
  return figure(db, "PRAGMA page_size");
}

Bytes free_bytes_inside(Connection& db) {
  return Bytes{figure(db, "PRAGMA freelist_count") * page_size(db)};
}

}  // namespace autograder::sqlite
