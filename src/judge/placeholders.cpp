#include "judge/placeholders.h"

#include <algorithm>
#include <charconv>

namespace autograder {
namespace {

constexpr std::string_view kMegabytes = "memory_mb";
constexpr std::string_view kKilobytes = "memory_kb";
constexpr std::size_t kPercentDigitsMax = 3;
constexpr std::size_t kMoreDigitsMax = 6;

// The digits that `text` begins with, taken off it.
std::optional<std::int64_t> take_number(std::string_view& text, std::size_t digits_max) {
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > digits_max) return std::nullopt;
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + digits, number);
  text.remove_prefix(digits);
  return number;
}

}  // namespace

bool names_memory(std::string_view inside) {
  return inside.starts_with(kMegabytes) || inside.starts_with(kKilobytes);
}

std::optional<std::string> memory_placeholder(std::string_view inside, Bytes memory) {
  if (!names_memory(inside)) return std::nullopt;
  const auto unit = inside.starts_with(kMegabytes) ? mib(1) : kib(1);
  auto number = memory.count / unit.count;
  auto rest = inside.substr(kMegabytes.size());
  if (rest.starts_with('*')) {
    rest.remove_prefix(1);
    const auto percent = take_number(rest, kPercentDigitsMax);
    if (!percent || !rest.starts_with('%')) return std::nullopt;
    rest.remove_prefix(1);
    number = number * *percent / 100;
  }
  if (rest.starts_with('+') || rest.starts_with('-')) {
    const bool fewer = rest.starts_with('-');
    rest.remove_prefix(1);
    const auto more = take_number(rest, kMoreDigitsMax);
    if (!more) return std::nullopt;
    number += fewer ? -*more : *more;
  }
  if (!rest.empty()) return std::nullopt;
  return std::to_string(std::max<std::int64_t>(number, 1));
}

std::string with_memory(std::string_view text, Bytes memory) {
  std::string replaced;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) break;
    if (const auto number = memory_placeholder(text.substr(open + 1, close - open - 1), memory)) {
      replaced += text.substr(0, open);
      replaced += *number;
      text.remove_prefix(close + 1);
    } else {
      replaced += text.substr(0, open + 1);
      text.remove_prefix(open + 1);
    }
  }
  replaced += text;
  return replaced;
}

std::vector<std::string> with_memory(std::vector<std::string> argv, Bytes memory) {
  for (auto& argument : argv) argument = with_memory(std::string_view(argument), memory);
  return argv;
}

std::map<std::string, std::string> with_memory(std::map<std::string, std::string> environment, Bytes memory) {
  for (auto& [name, value] : environment) value = with_memory(std::string_view(value), memory);
  return environment;
}

}  // namespace autograder
