#include "catalog/user_rules.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace autograder {
namespace {

struct Row {
  std::string text;
  std::string fault;  // empty: none
};

template <class Rule>
void expect_faults(Rule rule, const std::vector<Row>& rows) {
  for (const auto& row : rows) EXPECT_EQ(rule(row.text).value_or(""), row.fault) << '"' << row.text << '"';
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(UserRules, OfANameAreCountedInCharacters) {
  expect_faults(user_name_fault, {{"A", ""},
                                  {"Ada King", ""},
                                  {repeated("\u00FC", 100), ""},
                                  {repeated("\u00FC", 100) + "x", "over 100 characters"},
                                  {"", "must not be empty"},
                                  {"   ", "must not be blank"},
                                  {std::string("a\0b", 3), "contains a NUL character, which cannot be stored"},
                                  {"\xFF", "must be UTF-8 without NUL"},
                                  {"\u0410da", "mixes Cyrillic and Latin letters in one word, at U+0064"}});
}

TEST(UserRules, AnAddressHasOneSignBetweenTwoParts) {
  const auto longest = "a@" + std::string(252, 'b');
  expect_faults(email_fault, {{"a@b", ""},
                              {"Ada@Example.org", ""},
                              {longest, ""},
                              {longest + "b", "over 254 bytes"},
                              {"", "must not be empty"},
                              {"@b", "under 3 bytes"},
                              {"@@@", "must be an email address"},
                              {"a@b@c", "must be an email address"},
                              {"ada@", "must be an email address"},
                              {"@example", "must be an email address"},
                              {"a da@b", "must be an email address"},
                              {"nonsense", "must be an email address"},
                              {"a@\xFF", "must be UTF-8 without NUL"},
                              {"\u0430da@b", "mixes Cyrillic and Latin letters in one word, at U+0064"}});
}

TEST(UserRules, APasswordHasAsManyBytesAsAreRead) {
  expect_faults(password_fault, {{"12345678", ""},
                                 {std::string(72, 'x'), ""},
                                 {"\xFF\xFE bytes", ""},
                                 {"", "must not be empty"},
                                 {"1234567", "under 8 bytes"},
                                 {std::string(73, 'x'), "over 72 bytes"},
                                 {std::string("with\0 it", 8), "contains a NUL character, which cannot be stored"}});
}

}  // namespace
}  // namespace autograder
