// Brings the tables of a database to the form that this program knows.
//
// Knows:          numbered schema files, which of them a database has had.
// Does not know:  what is in the tables.
#pragma once

#include <span>
#include <string_view>

#include "storage/sqlite/connection.h"

namespace autograder::sqlite {

struct SchemaFile {
  std::string_view name;  // "0001_initial.sql": the number is the version it makes
  std::string_view sql;
};

// The files in this program, in order from 1.
std::vector<SchemaFile> embedded_schema();

// Applies what is missing, all or nothing. `invalid` when the database is another program's or of a newer version.
Result<> apply_schema(Connection& db, std::span<const SchemaFile> files, const std::string& path, Time now);

// The version of a database that this program can open. `invalid` as above, also for an empty one.
Result<int> readable_schema(Connection& db, const std::string& path);

}  // namespace autograder::sqlite
