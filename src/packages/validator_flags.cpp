#include "packages/validator_flags.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "domain/text.h"

namespace autograder {
namespace {

std::optional<double> tolerance_of(std::string_view word) {
  double value = 0;
  if (word.starts_with('+')) word.remove_prefix(1);
  const auto parsed = std::from_chars(word.data(), word.data() + word.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != word.data() + word.size()) return std::nullopt;
  if (!std::isfinite(value) || value < 0) return std::nullopt;
  return value;
}

std::string plain(double number) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof(text), number);
  return {text, end.ptr};
}

}  // namespace

std::vector<std::string> split_words(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  std::vector<std::string> words;
  for (auto begin = text.find_first_not_of(kSpace); begin != std::string_view::npos;
       begin = text.find_first_not_of(kSpace)) {
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of(kSpace), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

Result<Checker> checker_of_flags(const std::vector<std::string>& flags, const std::string& where) {
  Checker checker;
  checker.kind = CheckerKind::tokens;
  checker.ignore_case = true;
  std::optional<double> absolute, relative, both;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const auto& flag = flags[i];
    auto* tolerance = flag == "float_absolute_tolerance"   ? &absolute
                      : flag == "float_relative_tolerance" ? &relative
                      : flag == "float_tolerance"          ? &both
                                                           : nullptr;
    if (flag == "case_sensitive") {
      checker.ignore_case = false;
    } else if (flag == "space_change_sensitive") {
      checker.space_sensitive = true;
    } else if (tolerance == nullptr) {
      return fail(ErrorCode::invalid,
                  where + ": " + printable(flag, 60) + " is not a flag of the default output validator");
    } else {
      if (*tolerance) return fail(ErrorCode::invalid, where + ": " + flag + " is given twice");
      if (++i == flags.size()) return fail(ErrorCode::invalid, where + ": " + flag + " must be followed by a number");
      *tolerance = tolerance_of(flags[i]);
      if (!*tolerance) {
        return fail(ErrorCode::invalid,
                    where + ": " + flag + " " + printable(flags[i], 60) + ": must be a number from 0 up");
      }
    }
  }
  if (both && (absolute || relative)) {
    return fail(ErrorCode::invalid, where + ": float_tolerance cannot be combined with another tolerance");
  }
  if (absolute || relative || both) {
    checker.kind = CheckerKind::floating;
    checker.absolute_tolerance = both ? *both : absolute.value_or(0);
    checker.relative_tolerance = both ? *both : relative.value_or(0);
  } else if (checker.space_sensitive) {
    // Every white space and every word as it is: every byte, but for the case of letters.
    checker.kind = CheckerKind::exact;
    checker.space_sensitive = false;
  }
  return checker;
}

bool has_flags(const Checker& checker) {
  return checker.kind == CheckerKind::tokens || checker.kind == CheckerKind::exact ||
         checker.kind == CheckerKind::floating;
}

std::vector<std::string> flags_of_checker(const Checker& checker) {
  std::vector<std::string> flags;
  if (!has_flags(checker)) return flags;
  if (!checker.ignore_case) flags.emplace_back("case_sensitive");
  if (checker.space_sensitive || checker.kind == CheckerKind::exact) flags.emplace_back("space_change_sensitive");
  if (checker.kind == CheckerKind::floating) {
    flags.insert(flags.end(), {"float_absolute_tolerance", plain(checker.absolute_tolerance),
                               "float_relative_tolerance", plain(checker.relative_tolerance)});
  }
  return flags;
}

}  // namespace autograder
