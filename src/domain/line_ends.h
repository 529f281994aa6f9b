// Test data that was written on Windows: CRLF at line ends, a byte order mark in front. A program reads both as part of
// its input, and right programs fail. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace autograder {

enum class LineEnds { convert, keep };

struct WindowsMarks {
  bool carriage_returns = false;  // CRLF; a lone CR is left alone
  bool byte_order_mark = false;   // of UTF-8
  bool any() const { return carriage_returns || byte_order_mark; }
};

// Takes the marks out of a text that comes piece by piece.
class LineEndFilter final {
 public:
  std::string add(std::string_view piece);
  std::string finish();  // what was held back for what might follow
  const WindowsMarks& found() const { return found_; }

 private:
  std::string held_;  // a beginning of the mark, or a CR
  bool at_start_ = true;
  WindowsMarks found_;
};

// Bytes with a NUL are no text, and stay as they are.
WindowsMarks marks_in(std::string_view bytes);
std::string without_marks(std::string_view text);

// A note for the author about texts: a code for pages, the texts, and one English sentence.
struct TextNote {
  std::string code;  // lineEndsConverted, lineEndsKept, byteOrderMarkRemoved, byteOrderMarkKept
  std::vector<std::string> texts;
  std::string sentence;
  bool operator==(const TextNote&) const = default;
};

class TextNotes final {
 public:
  explicit TextNotes(LineEnds line_ends) : line_ends_(line_ends) {}
  // `text` for people: "test 1 input", "data/secret/01.in".
  void add(const std::string& text, const WindowsMarks& found);
  std::vector<TextNote> notes() const;

 private:
  const LineEnds line_ends_;
  std::vector<std::string> carriage_returns_;
  std::vector<std::string> byte_order_marks_;
};

}  // namespace autograder
