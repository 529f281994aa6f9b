// A connection to a relational database, as far as the roles see it.
//
// Knows:          statements that are prepared once and kept.
// Does not know:  transactions, pools, what is stored.
//
// Statements are written once, in the SQL that all backends know. A parameter is `?`, or `?1`, `?2` where one is used
// twice. Where a word differs it is written in braces, and the connection puts its own in its place (dialect.h).
#pragma once

#include <memory>

#include "storage/sql/query.h"

namespace autograder::sql {

// What the writes of a group keep for those behind them. Ends with the group, and when a write has changed rows that does
// not look after what is kept (Database::post).
class Kept {
 public:
  virtual ~Kept() = default;
};

// One thread at a time. Its statements run in the transaction that the Database opened for it.
class Connection {
 public:
  virtual ~Connection() = default;
  // Not again while a Query of the same text is alive, unless the database is far.
  Query query(std::string_view text) { return Query(prepared(text)); }
  // Each statement goes to another process and comes back: one long statement costs less than many short ones.
  virtual bool is_far() const { return false; }
  // Null where each write reads for itself.
  virtual std::unique_ptr<Kept>* kept() { return nullptr; }

 protected:
  // Prepared at the first use and kept.
  virtual Statement& prepared(std::string_view text) = 0;
};

}  // namespace autograder::sql
