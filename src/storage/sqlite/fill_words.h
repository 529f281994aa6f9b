// Fills what a database lacks that an earlier version of this program wrote, and that SQL alone cannot fill.
#pragma once

#include "storage/sqlite/connection.h"

namespace autograder::sqlite {

// The words of all users, where a database has none: before schema 7 there were none, and schema 15 made others of them.
// What problems are searched by, where it is not written: schema 16 has it. Transactions of its own. May throw.
void fill_words(Connection& db);

}  // namespace autograder::sqlite
