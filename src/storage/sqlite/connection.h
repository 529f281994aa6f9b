// One connection to the database file, its prepared statements, and how its bad news is told.
//
// Knows:          SQLite through SQLiteCpp, the column types of our schema.
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

#include "domain/id.h"
#include "domain/limits.h"
#include "foundation/clock.h"
#include "foundation/crypto.h"
#include "foundation/result.h"

namespace autograder::sqlite {

// A row is not what we wrote.
struct CorruptRow {
  std::string what;
};

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

// One use of a prepared statement: bound, stepped, read, and reset at the end of its scope.
class Query final {
 public:
  explicit Query(SQLite::Statement& statement) : statement_(statement) {}
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Binds the next parameters in order.
  template <class... Values>
  Query& bind(const Values&... values) {
    (bind_one(values), ...);
    return *this;
  }
  // A BLOB rather than a text.
  Query& bind_blob(std::string_view bytes) {
    bind_bytes(bytes);
    return *this;
  }
  bool next() { return statement_.executeStep(); }
  int run() { return statement_.exec(); }  // the number of rows changed

  bool null(int column) const { return statement_.getColumn(column).isNull(); }
  std::int64_t integer(int column) const;
  int small(int column) const;  // an integer that fits an int
  bool flag(int column) const { return integer(column) != 0; }
  double real(int column) const;
  std::string text(int column) const;
  std::string blob(int column) const;
  Time time(int column) const { return from_ms(integer(column)); }
  IdBytes id_bytes(int column) const;
  template <class IdType>
  IdType id(int column) const {
    return IdType(id_bytes(column));
  }
  Sha256 hash(int column) const;

 private:
  void bind_one(std::int64_t value) { statement_.bind(++bound_, value); }
  void bind_one(int value) { statement_.bind(++bound_, value); }
  void bind_one(bool value) { statement_.bind(++bound_, value ? 1 : 0); }
  void bind_one(double value) { statement_.bind(++bound_, value); }
  void bind_one(Time value) { statement_.bind(++bound_, to_ms(value)); }
  void bind_one(const std::string& value) { statement_.bind(++bound_, value); }
  void bind_one(std::string_view value) { statement_.bind(++bound_, std::string(value)); }
  void bind_one(const char* value) { statement_.bind(++bound_, std::string(value)); }
  void bind_one(const IdBytes& value) { bind_bytes({reinterpret_cast<const char*>(value.data()), value.size()}); }
  void bind_one(const Sha256& value) { bind_bytes({reinterpret_cast<const char*>(value.data()), value.size()}); }
  void bind_one(std::nullptr_t) { statement_.bind(++bound_); }
  template <class Tag>
  void bind_one(const Id<Tag>& value) {
    bind_one(value.bytes());
  }
  void bind_bytes(std::string_view bytes);

  SQLite::Statement& statement_;
  int bound_ = 0;
};

// One thread at a time.
class Connection final {
 public:
  enum class Use { read, write };
  // Throws SQLite::Exception.
  Connection(const std::string& path, Use use, std::chrono::milliseconds busy_timeout);

  // The statement is prepared once and kept. Not again while a Query of the same text is alive.
  Query query(std::string_view sql);
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
  std::function<void(int pages)> told_;
  SQLite::Database database_;
  std::unordered_map<std::string, std::unique_ptr<SQLite::Statement>, Hash, std::equal_to<>> statements_;
};

// Pages of the database file.
std::int64_t page_count(Connection& db);
std::int64_t page_size(Connection& db);
// In pages that no row uses any more.
Bytes free_bytes_inside(Connection& db);

// The JSON of a list of texts, as some columns have it.
std::string encode_list(const std::vector<std::string>& texts);
std::vector<std::string> decode_list(const std::string& text);  // throws CorruptRow

}  // namespace autograder::sqlite
