#include "insight/similarity/plausible.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace autograder::similarity {
namespace {

constexpr std::size_t kFewLexemes = 12;  // too few to tell

struct Marks {
  std::size_t semicolons = 0;       // written, not implied
  std::size_t line_semicolons = 0;  // at the end of a line
  std::size_t braces = 0;           // written
  std::size_t block_braces = 0;     // ") {"
  std::size_t colon_lines = 0;      // ":" in front of an indent, as in Python
  std::size_t python_words = 0;     // def, elif
  std::size_t java_words = 0;       // class, interface
  std::size_t java_marks = 0;       // "public" without a colon, System
  std::size_t go_words = 0;         // func, package
  std::size_t includes = 0;         // #include
  std::size_t script_words = 0;     // function, let, const
  std::size_t scope_signs = 0;      // ::
  std::size_t lines_of_names = 0;   // lines that begin with three names: prose
};

Marks count(std::string_view source, const Lexemes& lexemes) {
  Marks marks;
  const auto& all = lexemes.lexemes;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& lexeme = all[i];
    const auto text = source.substr(lexeme.begin, lexeme.end - lexeme.begin);
    if (lexeme.kind == LexemeKind::sign) {
      const auto line_end = source.find_first_not_of(" \t\r", lexeme.end);
      const bool last = line_end == std::string_view::npos || source[line_end] == '\n';
      if (text == ";") ++marks.semicolons;
      if (text == ";" && last) ++marks.line_semicolons;
      if (text == "{") ++marks.braces;
      if (text == "{" && i > 0 && all[i - 1].sign == ')' && all[i - 1].end > all[i - 1].begin) ++marks.block_braces;
      if (text == "::") ++marks.scope_signs;
      if (text == ":" && last) ++marks.colon_lines;
    } else if (lexeme.kind == LexemeKind::name || lexeme.kind == LexemeKind::word) {
      if (text == "def" || text == "elif") ++marks.python_words;
      if (text == "class" || text == "interface" || text == "record" || text == "enum") ++marks.java_words;
      const bool section = i + 1 < all.size() && all[i + 1].sign == ':';  // public:
      if ((text == "public" || text == "private" || text == "implements" || text == "System") && !section)
        ++marks.java_marks;
      if (text == "func" || text == "package") ++marks.go_words;
      if (text == "function" || text == "let" || text == "const" || text == "require") ++marks.script_words;
      const bool prose = i + 2 < all.size() && all[i + 1].kind == LexemeKind::name &&
                         all[i + 2].kind == LexemeKind::name && lexeme.kind == LexemeKind::name;
      if (prose) ++marks.lines_of_names;
    }
  }
  for (auto at = source.find("#include"); at != std::string_view::npos; at = source.find("#include", at + 1))
    ++marks.includes;
  return marks;
}

}  // namespace

bool looks_like(SourceLanguage language, std::string_view source, const Lexemes& lexemes) {
  const auto written = static_cast<std::size_t>(
      std::ranges::count_if(lexemes.lexemes, [](const Lexeme& lexeme) { return lexeme.end > lexeme.begin; }));
  if (written < kFewLexemes) return true;
  const auto marks = count(source, lexemes);
  if (marks.lines_of_names * 4 > written) return false;
  const bool python_blocks = marks.python_words + marks.colon_lines > marks.semicolons + marks.braces;
  switch (language) {
    case SourceLanguage::python:
      return marks.includes == 0 && marks.block_braces == 0 && marks.line_semicolons <= 2 && marks.go_words < 2;
    case SourceLanguage::java:
      return marks.java_words > 0 && marks.includes == 0 && marks.semicolons > 0 && !python_blocks;
    case SourceLanguage::go:
      return marks.go_words >= 2 && marks.includes == 0 && !python_blocks;
    case SourceLanguage::c:
    case SourceLanguage::cpp:
      return marks.semicolons > 0 && marks.braces > 0 && !python_blocks && marks.go_words < 2 &&
             (marks.includes > 0 || (marks.script_words == 0 && marks.java_marks == 0) || marks.scope_signs > 0);
    case SourceLanguage::javascript:
      return marks.includes == 0 && marks.go_words < 2 && !python_blocks && marks.scope_signs == 0 &&
             marks.java_marks == 0;
  }
  return true;
}

}  // namespace autograder::similarity
