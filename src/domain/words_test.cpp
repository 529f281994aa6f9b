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

TEST(Words, BytesThatAreNoTextStayAsTheyAre) {
  EXPECT_EQ(fold_case("\xFF\xC3 A\x80"), "\xFF\xC3 a\x80");
  EXPECT_EQ(fold_case("\xE6\x9D"), "\xE6\x9D");
}

}  // namespace
}  // namespace autograder
