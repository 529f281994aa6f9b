// What a PostgreSQL server said no to, and how it is told to others.
//
// Knows:          SQLSTATE codes.
// Does not know:  libpq, what was being stored.
//
// Inside postgres/ a failing statement throws a Failure; guarded() at the edge of each verb makes it a Result.
#pragma once

#include <string>
#include <string_view>

#include "foundation/result.h"
#include "storage/sql/statement.h"

namespace autograder::postgres {

using sql::CorruptRow;

struct Failure {
  std::string state;    // SQLSTATE; empty when the server said nothing
  std::string message;  // without passwords and without values of rows
  bool lost = false;    // the connection is gone, or there never was one

  // Another transaction was in the way: the same again may work.
  bool is_conflict() const;
  // A row with this key is there: what another transaction wrote at the same time shows in the next one.
  bool is_duplicate() const { return state == "23505"; }
};

Error error_of(std::string_view doing, const Failure& failure);

// Runs `body`, which returns a Result, and turns an exception into an error: "creating a user: the disk is full".
template <class Body>
auto guarded(std::string_view doing, Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const Failure& failure) {
    return std::unexpected(error_of(doing, failure));
  } catch (const CorruptRow& row) {
    return fail(ErrorCode::corrupt, std::string(doing) + ": " + row.what);
  }
}

}  // namespace autograder::postgres
