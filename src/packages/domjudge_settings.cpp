#include "packages/domjudge_settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "domain/text.h"

namespace autograder {
namespace {

// Names and colours: for that system's own pages.
constexpr auto kKept =
    std::to_array<std::string_view>({"color", "externalid", "name", "points", "probid", "short-name"});
constexpr auto kValidators =
    std::to_array<std::string_view>({"special_compare", "special_compare_args", "special_run"});
constexpr auto kGates = std::to_array<std::string_view>({"allow_judge", "allow_submit"});

std::string_view stripped(std::string_view part) {
  constexpr std::string_view kAround = " \t\r'\"";
  const auto begin = part.find_first_not_of(kAround);
  if (begin == std::string_view::npos) return {};
  return part.substr(begin, part.find_last_not_of(kAround) + 1 - begin);
}

class Reader {
 public:
  Result<> take(std::string_view key, std::string_view value) {
    const auto in = [&](const auto& keys) { return std::ranges::find(keys, key) != keys.end(); };
    if (in(kKept)) return {};
    if (in(kValidators)) {
      if (value.empty()) return {};
      return refuse(key, "custom output validators cannot be run here yet");
    }
    if (in(kGates)) {
      if (value != "0" && value != "false" && value != "no") return {};
      return refuse(key, "a problem is open to students here or it is not: unpublish it after the import");
    }
    if (key == "timelimit") return take_limit(value);
    return refuse(key, "is not a key that is known here");
  }

  std::optional<Duration> limit;
  int line = 0;

 private:
  Result<> take_limit(std::string_view value) {
    double seconds = 0;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (parsed.ec != std::errc{} || parsed.ptr != value.data() + value.size() || !(seconds >= 0.1 && seconds <= 60)) {
      return refuse("timelimit", "must be a number from 0.1 to 60");
    }
    limit = Duration(std::llround(seconds * 1e9));
    return {};
  }
  std::unexpected<Error> refuse(std::string_view key, const std::string& why) const {
    return fail(ErrorCode::invalid,
                std::string(kDomjudgeFile) + ": line " + std::to_string(line) + ": " + printable(key, 60) + ": " + why);
  }
};

}  // namespace

Result<std::optional<Duration>> read_domjudge_limit(const PackageDirectory& directory) {
  if (directory.find(kDomjudgeFile) == nullptr) return std::optional<Duration>();
  AG_ASSIGN(const auto text, directory.read_text(kDomjudgeFile, kib(64)));
  Reader reader;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    ++reader.line;
    const auto equals = line.find('=');
    const auto key = stripped(line.substr(0, equals));
    if (equals == std::string_view::npos || key.starts_with(';') || key.starts_with('#')) continue;
    AG_TRY(reader.take(key, stripped(line.substr(equals + 1))));
  }
  return reader.limit;
}

}  // namespace autograder
