// One connection to the database file, its prepared statements, and how its bad news is told.
//
// Knows:          SQLite, and SQLiteCpp for opening and copying.
// Does not know:  what is stored.
//
// Inside sqlite/ a failing statement throws; guarded() at the edge of each verb makes it a Result.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/limits.h"
#include "foundation/clock.h"
#include "foundation/result.h"
#include "storage/sql/connection.h"

namespace autograder::sqlite {

using sql::CorruptRow;
using sql::Query;

Error error_of(std::string_view doing, const SQLite::Exception& failure);

// Runs `body`, which returns a Result, and turns an exception into an error: "creating a user: disk is full".
template <class Body>
auto guarded(std::string_view doing, Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const SQLite::Exception& failure) {
    return std::unexpected(error_of(doing, failure));
  } catch (const CorruptRow& row) {
    return fail(ErrorCode::corrupt, std::string(doing) + ": " + row.what);
  }
}

// Its members throw SQLite::Exception.
class PreparedStatement final : public sql::Statement {
 public:
  // The connection outlives it.
  PreparedStatement(sqlite3* database, const std::string& text);
  ~PreparedStatement() override;
  PreparedStatement(const PreparedStatement&) = delete;
  PreparedStatement& operator=(const PreparedStatement&) = delete;

  void bind_null(int parameter) override;
  void bind_integer(int parameter, std::int64_t value) override;
  void bind_real(int parameter, double value) override;
  void bind_text(int parameter, std::string_view value) override;
  void bind_blob(int parameter, std::string_view value) override;
  bool next() override;
  int run() override;
  void reset() noexcept override;
  bool null(int column) const override;
  std::int64_t integer(int column) const override;
  double real(int column) const override;
  std::string_view text(int column) const override;
  std::string_view blob(int column) const override;
  // As SQLite reads it.
  std::string source() const;

 private:
  void check(int code) const;
  void expect(int column, int type, const char* what) const;

  sqlite3* const database_;
  sqlite3_stmt* statement_ = nullptr;
  bool done_ = false;
};

// One thread at a time.
class Connection final : public sql::Connection {
 public:
  enum class Use { read, write };
  // Throws SQLite::Exception.
  Connection(const std::string& path, Use use, std::chrono::milliseconds busy_timeout);

  void execute(const std::string& sql) { database_.exec(sql); }  // not kept
  // `told` hears after each commit how many pages the write-ahead log has; from then on no commit copies the log
  // by itself.
  void on_commit(std::function<void(int pages)> told);
  bool in_transaction() const;
  SQLite::Database& raw() { return database_; }  // for copying all of it
  bool read_only() const;
  // The text of everything prepared so far: tests look at their plans.
  std::vector<std::string> statements() const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  sql::Statement& prepared(std::string_view text) override;

  std::function<void(int pages)> told_;
  SQLite::Database database_;
  std::unordered_map<std::string, std::unique_ptr<PreparedStatement>, Hash, std::equal_to<>> statements_;
};

// Pages of the database file.
std::int64_t page_count(Connection& db);
std::int64_t page_size(Connection& db);
// In pages that no row uses any more.
Bytes free_bytes_inside(Connection& db);

}  // namespace autograder::sqlite
