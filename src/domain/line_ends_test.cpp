#include "domain/line_ends.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

using namespace std::string_literals;

const std::string kMark = "\xEF\xBB\xBF";

TEST(LineEnds, TakesTheMarksOfWindowsOutOfATextHoweverItIsCut) {
  const struct {
    std::string text;
    std::string plain;
    bool carriage_returns;
    bool byte_order_mark;
  } cases[] = {
      {"", "", false, false},
      {"1 2\n3\n", "1 2\n3\n", false, false},
      {"1 2\r\n3\r\n", "1 2\n3\n", true, false},
      {"1\r\n2\n", "1\n2\n", true, false},
      {"\r\n\r\n", "\n\n", true, false},
      {"a\rb\r", "a\rb\r", false, false},
      {"\r\r\n", "\r\n", true, false},
      {kMark + "1\n", "1\n", false, true},
      {kMark + "1\r\n", "1\n", true, true},
      {"1" + kMark + "\n", "1" + kMark + "\n", false, false},
      {"\xEF\xBB", "\xEF\xBB", false, false},
      {kMark, "", false, true},
  };
  for (const auto& c : cases) {
    for (std::size_t cut = 0; cut <= c.text.size(); ++cut) {
      LineEndFilter filter;
      auto plain = filter.add(std::string_view(c.text).substr(0, cut));
      plain += filter.add(std::string_view(c.text).substr(cut));
      plain += filter.finish();
      EXPECT_EQ(plain, c.plain) << cut;
      EXPECT_EQ(filter.found().carriage_returns, c.carriage_returns) << c.plain;
      EXPECT_EQ(filter.found().byte_order_mark, c.byte_order_mark) << c.plain;
    }
    EXPECT_EQ(without_marks(c.text), c.plain);
    EXPECT_EQ(marks_in(c.text).carriage_returns, c.carriage_returns);
    EXPECT_EQ(marks_in(c.text).byte_order_mark, c.byte_order_mark);
  }
}

TEST(LineEnds, LeavesBytesThatAreNoTextAlone) {
  EXPECT_FALSE(marks_in("\r\n\0"s).any());
}

TEST(TextNotes, NameTheTexts) {
  TextNotes converted(LineEnds::convert);
  EXPECT_TRUE(converted.notes().empty());
  converted.add("test 1 input", {});
  for (int i = 1; i <= 7; ++i) converted.add("test " + std::to_string(i) + " input", {.carriage_returns = true});
  const auto notes = converted.notes();
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].code, "lineEndsConverted");
  EXPECT_EQ(notes[0].texts.size(), 7u);
  EXPECT_EQ(
      notes[0].sentence,
      "test 1 input, test 2 input, test 3 input, test 4 input, test 5 input and 2 more: CRLF line ends were converted "
      "to LF");
  TextNotes kept(LineEnds::keep);
  kept.add("a", {true, true});
  ASSERT_EQ(kept.notes().size(), 2u);
  EXPECT_EQ(kept.notes()[0].sentence, "a: CRLF line ends were kept; programs read \\r at the end of each line");
  EXPECT_EQ(kept.notes()[1].code, "byteOrderMarkKept");
}

}  // namespace
}  // namespace autograder
