#include "insight/similarity/normal_form.h"

#include <gtest/gtest.h>

#include "insight/similarity/testing/programs.h"

namespace autograder::similarity {
namespace {

struct Same {
  const char* what;
  SourceLanguage language;
  const char* left;
  const char* right;
};

class WritesAlike : public testing::TestWithParam<Same> {};

TEST_P(WritesAlike, HaveOneNormalForm) {
  const auto& [what, language, left, right] = GetParam();
  EXPECT_FALSE(symbols_of(language, left).empty());
  EXPECT_EQ(symbols_of(language, left), symbols_of(language, right)) << what;
}

constexpr auto kPython = SourceLanguage::python;
constexpr auto kJava = SourceLanguage::java;
constexpr auto kCpp = SourceLanguage::cpp;
constexpr auto kC = SourceLanguage::c;
constexpr auto kGo = SourceLanguage::go;
constexpr auto kScript = SourceLanguage::javascript;

INSTANTIATE_TEST_SUITE_P(
    NormalForm, WritesAlike,
    testing::Values(
        Same{"other names", kPython, "a = f(b)\nprint(a + 1)", "x = f(y)\nprint(x + 1)"},
        Same{"other literals", kPython, "print(a * 12, 'x')", "print(a * 3.5, \"longer\")"},
        Same{"comments and spaces", kC, "int main(){puts(\"a\");}", "/* a */ int main( )\n{\n  puts( \"b\" ); // c\n}"},
        Same{"braces of one statement", kJava, "if (a) f(); else g();", "if (a) { f(); } else { g(); }"},
        Same{"parentheses", kCpp, "x = (a + (b)); f(x);", "x = a + b; f(x);"},
        Same{"steps", kC, "f(x); x++; g(x); x += 1; h(x);", "f(x); ++x; g(x); x = x + 1; h(x);"},
        Same{"types", kJava, "long x = f(); g(x);", "int x = f(); g(x);"},
        Same{"declared before", kCpp, "int x; x = f(); g(x);", "int x = f(); g(x);"},
        Same{"declarations of several", kC, "int a = f(), b = g(); h(a, b);", "int a = f(); int b = g(); h(a, b);"},
        Same{"for and while", kJava, "for (int i = 0; i < n; i++) { f(i); }",
             "int i = 0; while (i < n) { f(i); i++; }"},
        Same{"for and while in Go", kGo, "for i := 0; i < n; i++ {\nf(i)\n}\n", "i := 0\nfor i < n {\nf(i)\ni++\n}\n"},
        Same{"for and while in Python", kPython, "for i in range(3, n):\n  f(i)",
             "i = 3\nwhile i < n:\n  f(i)\n  i += 1"},
        Same{"while and do", kC, "while (a) { f(a); }", "do { f(a); } while (a);"},
        Same{"else if", kPython, "if a:\n f()\nelif b:\n g()", "if a:\n f()\nelif (b): g()"},
        Same{"order of independent statements", kPython, "a = x + 1\nb = y * 2\nprint(a, b)",
             "b = y * 2\na = x + 1\nprint(a, b)"},
        Same{"order of functions", kCpp,
             "int f(int a) { return a + 1; } int g(int b) { return f(b) * 2; } int main() { puts(g(1)); }",
             "int main() { puts(g(1)); } int g(int b) { return f(b) * 2; } int f(int a) { return a + 1; }"},
        Same{"variables that nobody reads", kPython, "print(f(a))",
             "t = 1\nfor_later = t * 2\nprint(f(a))\nt = for_later + 1"},
        Same{"functions that nobody calls", kC, "int main() { puts(\"a\"); }",
             "int f(int a) { return a; } int main() { puts(\"a\"); }"},
        Same{"empty branches", kJava, "f(a);", "f(a); if (a > b) { int c = 1; }"},
        Same{"functions as values", kScript, "function f(a) { return a + 1 }\nconsole.log(f(1))",
             "const f = (a) => { return a + 1 }\nconsole.log(f(1))"},
        Same{"return of an arrow", kScript, "const f = a => a + 1\nconsole.log(f(1))",
             "const f = (a) => { return a + 1 }\nconsole.log(f(1))"},
        Same{"semicolons", kScript, "let a = f()\nconsole.log(a)", "let a = f();\nconsole.log(a);"},
        Same{"ways to print", kCpp, "std::cout << x << y;", "cout << x << y;"}),
    [](const auto& at) { return std::to_string(at.index); });

struct Different {
  const char* what;
  SourceLanguage language;
  const char* left;
  const char* right;
};

class WritesApart : public testing::TestWithParam<Different> {};

TEST_P(WritesApart, HaveDifferentNormalForms) {
  const auto& [what, language, left, right] = GetParam();
  EXPECT_NE(symbols_of(language, left), symbols_of(language, right)) << what;
}

INSTANTIATE_TEST_SUITE_P(
    NormalForm, WritesApart,
    testing::Values(Different{"operators", kC, "f(a + b);", "f(a * b);"},
                    Different{"functions of the library", kPython, "print(sorted(a))", "print(reversed(a))"},
                    Different{"order that matters", kPython, "f(a)\nprint(a)", "print(a)\nf(a)"},
                    Different{"order of a change", kPython, "x = f(1)\nx = x + 1\nprint(x * 2)\nprint(x)",
                              "x = f(1)\nprint(x * 2)\nx = x + 1\nprint(x)"},
                    Different{"a branch more", kJava, "f(a); if (a > b) { g(a); }", "f(a); g(a);"},
                    Different{"a read in a formatted text", kPython, "t = f(a)\nprint(f'{t}')", "print(f'x')"}),
    [](const auto& at) { return std::to_string(at.index); });

TEST(NormalForm, KeepsPositionsInTheSource) {
  const std::string source = "b = y * 2\na = x + 1\nprint(a, b)\n";
  for (const auto& token : program_of(kPython, source).tokens) {
    EXPECT_LT(token.begin, token.end);
    EXPECT_LE(token.end, source.size());
  }
}

TEST(NormalForm, KeepsACollectionOfFunctionsThatTheJudgeCalls) {
  EXPECT_GT(symbols_of(kPython, "def f(a):\n  return a + 1\n").size(), 3U);
}

}  // namespace
}  // namespace autograder::similarity
