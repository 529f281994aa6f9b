#include "storage/sql/dialect.h"

#include <gtest/gtest.h>

namespace autograder::sql {
namespace {

TEST(Dialect, NumbersTheParametersOfPostgres) {
  constexpr std::string_view statement = "UPDATE a SET x = ?, y = ? WHERE id = ?";
  EXPECT_EQ(in_dialect(kPostgres, statement), "UPDATE a SET x = $1, y = $2 WHERE id = $3");
  EXPECT_EQ(in_dialect(kSqlite, statement), statement);
}

TEST(Dialect, KeepsNumbersThatAStatementGives) {
  EXPECT_EQ(in_dialect(kPostgres, "SELECT ?2, ?1, ?2, ?12"), "SELECT $2, $1, $2, $12");
  EXPECT_EQ(in_dialect(kSqlite, "SELECT ?2, ?1"), "SELECT ?2, ?1");
}

TEST(Dialect, PutsItsOwnWords) {
  constexpr std::string_view statement = "SELECT {position}(t, ?) FROM a WHERE {leave}t = ? AND {fold}(u) = {fold}(?)";
  EXPECT_EQ(in_dialect(kSqlite, statement), "SELECT instr(t, ?) FROM a WHERE +t = ? AND (u) = (?)");
  EXPECT_EQ(in_dialect(kPostgres, statement),
            "SELECT strpos(t, $1) FROM a WHERE t = $2 AND ascii_lower(u) = ascii_lower($3)");
}

TEST(Dialect, LeavesTextsAlone) {
  constexpr std::string_view statement = "SELECT '{?}', 'it''s ?', ";
  EXPECT_EQ(in_dialect(kPostgres, std::string(statement) + "?"), std::string(statement) + "$1");
}

TEST(DialectDeathTest, AnUnknownWordIsABug) {
  EXPECT_DEATH(in_dialect(kSqlite, "SELECT {nothing}"), "");
}

}  // namespace
}  // namespace autograder::sql
