#include "storage/sqlite/connection.h"

#include <sqlite3.h>

#include <algorithm>
#include <boost/json.hpp>
#include <limits>

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

Query::~Query() {
  statement_.tryReset();
  try {
    statement_.clearBindings();
  } catch (const SQLite::Exception&) {
    // Nothing is lost: each use binds all parameters again.
  }
}

void Query::bind_bytes(std::string_view bytes) {
  // SQLite takes a null pointer for NULL, and an empty view may have one.
  statement_.bind(++bound_, static_cast<const void*>(bytes.empty() ? "" : bytes.data()),
                  static_cast<int>(bytes.size()));
}

std::int64_t Query::integer(int column) const {
  const SQLite::Column value = statement_.getColumn(column);
  if (!value.isInteger()) throw CorruptRow{std::string("column ") + value.getName() + " is not an integer"};
  return value.getInt64();
}

int Query::small(int column) const {
  const std::int64_t value = integer(column);
  if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) {
    throw CorruptRow{std::string("column ") + statement_.getColumn(column).getName() + " is out of range"};
  }
  return static_cast<int>(value);
}

double Query::real(int column) const {
  const SQLite::Column value = statement_.getColumn(column);
  if (!value.isFloat() && !value.isInteger()) {
    throw CorruptRow{std::string("column ") + value.getName() + " is not a number"};
  }
  return value.getDouble();
}

std::string Query::text(int column) const {
  const SQLite::Column value = statement_.getColumn(column);
  if (!value.isText()) throw CorruptRow{std::string("column ") + value.getName() + " is not a text"};
  return value.getString();
}

std::string Query::blob(int column) const {
  const SQLite::Column value = statement_.getColumn(column);
  if (!value.isBlob()) throw CorruptRow{std::string("column ") + value.getName() + " is not a blob"};
  const auto* bytes = static_cast<const char*>(value.getBlob());
  return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(value.getBytes()));
}

IdBytes Query::id_bytes(int column) const {
  const std::string bytes = blob(column);
  IdBytes id;
  if (bytes.size() != id.size()) throw CorruptRow{"an id of " + std::to_string(bytes.size()) + " bytes"};
  std::ranges::transform(bytes, id.begin(), [](char byte) { return static_cast<std::uint8_t>(byte); });
  return id;
}

Sha256 Query::hash(int column) const {
  const std::string bytes = blob(column);
  Sha256 hash;
  if (bytes.size() != hash.size()) throw CorruptRow{"a hash of " + std::to_string(bytes.size()) + " bytes"};
  std::ranges::transform(bytes, hash.begin(), [](char byte) { return static_cast<std::uint8_t>(byte); });
  return hash;
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

Query Connection::query(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    std::string text(sql);
    auto statement = std::make_unique<SQLite::Statement>(database_, text);
    found = statements_.emplace(std::move(text), std::move(statement)).first;
  }
  return Query(*found->second);
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
  for (const auto& [text, statement] : statements_) texts.push_back(text);
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

std::string encode_list(const std::vector<std::string>& texts) {
  boost::json::array list;
  for (const std::string& text : texts) list.emplace_back(text);
  return boost::json::serialize(list);
}

std::vector<std::string> decode_list(const std::string& text) {
  boost::system::error_code error;
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  const boost::json::value value = boost::json::parse(text, error, {}, options);
  if (error || !value.is_array()) throw CorruptRow{"a list of texts is not readable"};
  std::vector<std::string> texts;
  for (const auto& item : value.get_array()) {
    if (!item.is_string()) throw CorruptRow{"a list of texts has something else in it"};
    texts.emplace_back(item.get_string());
  }
  return texts;
}

}  // namespace autograder::sqlite
