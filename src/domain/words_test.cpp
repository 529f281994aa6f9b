#include "domain/words.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

using Words = std::vector<std::string>;

TEST(Words, AreWhatIsBetweenSignsEachOnce) {
  EXPECT_EQ(words_of("Ada King, Countess of Lovelace", 16), (Words{"ada", "countess", "king", "lovelace", "of"}));
  EXPECT_EQ(words_of("a.king-42@Uni.example.org", 16), (Words{"42", "a", "example", "king", "org", "uni"}));
  EXPECT_EQ(words_of("Ada ADA ada", 16), Words{"ada"});
  EXPECT_EQ(words_of(" .,@ ", 16), Words{});
  EXPECT_EQ(words_of("", 16), Words{});
  EXPECT_EQ(words_of("d c b a", 2), (Words{"a", "b"}));
}

TEST(Words, WordsOfOtherAlphabetsAreFoldedToo) {
  EXPECT_EQ(fold_case("\xC3\x96ZG\xC3\x9CR \xC3\x9F"), "\xC3\xB6zg\xC3\xBCr \xC3\x9F");
  EXPECT_EQ(fold_case("\xC5\x81\xC3\xB3\x64\xC5\xBA \xC4\x8C \xC5\xBD"),
            "\xC5\x82\xC3\xB3\x64\xC5\xBA \xC4\x8D \xC5\xBE");
  EXPECT_EQ(fold_case("\xCE\xA9 \xD0\x96 \xD0\x81"), "\xCF\x89 \xD0\xB6 \xD1\x91");
  EXPECT_EQ(fold_case("\xC3\x97 \xE6\x9D\x8E \xF0\x9F\x92\xA5"), "\xC3\x97 \xE6\x9D\x8E \xF0\x9F\x92\xA5");
}

TEST(Words, AreFoundWithoutTheirMarks) {
  EXPECT_EQ(words_of("M\xC3\x9CLLER Bj\xC3\xB6rn Wei\xC3\x9F", 16), (Words{"bjorn", "muller", "weiss"}));
  EXPECT_EQ(words_of("\xC5\x81ukasz S\xC3\xB8ren \xC3\x86gir \xC4\x90or\xC4\x91\x65 \xC8\x98tefan", 16),
            (Words{"aegir", "dorde", "lukasz", "soren", "stefan"}));
  EXPECT_EQ(words_of("Mu\xCC\x88ller", 16), Words{"muller"}) << "the mark follows its letter";
  EXPECT_EQ(words_of("Nguy\xE1\xBB\x85n \xC6\xA0n", 16), (Words{"nguyen", "on"}));
  EXPECT_EQ(words_of("\xCE\x86\xCE\xBD\xCE\xBD\xCE\xB1 \xD0\x81\xD0\xBB\xD0\xBA\xD0\xB0", 16),
            (Words{"\xCE\xB1\xCE\xBD\xCE\xBD\xCE\xB1", "\xD0\xB5\xD0\xBB\xD0\xBA\xD0\xB0"}));
  EXPECT_EQ(fold_marks("\xC3\xB7 \xE6\x9D\x8E \xF0\x9F\x92\xA5 \xFF\xC3"),
            "\xC3\xB7 \xE6\x9D\x8E \xF0\x9F\x92\xA5 \xFF\xC3");
}

TEST(Words, BytesThatAreNoTextStayAsTheyAre) {
  EXPECT_EQ(fold_case("\xFF\xC3 A\x80"), "\xFF\xC3 a\x80");
  EXPECT_EQ(fold_case("\xE6\x9D"), "\xE6\x9D");
}

}  // namespace
}  // namespace autograder
