// Brings the tables of a PostgreSQL database to the form that this program knows.
//
// Knows:          numbered schema files, which of them a database has had.
// Does not know:  what is in the tables.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "storage/postgres/connection.h"

namespace autograder::postgres {

struct SchemaFile {
  std::string_view name;  // "0001_initial.sql": the number is the version it makes
  std::string_view sql;
};

// The files in this program, in order from 1.
std::vector<SchemaFile> embedded_schema();

// Applies what is missing, all or nothing; of several processes at the same time one does it and the others wait. `invalid`
// when the database is another program's or of a newer version. `where` names it in errors.
Result<> apply_schema(Connection& db, std::span<const SchemaFile> files, const std::string& where);

}  // namespace autograder::postgres
