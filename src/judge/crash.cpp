#include "judge/crash.h"

#include <algorithm>
#include <optional>

#include "domain/reason.h"
#include "domain/text.h"
#include "judge/line_pattern.h"

namespace autograder {
namespace {

constexpr std::size_t kWordsMax = 200;
constexpr std::size_t kLinesMax = 20'000;  // of stderr that are looked at

using Lines = std::vector<std::string_view>;
using Patterns = std::vector<std::string>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty() && lines.size() < kLinesMax) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_identifier(std::string_view text) {
  return !text.empty() && (text[0] < '0' || text[0] > '9') && std::ranges::all_of(text, is_letter);
}

bool has_word(std::string_view source, std::string_view word) {
  for (auto at = source.find(word); at != std::string_view::npos; at = source.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !is_letter(source[at - 1])) && (end == source.size() || !is_letter(source[end]))) return true;
  }
  return false;
}

std::optional<LineMatch> match_any(const Patterns& patterns, std::string_view line) {
  for (const auto& pattern : patterns) {
    if (auto match = match_line(pattern, line)) return match;
  }
  return std::nullopt;
}

struct Why {
  std::size_t at = 0;
  LineMatch match;
};

std::optional<Why> last_of(const Patterns& patterns, const Lines& lines, std::size_t from) {
  for (auto at = lines.size(); at > from; --at) {
    if (auto match = match_any(patterns, lines[at - 1])) return Why{at - 1, *match};
  }
  return std::nullopt;
}

// The patterns in their order: an earlier one counts even when a later one fits an earlier line.
std::optional<Why> first_of(const Patterns& patterns, const Lines& lines, std::size_t from) {
  for (const auto& pattern : patterns) {
    for (auto at = from; at < lines.size(); ++at) {
      if (auto match = match_line(pattern, lines[at])) return Why{at, *match};
    }
  }
  return std::nullopt;
}

// "ValueError: words" of a program that prints its own.
std::optional<Why> any_error(const Lines& lines) {
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const auto match = match_line("{class}: {message}", lines[at]);
    if (match && (match->name.ends_with("Error") || match->name.ends_with("Exception"))) return Why{at, *match};
  }
  return std::nullopt;
}

// The class without its package or the class around it: "Own" of "Main$Own".
std::string_view last_part(std::string_view name) {
  const auto separator = name.find_last_of(".$:");
  return separator == std::string_view::npos ? name : name.substr(separator + 1);
}

bool is_known(const CrashWords& language, std::string_view name) {
  return std::ranges::find(language.known, name) != language.known.end();
}

std::string name_to_tell(const CrashWords& language, std::string_view source, const Why& why, std::string_view line) {
  if (const auto name = why.match.name; !name.empty()) {
    const auto part = last_part(name);
    if (name.size() > kReasonNameMax || !is_identifier(part)) return {};
    if (is_known(language, name)) return std::string(name);
    if (is_known(language, part) || has_word(source, part)) return std::string(part);
    return {};
  }
  // The runtime's own phrase, the longest that the words begin with.
  const auto words = why.match.message.empty() ? line : why.match.message;
  std::string_view longest;
  for (const auto& known : language.known) {
    const bool begins = words.starts_with(known) && (words.size() == known.size() || !is_letter(words[known.size()]));
    if (begins && known.size() > longest.size()) longest = known;
  }
  return std::string(longest);
}

// The innermost line of the program's own, as the runtime orders its traces.
int own_line(const CrashWords& language, const Lines& lines, std::size_t from, std::size_t why, int line_max) {
  const auto at = [&](std::size_t i) {
    const auto match = match_any(language.own_line, lines[i]);
    return match && match->line >= 1 && match->line <= line_max ? match->line : 0;
  };
  if (language.innermost_last) {
    for (auto i = why; i > from; --i) {
      if (const int line = at(i - 1)) return line;
    }
    return 0;
  }
  for (auto i = why; i < lines.size(); ++i) {
    if (const int line = at(i)) return line;
  }
  // A cause leaves out what its trace has in common with the one before it; and a runtime may quote the program, and name
  // the line, in front of where the words begin.
  constexpr std::size_t kQuoted = 2;
  for (auto i = from - std::min(from, kQuoted); i < why; ++i) {
    if (const int line = at(i)) return line;
  }
  return 0;
}

std::string words_of(const CrashWords& language, const Lines& lines, const Why& why) {
  const auto& match = why.match;
  if (match.name.empty()) return printable(lines[why.at], kWordsMax);
  std::string words(match.name);
  auto message = match.message;
  if (message.empty()) {
    if (const auto detail = first_of(language.details, lines, why.at + 1)) message = detail->match.message;
  }
  // A message that begins with a new line.
  const auto begun = lines[why.at].substr(0, lines[why.at].find_last_not_of(" \t") + 1);
  if (message.empty() && begun.ends_with(':') && why.at + 1 < lines.size()) message = lines[why.at + 1];
  if (!message.empty()) words.append(": ").append(message);
  return printable(words, kWordsMax);
}

}  // namespace

int count_lines(std::string_view source) {
  return static_cast<int>(std::ranges::count(source, '\n')) + (source.empty() || source.ends_with('\n') ? 0 : 1);
}

Crash read_crash(const CrashWords& language, std::string_view source, std::string_view errors) {
  Crash crash;
  const auto lines = lines_of(errors);
  std::size_t from = 0;
  bool begun = true;
  if (!language.begins.empty()) {
    const auto begin = last_of(language.begins, lines, 0);
    begun = begin.has_value();
    if (begun) from = begin->at;
  }
  std::optional<Why> why;
  if (begun) why = last_of(language.causes, lines, from);
  const auto behind = begun && !language.begins.empty() ? from + 1 : from;
  if (begun && !why) why = first_of(language.why, lines, behind);
  crash.recognised = why.has_value();
  if (!why) why = any_error(lines);
  if (why) {
    crash.words = words_of(language, lines, *why);
    crash.name = name_to_tell(language, source, *why, lines[why->at]);
    const int line_max = count_lines(source);
    crash.line = why->match.line >= 1 && why->match.line <= line_max
                     ? why->match.line
                     : (crash.recognised ? own_line(language, lines, from, why->at, line_max) : 0);
    return crash;
  }
  for (auto at = lines.size(); at > 0; --at) {
    if (lines[at - 1].find_first_not_of(" \t") == std::string_view::npos) continue;
    crash.words = printable(lines[at - 1], kWordsMax);
    break;
  }
  return crash;
}

bool ended_a_thread(const CrashWords& language, std::string_view errors) {
  return !language.thread.empty() && last_of(language.thread, lines_of(errors), 0).has_value();
}

std::vector<TraceLine> trace_of(const CrashWords& language, std::string_view source, std::string_view errors) {
  std::vector<TraceLine> trace;
  const int line_max = count_lines(source);
  int row = 0;
  for (const auto line : lines_of(errors)) {
    ++row;
    const auto match = match_any(language.own_line, line);
    if (!match || match->line < 1 || match->line > line_max) continue;
    trace.push_back({row, match->line});
    if (trace.size() == kTraceMax) break;
  }
  return trace;
}

}  // namespace autograder
