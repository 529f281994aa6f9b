// Fills what a database lacks that an earlier version of this program wrote, and that SQL alone cannot fill.
#pragma once

#include "storage/sqlite/connection.h"

namespace autograder::sqlite {

// The words of all users, where a database from before schema 7 has none. Its own transaction. May throw.
void fill_words(Connection& db);

}  // namespace autograder::sqlite
