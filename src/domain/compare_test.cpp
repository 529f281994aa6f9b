#include "domain/compare.h"

#include <gtest/gtest.h>

#include "domain/text.h"

namespace autograder {
namespace {

using namespace std::string_literals;
using enum CheckerKind;

struct CompareCase {
  CheckerKind kind;
  std::string expected;
  std::string found;
  bool equal;
};

TEST(Compare, DecidesByItsKind) {
  const CompareCase cases[] = {
      // trim: white space at line ends, blank lines at both ends of the output
      {trim, "", "", true},
      {trim, "", " \n\t\r\n", true},
      {trim, "0 1\n", "0 1", true},
      {trim, "0 1\n", "0 1  \r\n\r\n", true},
      {trim, "a\nb\n", "a \t\r\nb", true},
      {trim, "a", "\n \n\r\na", true},
      {trim, " \n a", "\n\n a\n", true},
      {trim, "a", " a", false},
      {trim, "a", "\n\n  a", false},
      {trim, "  *\n ***\n", " *\n ***\n", false},
      {trim, "  *\n ***\n", "  *\n ***\n\n \t\n", true},
      {trim, " ", "", true},
      {trim, "a\n\nb", "a\n  \nb", true},
      {trim, "a\n\nb", "a\nb", false},
      {trim, "a\nb", "a\n b", false},
      {trim, "a b", "a  b", false},
      {trim, "a b", "a\nb", false},
      {trim, "a\rb", "a\nb", false},
      {trim, "a", "A", false},
      {trim, "a", "", false},
      {trim, "", "a", false},
      {trim, "1\n2\n", "1\n2\n3\n", false},
      {trim, "1", "1\0garbage"s, false},
      {trim, "1", "1\0"s, false},
      {trim, "\xC3\xBC", "u", false},
      {trim, "\xFF\xFE", "\xFF\xFE", true},
      // lines: the words of each line
      {lines, "a b\nc\n", "a   b \r\n c\n\n", true},
      {lines, "a b", "a\nb", false},
      {lines, "a\n\nb", "a\nb", false},
      {lines, "a", "\na", false},
      {lines, "a\nb", "a", false},
      {lines, "a", "a\nb", false},
      {lines, "a b", "a", false},
      {lines, "", "\n \n", true},
      // tokens: the words, wherever
      {tokens, "a b\nc", "a\nb\n\n c ", true},
      {tokens, "a b", "ab", false},
      {tokens, "a b", "a", false},
      {tokens, "a", "a b", false},
      {tokens, "1.0", "1.00", false},
      {tokens, "a b", "a\vb", true},
      {tokens, "", "\f", true},
      {tokens, "1", "1\0"s, false},
      // exact: every byte
      {exact, "", "", true},
      {exact, "a\n", "a\n", true},
      {exact, "a\n", "a", false},
      {exact, "a\n", "a\r\n", false},
      {exact, "a", "a\0"s, false},
      {exact, "\0a"s, "\0a"s, true},
  };
  for (const auto& c : cases) {
    const auto comparison = compare({c.kind, 0, 0}, c.expected, c.found);
    EXPECT_EQ(comparison.equal, c.equal) << printable(c.expected, 50) << " | " << printable(c.found, 50);
    EXPECT_EQ(comparison.message.empty(), c.equal);
  }
}

TEST(Compare, FloatingKnowsOnlyDecimalNumbers) {
  const struct {
    std::string expected;
    std::string found;
    bool equal;
  } cases[] = {
      {"1.0", "1.0000001", true},
      {"1.0", "1.001", false},
      {"1e6", "1000000.5", true},  // relative
      {"1e6", "1000002", false},
      {"0", "-0", true},
      {"-0", "0.0000005", true},
      {"0", "0.00001", false},
      {"1", "+1.", true},
      {".5", "0.5", true},
      {"5e-1", "0.5E+0", true},
      {"1.5", "1,5", false},
      {"1,5", "1,5", true},  // a word
      {"nan", "nan", true},  // a word
      {"1", "nan", false},
      {"nan", "1", false},
      {"1", "inf", false},
      {"inf", "1e999999", false},
      {"1", "1e999999", false},
      {"1e999999", "1e999999", true},
      {"1e999999", "2e999999", false},
      {"1e-999999", "0", true},
      {"0", "1e-99999999999999999999999", true},
      {"0e999999", "0", true},
      {"3", "0x1p3", false},
      {"8", "0x1p3", false},
      {"1", "1e", false},
      {"1", "1e+", false},
      {"1", "1.0.0", false},
      {"1", "--1", false},
      {"1", "1\0"s, false},
      {"1", ".", false},
      {"yes 1.0", "yes 1.00000001", true},
      {"yes", "Yes", false},
      {"1 2", "1", false},
      {"1", "1 2", false},
      {"1" + std::string(1000, '0') + "e-1000", "1", true},
      {"0." + std::string(1000, '0') + "1e1001", "1", true},
      {"1" + std::string(500, '0'), "1" + std::string(499, '0') + "1", false},  // beyond what a double holds
  };
  for (const auto& c : cases) {
    const auto comparison = compare({floating, 1e-6, 1e-6}, c.expected, c.found);
    EXPECT_EQ(comparison.equal, c.equal) << c.expected.substr(0, 50) << " | " << c.found.substr(0, 50);
  }
  EXPECT_TRUE(compare({floating, 0, 0}, "1", "1.0").equal);
  EXPECT_FALSE(compare({floating, 0, 0}, "1", "1.0000001").equal);
}

struct MessageCase {
  CheckerKind kind;
  std::string expected;
  std::string found;
  std::string message;
};

TEST(Compare, NamesTheFirstDifference) {
  const MessageCase cases[] = {
      {trim, "0 1\n", "1 0\n", "line 1, column 1: expected \"0 1\", found \"1 0\""},
      {trim, "0 1\n", "0 2\n", "line 1, column 3: expected \"0 1\", found \"0 2\""},
      {trim, "a\nb\n", "a\n", "line 1, column 2: expected \"b\", found the end of the output"},
      {trim, "a\n", "a\nb\n", "line 2, column 1: expected the end of the output, found \"b\""},
      {trim, "a", "\n\n b", "line 3, column 1: expected \"a\", found \" b\""},
      {trim, "a b", "a", "line 1, column 2: expected \"a b\", found \"a\""},
      {trim, "x", "", "line 1, column 1: expected \"x\", found the end of the output"},
      {trim, "gr\xC3\xBC\xC3\x9F", "gr\xC3\xBC\xC3\xA0",
       "line 1, column 4: expected \"gr\xC3\xBC\xC3\x9F\", found \"gr\xC3\xBC\xC3\xA0\" (U+00E0 in place of U+00DF)"},
      {trim, "-1", "\u22121", "line 1, column 1: expected \"-1\", found \"\u22121\" (U+2212 in place of U+002D)"},
      {trim, "a b", "a\u00A0b", "line 1, column 2: expected \"a b\", found \"a\\xa0b\" (U+00A0 in place of U+0020)"},
      {trim, "\U0001F600", "\U0001F601",
       "line 1, column 1: expected \"\U0001F600\", found \"\U0001F601\" (U+1F601 in place of U+1F600)"},
      {trim, "a", "\xFF", "line 1, column 1: expected \"a\", found \"\xEF\xBF\xBD\""},
      {trim, "  *\n ***", " *\n ***", "line 1, column 2: expected \"  *\", found \" *\""},
      {trim, "1", "1\0\xFF"s, "line 1, column 2: expected \"1\", found \"1\\x00\xEF\xBF\xBD\""},
      {trim, std::string(100, 'a') + "b", std::string(100, 'a') + "c",
       "line 1, column 101: expected \"..." + std::string(20, 'a') + "b\", found \"..." + std::string(20, 'a') + "c\""},
      {trim, "x", std::string(100, 'y'), "line 1, column 1: expected \"x\", found \"" + std::string(60, 'y') + "...\""},
      {lines, "a b\nc", "a\nb c", "line 1, column 2: expected \"a b\", found \"a\""},
      {lines, "a\nb", "a b", "line 1, column 3: expected \"a\", found \"a b\""},
      {lines, "a\nb", "a\n", "line 1, column 2: expected \"b\", found the end of the output"},
      {tokens, "1 2\n3", "1 2\n  4", "line 2, column 3: expected \"3\", found \"4\""},
      {tokens, "1 2", "1\n", "line 1, column 2: expected \"2\", found the end of the output"},
      {exact, "a\n", "a", "line 1, column 2: expected \"a\\n\", found \"a\""},
      {exact, "a\nb", "a\n", "line 2, column 1: expected \"b\", found the end of the output"},
      {exact, "a\n", "a\r\n", "line 1, column 2: expected \"a\\n\", found \"a\\r\\n\""},
      {floating, "1.5 2.5", "1.5 2.6", "line 1, column 5: expected \"2.5\", found \"2.6\""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(compare({c.kind, 0, 0}, c.expected, c.found).message, "first difference: " + c.message);
  }
}

TEST(Compare, IgnoresTheCaseOfLettersWhereAsked) {
  for (const auto kind : {trim, lines, tokens, exact, floating}) {
    EXPECT_TRUE(compare({kind, 0, 0, true}, "Yes aZ\n", "yES Az\n").equal);
    EXPECT_FALSE(compare({kind, 0, 0, false}, "Yes aZ\n", "yES Az\n").equal);
    EXPECT_FALSE(compare({kind, 0, 0, true}, "Yes\n", "Yet\n").equal);
    EXPECT_FALSE(compare({kind, 0, 0, true}, "@[\n", "`{\n").equal);
  }
  EXPECT_EQ(compare({exact, 0, 0, true}, "abc\nx", "ABC\ny").message,
            "first difference: line 2, column 1: expected \"x\", found \"y\"");
}

TEST(Compare, CountsWhiteSpaceOfNumbersWhereAsked) {
  const Checker checker{floating, 0.1, 0, false, true};
  EXPECT_TRUE(compare(checker, "1 2\n", "1.05 2\n").equal);
  EXPECT_TRUE(compare(checker, "", "").equal);
  for (const char* found :
       {"1.05  2\n", "1.05 2", " 1.05 2\n", "1.05 2\n\n", "1.05\t2\n", "1.05 2.2\n", "1.052\n", ""}) {
    EXPECT_FALSE(compare(checker, "1 2\n", found).equal) << found;
  }
  EXPECT_EQ(compare(checker, "1 2\n3 4\n", "1 2\n3.05  4\n").message,
            "first difference: line 2, column 6: expected \"3 4\\n\", found \"3.05  4\\n\"");
  EXPECT_EQ(compare(checker, "1\n", "1").message, "first difference: line 1, column 2: expected \"1\\n\", found \"1\"");
}

// Linear: each of these takes well under a second even in a debug build; anything quadratic would take days.
TEST(Compare, BearsLinesOf8MiB) {
  constexpr std::size_t kSize = 8 << 20;
  const std::string digits(kSize, '7');
  const std::string other = digits.substr(1) + "8";
  const std::string spaces(kSize, ' ');
  for (const auto kind : {trim, lines, tokens, exact, floating}) {
    EXPECT_TRUE(compare({kind, 1e-9, 1e-9}, digits, digits).equal);
    const auto different = compare({kind, 1e-9, 1e-9}, digits, other);
    EXPECT_FALSE(different.equal);
    EXPECT_LT(different.message.size(), 300u);
    EXPECT_EQ(compare({kind, 1e-9, 1e-9}, "", spaces).equal, kind != exact);
    EXPECT_FALSE(compare({kind, 1e-9, 1e-9}, std::string(kSize / 2, '\n') + "1", "1" + spaces + "1").equal);
  }
  EXPECT_TRUE(compare({floating, 1e-9, 1e-9}, "0." + digits, "0.7777777777777777").equal);
}

TEST(Compare, IsTotalOnAllPairsOfShortStrings) {
  const std::string alphabet = "a1 .\n\r\0\xFF\xC3\xBC"s;
  std::vector<std::string> words{""};
  for (std::size_t begin = 0, length = 0; length < 2; ++length) {
    const auto end = words.size();
    for (; begin < end; ++begin) {
      for (const char c : alphabet) words.push_back(words[begin] + c);
    }
  }
  for (const auto kind : {trim, lines, tokens, exact, floating}) {
    for (const auto& left : words) {
      for (const auto& right : words) {
        const auto forth = compare({kind, 0, 0}, left, right);
        ASSERT_EQ(forth.equal, compare({kind, 0, 0}, right, left).equal);
        ASSERT_TRUE(forth.equal || left != right);
        ASSERT_FALSE(clean_text(forth.message, 1000).lossy) << forth.message;
      }
    }
  }
}

}  // namespace
}  // namespace autograder
