#include "judge/crash_mark.h"

#include <algorithm>
#include <charconv>

#include "domain/text.h"
#include "embedded_crash_mark.h"
#include "judge/crash.h"

namespace autograder {
namespace {

constexpr std::string_view kMark =
    "\x1e"
    "crash ";
constexpr std::size_t kAddressesMax = 8;
constexpr std::size_t kDigitsMax = 16;
constexpr std::size_t kFunctionMax = 80;
constexpr std::string_view kWorkDir = "/code/";

bool is_address(std::string_view text) {
  return !text.empty() && text.size() <= kDigitsMax &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The text between the sign in front and the end of the line: "n 12ab 34cd".
std::optional<CrashMark> read_mark(std::string_view text) {
  CrashMark mark;
  if (text.starts_with('n')) {
    mark.hint = ReasonHint::null_pointer;
  } else if (text.starts_with('s')) {
    mark.hint = ReasonHint::stack_is_full;
  } else if (!text.starts_with('-')) {
    return std::nullopt;
  }
  text.remove_prefix(1);
  while (!text.empty()) {
    if (text.front() != ' ' || mark.addresses.size() == kAddressesMax) return std::nullopt;
    text.remove_prefix(1);
    const auto address = text.substr(0, text.find(' '));
    if (!is_address(address)) return std::nullopt;
    mark.addresses.emplace_back(address);
    text.remove_prefix(address.size());
  }
  return mark;
}

// "/code/main.cpp:7 (discriminator 2)"; 0 when it is no line of that file.
int line_in(std::string_view place, std::string_view source_file) {
  if (place.starts_with(kWorkDir)) place.remove_prefix(kWorkDir.size());
  if (!place.starts_with(source_file)) return 0;
  place.remove_prefix(source_file.size());
  if (!place.starts_with(':')) return 0;
  place.remove_prefix(1);
  int line = 0;
  const auto [end, error] = std::from_chars(place.data(), place.data() + place.size(), line);
  const bool whole = end == place.data() + place.size() || *end == ' ';
  return error == std::errc{} && whole ? line : 0;
}

std::string_view take_line(std::string_view& text) {
  const auto line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

}  // namespace

std::string_view crash_mark_source() {
  return embedded::crash_mark().front().bytes;
}

std::optional<CrashMark> take_crash_mark(std::string& errors) {
  std::optional<CrashMark> last;
  std::string left;
  std::size_t from = 0;
  for (auto at = errors.find(kMark); at != std::string::npos; at = errors.find(kMark, at + 1)) {
    const auto begin = at + kMark.size();
    const auto end = errors.find('\n', begin);
    if (end == std::string::npos) break;
    auto mark = read_mark(std::string_view(errors).substr(begin, end - begin));
    if (!mark) continue;
    last = std::move(mark);
    left.append(errors, from, at - from);
    from = end + 1;
  }
  if (last) errors = left.append(errors, from);
  return last;
}

std::vector<CrashPlace> read_places(std::string_view printed, std::string_view source_file, std::string_view source) {
  std::vector<CrashPlace> places;
  const int line_max = count_lines(source);
  while (!printed.empty() && places.size() < kPlacesMax) {
    const auto function = take_line(printed);
    const int line = line_in(take_line(printed), source_file);
    if (line < 1 || line > line_max) continue;
    CrashPlace place{line, function == "??" ? "" : printable(function, kFunctionMax)};
    if (places.empty() || places.back() != place) places.push_back(std::move(place));  // calls of itself
  }
  return places;
}

std::string rows_of(const std::vector<CrashPlace>& places, std::string_view source_file) {
  std::string rows;
  for (const auto& place : places) {
    rows.append("  at ").append(source_file).append(":").append(std::to_string(place.line));
    rows.append(" in ").append(place.function.empty() ? "the program" : place.function).append("\n");
  }
  return rows;
}

}  // namespace autograder
