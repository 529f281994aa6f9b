#include "judge/line_pattern.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

TEST(LinePattern, FitsWholeLines) {
  const struct {
    std::string pattern;
    std::string line;
    bool fits;
    std::string name;
    std::string message;
    int number;
  } cases[] = {
      {"panic: {message}", "panic: mine", true, "", "mine", 0},
      {"panic: {message}", "panic: ", false, "", "", 0},
      {"panic: {message}", " panic: mine", false, "", "", 0},
      {"{class}: {message}", "a.b.Own$In: x: y", true, "a.b.Own$In", "x: y", 0},
      {"{class}: {message}", "std::logic_error: x", true, "std::logic_error", "x", 0},
      {"{class}: {message}", ": x", false, "", "", 0},
      {"{class}", "two words", false, "", "", 0},
      {"{any}File \"/code/main.py\", line {line}{any}", "  File \"/code/main.py\", line 12, in f", true, "", "", 12},
      {"{any}main.go:{line}", "\t./main.go:8 +0xa", false, "", "", 0},
      {"{any}main.go:{line} {any}", "\t./main.go:8 +0xa", true, "", "", 8},
      {"{space}at {class}({any}.java:{line})", "\tat Main.<init>(Main.java:3)", true, "Main.<init>", "", 3},
      {"{space}at {class}({any}.java:{line})", "\tat java.base/java.util.Scanner.next(Scanner.java:1594)", false, "",
       "", 0},
      {":{line}:", ":1234567:", false, "", "", 0},
      {":{line}:", "::", false, "", "", 0},
      {"{space}^{any}", "   ^^^", true, "", "", 0},
      {"", "", true, "", "", 0},
  };
  for (const auto& c : cases) {
    const auto match = match_line(c.pattern, c.line);
    ASSERT_EQ(match.has_value(), c.fits) << c.pattern << " | " << c.line;
    if (!match) continue;
    EXPECT_EQ(match->name, c.name) << c.line;
    EXPECT_EQ(match->message, c.message) << c.line;
    EXPECT_EQ(match->line, c.number) << c.line;
  }
}

TEST(LinePattern, IsLinearInWhatAProgramPrints) {
  const std::string much(1 << 20, 'a');
  EXPECT_FALSE(match_line("{any}a{any}a{any}a{any}b", much));
  EXPECT_FALSE(match_line("{class}: {message}", much));
}

TEST(LinePattern, KnowsItsHoles) {
  EXPECT_TRUE(is_line_pattern("x {any} {class} {line} {message} {space}"));
  EXPECT_FALSE(is_line_pattern("x {other}"));
  EXPECT_FALSE(is_line_pattern("x {"));
  EXPECT_FALSE(is_line_pattern(""));
}

}  // namespace
}  // namespace autograder
