// Commands that free space in a server's database, while the server runs or not, and show how much there is.
//
// Knows:          dates of the command line, what may go.
// Does not know:  tables.
#pragma once

#include <string>

#include "app/command_line.h"
#include "foundation/clock.h"
#include "foundation/result.h"

namespace autograder {

// "2026-09-01", from its first moment on, in UTC.
Result<Time> parse_date(const std::string& text);

struct PurgeArguments {
  std::string what;    // runs or outputs
  std::string before;  // a date; empty: of runs, all that nobody waits for any more
};

// Each returns the exit code of the process.
int db_purge(const Flags& flags, const PurgeArguments& arguments);
int db_room(const Flags& flags);
// Makes the database's file as short as it can be. The server is stopped.
int db_compact(const Flags& flags);

}  // namespace autograder
