#include "insight/similarity/lexer.h"

#include <gtest/gtest.h>

#include <string>

namespace autograder::similarity {
namespace {

// The lexemes with a space between them; implied ones in <>.
std::string lexed(SourceLanguage language, std::string_view source) {
  const auto found = lex(language, source);
  if (!found) return "refused";
  std::string text;
  for (const auto& lexeme : found->lexemes) {
    if (!text.empty()) text += ' ';
    if (lexeme.begin == lexeme.end)
      text += "<" + std::string(1, static_cast<char>(lexeme.sign)) + ">";
    else
      text += source.substr(lexeme.begin, lexeme.end - lexeme.begin);
  }
  return text;
}

TEST(Lexer, CutsSignsOfSeveralCharacters) {
  EXPECT_EQ(lexed(SourceLanguage::java, "a>>>=b->c!=d"), "a >>>= b -> c != d");
}

TEST(Lexer, TakesCommentsOut) {
  const auto found = lex(SourceLanguage::cpp, "#include <x>\na // b\n/* c\nd */ e");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->lexemes.size(), 2U);
  EXPECT_EQ(found->comments.size(), 3U);
}

TEST(Lexer, TurnsIndentsOfPythonIntoBraces) {
  EXPECT_EQ(lexed(SourceLanguage::python, "if a:\n  b\n\n  # c\n  d\ne\n"), "if a : <{> b <;> d <;> <}> e <;>");
}

TEST(Lexer, ContinuesALineOfPythonWithinBrackets) {
  EXPECT_EQ(lexed(SourceLanguage::python, "f(a,\nb)\nc"), "f ( a , b ) <;> c <;>");
}

TEST(Lexer, ReadsExpressionsInFormattedTexts) {
  EXPECT_EQ(lexed(SourceLanguage::python, "f\"a{b+1:>3}c{{d}}\""), "f\"a{b+1:>3}c{{d}}\" <+> <(> b + 1 <)> <;>");
  EXPECT_EQ(lexed(SourceLanguage::javascript, "`a${b}c`"), "`a <+> <(> b <)> }c`");
}

TEST(Lexer, EndsStatementsAtLinesWhereTheLanguageDoes) {
  EXPECT_EQ(lexed(SourceLanguage::go, "a := b\nc(\nd,\n)\n"), "a := b <;> c ( d , ) <;>");
  EXPECT_EQ(lexed(SourceLanguage::javascript, "a = b\n  .c()\nd()\n"), "a = b . c ( ) <;> d ( ) <;>");
  EXPECT_EQ(lexed(SourceLanguage::c, "a\nb"), "a b");
}

TEST(Lexer, TellsARegularExpressionFromADivision) {
  EXPECT_EQ(lexed(SourceLanguage::javascript, "a / b / c; x = /[/]\\//g"), "a / b / c ; x = /[/]\\//g");
}

TEST(Lexer, EndsWithASourceThatIsCutAnywhere) {
  const std::string source =
      "f'{a[1]:{b}}' \"\"\"x\"\"\" r'\\' `${a + `b`}` R\"x(y)x\" /* c */ 1e+5 'z' @ # ? \\\n\t{[(";
  for (const auto language : {SourceLanguage::c, SourceLanguage::cpp, SourceLanguage::go, SourceLanguage::java,
                              SourceLanguage::javascript, SourceLanguage::python}) {
    for (std::size_t length = 0; length <= source.size(); ++length) {
      const auto found = lex(language, std::string_view(source).substr(0, length));
      ASSERT_TRUE(found);
      for (const auto& lexeme : found->lexemes) EXPECT_LE(lexeme.end, length);
    }
  }
}

TEST(Lexer, RefusesDeepBracketsAndManyLexemes) {
  EXPECT_EQ(lex(SourceLanguage::c, std::string(kDepthMax, '(')).has_value(), true);
  EXPECT_EQ(lex(SourceLanguage::c, std::string(kDepthMax + 1, '(')).error(), NotCompared::too_deep);
  EXPECT_EQ(lex(SourceLanguage::c, std::string(kLexemesMax + 1, ';')).error(), NotCompared::too_many_tokens);
}

}  // namespace
}  // namespace autograder::similarity
