#include "domain/spelling.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

TEST(Spelling, takesNamesOfManyScripts) {
  for (const char* name :
       {"Ada Lovelace", "Zoë Ångström", "Ольга Иванова", "Ольга (Olga) Иванова", "Ελένη", "山田 太郎", "山田　太郎",
        "김민준", "علی‌رضا", "क्‍ष", "Nguyễn Văn An", "O'Brien-Müller", "Łukasz", "אברהם",
        "ada@example.org", "ольга@пример.рф", "Ada π", "Mª José", "王小明（Tom）"}) {
    EXPECT_EQ(spelling_fault(name), std::nullopt) << name;
  }
}

TEST(Spelling, refusesWhatCannotBeSeen) {
  struct Row {
    const char* text;
    const char* says;
  };
  const Row rows[] = {
      {"Ada\u200B", "U+200B"},       {"A\u200Dda", "U+200D"},  {"\u202Eada", "U+202E"},  {"Ada\u2066x", "U+2066"},
      {"Ada\U000E0041", "U+E0041"},  {"Ada\u00AD", "U+00AD"},  {"Ada\uFEFF", "U+FEFF"},  {"Ada\uFE0F", "U+FE0F"},
      {"Ada\u3164", "U+3164"},       {"Ada\u2800", "U+2800"},  {"Ada\u00A0L", "U+00A0"}, {"Ada\u2028", "U+2028"},
      {"Ada\u0085", "U+0085"},       {"Ada\x1b[1m", "U+001B"}, {"Ada\uE000", "U+E000"},  {"علی\u200C", "U+200C"},
      {"Ada\U0010FFFF", "U+10FFFF"}, {"a\u034Fda", "U+034F"},
  };
  for (const auto& row : rows) {
    const auto fault = spelling_fault(row.text);
    ASSERT_TRUE(fault) << row.says;
    EXPECT_NE(fault->find(row.says), std::string::npos) << *fault;
  }
}

TEST(Spelling, refusesLookAlikesWithinAWord) {
  EXPECT_EQ(spelling_fault("\u0410da"), "mixes Cyrillic and Latin letters in one word, at U+0064");
  EXPECT_EQ(spelling_fault("Adm\u0456n"), "mixes Latin and Cyrillic letters in one word, at U+0456");
  EXPECT_EQ(spelling_fault("\u039Fscar"), "mixes Greek and Latin letters in one word, at U+0073");
  EXPECT_EQ(spelling_fault("b\u0585b"), "mixes Latin and Armenian letters in one word, at U+0585");
  EXPECT_EQ(spelling_fault("\u13AAarl"), "mixes Cherokee and Latin letters in one word, at U+0061");
  EXPECT_EQ(spelling_fault("Ad\uA4EEm"), "mixes Latin and Lisu letters in one word, at U+A4EE");
  EXPECT_EQ(spelling_fault("adm1\u0456n"), "mixes Latin and Cyrillic letters in one word, at U+0456");
  EXPECT_TRUE(spelling_fault("ada@ex\u0430mple.org"));
  EXPECT_FALSE(spelling_fault("ada.\u043E\u043B\u044F@example.org"));
}

TEST(Spelling, refusesTwinsOfPlainLetters) {
  for (const char* text : {"\uFF21dmin", "\uFF41@example.org", "a\u017Fk", "\uFB01ne", "\U0001D400da", "\u212Bke",
                           "ada\u00B2", "\u24B6da", "ada\uFF0Eb@example.org"}) {
    const auto fault = spelling_fault(text);
    ASSERT_TRUE(fault) << text;
    EXPECT_NE(fault->find("which looks like a plain letter"), std::string::npos) << *fault;
  }
}

TEST(Spelling, ofATitleRefusesWhatCannotBeSeenAlone) {
  for (const char* title : {"Σ of x² and y", "1\u00A0000 sheep", "\u0410da and Ada", "I \u2764\uFE0F graphs",
                            "\U0001F3F3\uFE0F\u200D\U0001F308", "علی\u200Cرضا", "مرحبا", "Ⅳ", "C++"}) {
    EXPECT_EQ(unseen_fault(title), std::nullopt) << title;
  }
  for (const char* title : {"Sum\u202E", "\u2066Sum", "Su\u200Bm", "Sum\n", "\u200DSum", "Sum \uFE0F", "a\u200D\u200Db",
                            "Sum\u00AD", "\xFF"}) {
    EXPECT_TRUE(unseen_fault(title)) << title;
  }
  EXPECT_EQ(unseen_fault("Sum\u202E"), "has the invisible or control character U+202E");
}

}  // namespace
}  // namespace autograder
