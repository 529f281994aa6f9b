#include "packages/write_package.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "foundation/crypto.h"
#include "packages/language_codes.h"
#include "packages/package_names.h"
#include "packages/package_tests.h"
#include "packages/problem_settings.h"
#include "packages/validator_flags.h"

namespace autograder {
namespace {

// "AutoGrader, of an id": the last four bytes of uuids that are made here, of the form for private use.
constexpr std::array<std::uint8_t, 4> kUuidEnd{0xA6, 0x1D, 0x00, 0x01};

// In double quotes any text is one YAML scalar.
std::string yaml_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      constexpr const char* kDigits = "0123456789ABCDEF";
      out += "\\x";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) out += (out.size() > 1 ? ", " : "") + yaml_text(text);
  return out + "]";
}

std::string plain(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

// The format wants a name for each statement.
std::string names_of(const Problem& problem, const std::string& language,
                     const std::vector<Translation>& translations) {
  if (translations.empty() && language == "en") return "name: " + yaml_text(problem.title) + "\n";
  std::string out = "name:\n  " + language + ": " + yaml_text(problem.title) + "\n";
  for (const auto& other : translations) out += "  " + other.language + ": " + yaml_text(other.title) + "\n";
  return out;
}

std::string settings_of(const Problem& problem, const std::string& names) {
  constexpr std::array<const char*, 3> kDifficulties{"easy", "medium", "hard"};
  std::string out = "problem_format_version: 2025-09\n";
  out += problem.scoring == ScoringRule::all ? "type: pass-fail\n" : "type: scoring\n";
  out += names;
  out += "uuid: " + uuid_of(problem) + "\n";
  auto keywords = problem.tags;
  keywords.emplace_back(kDifficulties.at(static_cast<std::size_t>(problem.difficulty)));
  out += "keywords: " + quoted_list(keywords) + "\n";
  std::vector<std::string> languages;
  for (const auto& id : problem.languages) languages.push_back(code_of_language(id));
  if (!languages.empty()) out += "languages: " + quoted_list(languages) + "\n";
  out += "limits:\n  time_limit: " + plain(static_cast<double>(problem.limits.time.count()) / 1e9) + "\n";
  out += "  memory: " + std::to_string(problem.limits.memory.count >> 20) + "\n";
  out += "  output: " + plain(static_cast<double>(problem.limits.output.count) / (1 << 20)) + "\n";
  return out;
}

// The flags nearest to a checker that no flags give.
std::vector<std::string> nearest_flags(const Checker& checker) {
  if (has_flags(checker)) return flags_of_checker(checker);
  return checker.ignore_case ? std::vector<std::string>{} : std::vector<std::string>{"case_sensitive"};
}

class PackageWriter {
 public:
  explicit PackageWriter(const Problem& problem) : problem_(problem) {}

  std::vector<WrittenFile> write(const std::vector<ProblemFile>& kept, const std::string& language,
                                 const std::vector<Translation>& translations) {
    for (const auto& file : kept) {
      if (!is_of_the_problem(file.path)) files_[file.path] = {file.path, {}, file};
    }
    text("problem.yaml", settings_of(problem_, names_of(problem_, language, translations)));
    text("statement/problem." + language + ".md", problem_.description);
    for (const auto& other : translations) text("statement/problem." + other.language + ".md", other.description);
    const auto flags = nearest_flags(problem_.checker);
    flags_ = flags.empty() ? "" : "output_validator_args: " + quoted_list(flags) + "\n";
    write_tests();
    std::vector<WrittenFile> all;
    for (auto& [path, file] : files_) all.push_back(std::move(file));
    return all;
  }

 private:
  static bool is_of_the_problem(const std::string& path) {
    for (const char* place : {"data/sample/", "data/secret/", "statement/problem.", "problem_statement/problem."}) {
      if (path.starts_with(place)) return true;
    }
    return path == "problem.yaml" || path == "data/testdata.yaml" || path == "domjudge-problem.ini";
  }

  void text(const std::string& path, std::string content) { files_[path] = {path, std::move(content), {}}; }

  static std::string number(int count) {
    auto text = std::to_string(count);
    return std::string(text.size() < 3 ? 3 - text.size() : 0, '0') + text;
  }

  struct Secret {
    const TestCase* test;
    int sample;  // whose double it is; 0: of none
  };

  void secret_test(const std::string& place, int count, const Secret& secret) {
    const auto mark = secret.sample == 0 ? "" : std::string(kDoubleMark) + number(secret.sample);
    test(place + number(count) + mark, *secret.test);
  }

  void test(const std::string& name, const TestCase& from) {
    files_[name + ".in"] = {name + ".in", {}, ProblemFile{name + ".in", from.input, from.input_size}};
    files_[name + ".ans"] = {name + ".ans", {}, ProblemFile{name + ".ans", from.expected, from.expected_size}};
  }

  // Whether a score depends on it.
  bool is_scored(const TestCase& test) const {
    const bool in_group = problem_.scoring == ScoringRule::groups && !test.group.empty();
    return problem_.scoring != ScoringRule::all && (test.weight > 0 || in_group);
  }

  void write_tests() {
    int samples = 0;
    std::vector<Secret> secret;
    for (const auto& one : problem_.tests) {
      const bool sample = one.visibility == Visibility::visible;
      if (sample) test("data/sample/" + number(++samples), one);
      // Public tests that count are among the secret ones, too: samples give nothing in this format.
      if (!sample || is_scored(one)) secret.push_back({&one, sample ? samples : 0});
    }
    if (secret.empty() && !problem_.tests.empty()) secret.push_back({&problem_.tests.back(), samples});
    if (samples > 0 && !flags_.empty()) text("data/sample/test_group.yaml", flags_);
    if (problem_.scoring != ScoringRule::all) {
      write_groups(secret);
      return;
    }
    if (!flags_.empty()) text("data/secret/test_group.yaml", flags_);
    int count = 0;
    for (const auto& one : secret) secret_test("data/secret/", ++count, one);
  }

  // A group where tests count together, and one for each that counts for itself.
  void write_groups(const std::vector<Secret>& secret) {
    std::map<std::string, std::string> places;  // of a group's name
    std::map<std::string, std::int64_t> scores;
    std::map<std::string, int> counts;
    std::int64_t whole = 0;
    int made = 0;
    for (const auto& one : secret) {
      const auto& group = one.test->group;
      const bool together = problem_.scoring == ScoringRule::groups && !group.empty();
      std::string place;
      if (together && places.contains(group)) {
        place = places.at(group);
      } else {
        const auto order = number(++made) + "_";  // which an earlier writing may have put there
        const auto name = together && good_segment(group) ? group : "test";
        place = name.starts_with(order) ? name : order + name;
        if (together) places[group] = place;
      }
      secret_test("data/secret/" + place + "/", ++counts[place], one);
      scores[place] += one.test->weight;
      whole += one.test->weight;
    }
    for (const auto& [place, score] : scores) {
      text("data/secret/" + place + "/test_group.yaml", "max_score: " + std::to_string(score) + "\n" + flags_);
    }
    text("data/secret/test_group.yaml", "max_score: " + std::to_string(whole) + "\nscore_aggregation: sum\n");
  }

  const Problem& problem_;
  std::string flags_;
  std::map<std::string, WrittenFile> files_;
};

}  // namespace

std::vector<WrittenFile> write_package(const Problem& problem, const std::vector<ProblemFile>& kept,
                                       const std::string& language, const std::vector<Translation>& translations) {
  return PackageWriter(problem).write(kept, language, translations);
}

std::string uuid_of(const Problem& problem) {
  if (!problem.uuid.empty()) return problem.uuid;
  std::array<std::uint8_t, 16> bytes{};
  const auto& id = problem.id.bytes();
  std::ranges::copy(id, bytes.begin());
  std::ranges::copy(kUuidEnd, bytes.begin() + static_cast<std::ptrdiff_t>(id.size()));
  auto hex = to_hex(bytes);
  for (const std::size_t at : {8, 13, 18, 23}) hex.insert(at, "-");
  return hex;
}

ProblemId problem_of_uuid(const std::string& uuid) {
  std::string hex = uuid;
  std::erase(hex, '-');
  std::array<std::uint8_t, 16> bytes{};
  if (!from_hex(hex, bytes)) return {};
  if (!std::equal(kUuidEnd.begin(), kUuidEnd.end(), bytes.begin() + 12)) return {};
  IdBytes id{};
  std::copy_n(bytes.begin(), id.size(), id.begin());
  return ProblemId(id);
}

}  // namespace autograder
