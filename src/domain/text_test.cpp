#include "domain/text.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

using namespace std::string_literals;

struct CleanCase {
  std::string bytes;
  std::size_t max;
  std::string text;
  bool lossy;
  bool truncated;
};

TEST(CleanText, ReplacesWhatIsNotUtf8AndCutsBetweenCharacters) {
  const CleanCase cases[] = {
      {"", 10, "", false, false},
      {"plain", 10, "plain", false, false},
      {"plain", 3, "pla", false, true},
      {"plain", 5, "plain", false, false},
      {"gr\xC3\xBC\xC3\x9F", 10, "gr\xC3\xBC\xC3\x9F", false, false},
      {"gr\xC3\xBC\xC3\x9F", 5, "gr\xC3\xBC", false, true},
      {"a\xFF"
       "b",
       10,
       "a\xEF\xBF\xBD"
       "b",
       true, false},
      {"a\xFF"
       "b",
       3, "a", false, true},  // the mark itself would not fit
      {"a\0b"s, 10,
       "a\xEF\xBF\xBD"
       "b",
       true, false},
      {"\xE2\x82", 10, "\xEF\xBF\xBD", true, false},  // cut short: one mark
      {"\xE2\x82(", 10, "\xEF\xBF\xBD(", true, false},
      {"\xC0\xAF", 10, "\xEF\xBF\xBD\xEF\xBF\xBD", true, false},                  // overlong
      {"\xED\xA0\x80", 20, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", true, false},  // surrogate
      {"\xF4\x90\x80\x80", 20, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", true, false},
      {"\xF0\x9F\x98\x80!", 20, "\xF0\x9F\x98\x80!", false, false},
      {"\xF0\x9F\x98\x80!", 3, "", false, true},
  };
  for (const auto& c : cases) {
    const auto clean = clean_text(c.bytes, c.max);
    EXPECT_EQ(clean.text, c.text);
    EXPECT_EQ(clean.lossy, c.lossy) << c.text;
    EXPECT_EQ(clean.truncated, c.truncated) << c.text;
    EXPECT_LE(clean.text.size(), c.max);
  }
}

TEST(Printable, SpellsOutControlsAndCuts) {
  EXPECT_EQ(printable("a\tb\r\n", 100), "a\\tb\\r\\n");
  EXPECT_EQ(printable("\x1b[31m", 100), "\\x1b[31m");
  EXPECT_EQ(printable("\0"s, 100), "\\x00");
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "abc",
                      100),
            "\\u202eabc");
  EXPECT_EQ(printable("\xC2\x85", 100), "\\x85");
  EXPECT_EQ(printable("\x80", 100), "\xEF\xBF\xBD");
  EXPECT_EQ(printable("abcdef", 3), "abc...");
}

TEST(Printable, SpellsOutWhatCannotBeSeen) {
  const struct {
    std::string bytes;
    std::string spelt;
  } cases[] = {
      {"a\u00A0b", "a\\xa0b"}, {"a\u00ADb", "a\\xadb"},
      {"\u3000", "\\u3000"},   {"\u2009", "\\u2009"},
      {"\u202F", "\\u202f"},   {"\u2000\u200A", "\\u2000\\u200a"},
      {"\u200B", "\\u200b"},   {"\uFEFF", "\\ufeff"},
      {"\u2800", "\\u2800"},   {"\U000E0041", "\\U000e0041"},
      {"a b", "a b"},          {"\u00A1\u3001", "\u00A1\u3001"},
      {"\u2010", "\u2010"},    {"\U0001F600", "\U0001F600"},
  };
  for (const auto& c : cases) EXPECT_EQ(printable(c.bytes, 100), c.spelt);
}

TEST(CountCharacters, CountsWhatIsShown) {
  EXPECT_EQ(count_characters("gr\xC3\xBC\xC3\x9F"), 4u);
  EXPECT_EQ(count_characters("\xFF\xFF"), 2u);
}

TEST(IsClean, IsTextWithoutNul) {
  for (const char* good : {"", "a\n\t", "gr\xC3\xBC\xC3\x9F", "\xF0\x9F\x98\x80"}) EXPECT_TRUE(is_clean(good)) << good;
  for (const char* bad : {"\xFF", "a\xC3", "\xED\xA0\x80", "\xC0\x80"}) EXPECT_FALSE(is_clean(bad)) << bad;
  EXPECT_FALSE(is_clean(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace autograder
