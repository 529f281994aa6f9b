// The words and the parameters of one database, put into the statements that all of them share.
//
// Knows:          where SQLite and PostgreSQL need another word for the same thing.
// Does not know:  what the statements are about.
//
// docs/decisions/0033-one-sql-for-all.md lists the words, and what else each backend does in its own way.
#pragma once

#include <string>
#include <string_view>

namespace autograder::sql {

struct Dialect {
  bool numbered;  // parameters are $1, $2; else ?
  // {leave}column: the planner leaves the indexes of this column alone, another one is narrower.
  std::string_view leave;
  // {position}(text, part): where the part begins, from 1; 0: it is not in the text.
  std::string_view position;
  // {fold}(text): compared without regard to ASCII case.
  std::string_view fold;
};

// Columns that are compared by {fold} are NOCASE in the schema.
constexpr Dialect kSqlite{.numbered = false, .leave = "+", .position = "instr", .fold = ""};
// Texts have the collation "C". The schema has the function: lower() of a parameter would follow the database's collation.
constexpr Dialect kPostgres{.numbered = true, .leave = "", .position = "strpos", .fold = "ascii_lower"};

// The statement as this database reads it. An unknown word in braces is a bug.
std::string in_dialect(const Dialect& dialect, std::string_view statement);

}  // namespace autograder::sql
