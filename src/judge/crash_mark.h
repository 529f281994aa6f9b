// Locates the signal that ended a compiled program: the marks that languages/crash_mark.c leaves on stderr, and the lines of the
// source that addr2line names for them. A program can write such a mark itself, and addr2line reads a file that a
// stranger made: so an address is nothing but hexadecimal digits, and a place nothing but a line that the source has.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/reason.h"

namespace autograder {

// That file, which build caches of such languages are made with.
constexpr std::string_view kCrashMarkFile = "crash_mark.c";
std::string_view crash_mark_source();

struct CrashMark {
  ReasonHint hint = ReasonHint::none;
  std::vector<std::string> addresses;  // of the program's own code, innermost first; hexadecimal
};

// Takes all marks out of `errors`. The last one counts: processes that ended before may have left theirs.
std::optional<CrashMark> take_crash_mark(std::string& errors);

struct CrashPlace {
  int line = 0;          // that the source has
  std::string function;  // printable; empty where it is not known
  bool operator==(const CrashPlace&) const = default;
};

constexpr std::size_t kPlacesMax = 8;

// Those of the source among what `addr2line -f -i` printed: a line with a function, then one with a file and its line.
std::vector<CrashPlace> read_places(std::string_view printed, std::string_view source_file, std::string_view source);

// "  at main.cpp:7 in solve(int)", a line for each, as [crash] own_line of the language files reads them.
std::string rows_of(const std::vector<CrashPlace>& places, std::string_view source_file);

}  // namespace autograder
