// Patterns of language files over one line of text: letters that stand for themselves, and holes. Linear in the line,
// whatever a program printed.
//
//   {any}      anything, up to the first place where the letters behind it are; up to the end when none are
//   {space}    spaces and tabs, or nothing
//   {class}    the name of a class: letters, digits, _ $ . < > and ::, at least one
//   {line}     the number of a line: 1 to 6 digits
//   {message}  anything, at least one character; as {any}
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace autograder {

struct LineMatch {
  std::string_view name;     // of the first {class}
  std::string_view message;  // of {message}
  int line = 0;              // of {line}
};

// The whole line has to fit.
std::optional<LineMatch> match_line(std::string_view pattern, std::string_view line);

// Whether the holes of a pattern are known ones.
bool is_line_pattern(std::string_view pattern);

}  // namespace autograder
