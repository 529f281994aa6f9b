#include "packages/package_tests.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "domain/text.h"
#include "packages/test_files.h"
#include "packages/test_group.h"
#include "packages/test_weights.h"
#include "packages/validator_flags.h"

namespace autograder {
namespace {

constexpr Bytes kSettingsMax = kib(256);
constexpr std::size_t kGroupNameMax = 40;
constexpr std::int64_t kTestsTotalMax = 256LL * 1024 * 1024;

std::unexpected<Error> refuse(const std::string& file, const std::string& why) {
  return fail(ErrorCode::invalid, file + ": " + why);
}

// Names in the format's order: segment by segment.
std::string order_of(const std::string& name) {
  std::string key = name;
  std::ranges::replace(key, '/', '\1');
  return key;
}

std::string parent_of(const std::string& name) {
  const auto slash = name.rfind('/');
  return slash == std::string::npos ? "" : name.substr(0, slash);
}

class TestReader {
 public:
  TestReader(const PackageDirectory& directory, const ProblemSettings& settings)
      : directory_(directory), settings_(settings), legacy_(settings.format == PackageFormat::legacy) {}

  Result<PackageTests> read() {
    AG_TRY(find_tests());
    AG_TRY(check_test_files(directory_, settings_.format, found_.tests, found_.notes));
    AG_TRY(check_groups());
    AG_TRY(read_all_settings());
    for (auto& test : found_.tests) AG_TRY(look_up_flags(test));
    if (settings_.scores) {
      AG_TRY(legacy_ ? score_legacy() : score_2025());
    }
    if (!legacy_) AG_TRY(join_doubles());  // nothing is written in the legacy form
    AG_TRY(check_bounds());
    return std::move(found_);
  }

 private:
  // Where tests are
  // ------------------------------------------------------------------------------------------------------------

  Result<> find_tests() {
    for (const char* place : {"data/sample/", "data/secret/"}) {
      std::vector<PackageTest> tests;
      for (const auto& file : directory_.below(place)) {
        if (!file.path.ends_with(".in")) continue;
        PackageTest test;
        test.name = file.path.substr(5, file.path.size() - 8);
        test.input = file;
        const auto* answer = directory_.find("data/" + test.name + ".ans");
        if (answer == nullptr) return refuse(file.path, "has no answer file (data/" + test.name + ".ans)");
        test.answer = *answer;
        test.visibility = test.name.starts_with("sample/") ? Visibility::visible : Visibility::hidden;
        AG_TRY(name_group(test));
        tests.push_back(std::move(test));
      }
      std::ranges::sort(tests, {}, [](const PackageTest& test) { return order_of(test.name); });
      found_.tests.insert(found_.tests.end(), tests.begin(), tests.end());
    }
    if (std::ranges::none_of(found_.tests, [](const PackageTest& test) { return is_secret(test); })) {
      return refuse("data/secret", "has no tests");
    }
    return {};
  }

  Result<> check_bounds() const {
    if (found_.tests.size() > kPackageTestsMax) {
      return refuse("data", "has more than " + std::to_string(kPackageTestsMax) + " tests");
    }
    std::int64_t total = 0;
    for (const auto& test : found_.tests) total += test.input.size.count + test.answer.size.count;
    if (total > kTestsTotalMax) {
      return refuse("data", "the tests together are larger than " + std::to_string(kTestsTotalMax >> 20) + " MiB");
    }
    return {};
  }

  // A double that was changed since is a test like any other.
  Result<> join_doubles() {
    std::vector<PackageTest> joined;
    std::set<std::string> doubled;  // names of samples
    for (auto& test : found_.tests) {
      const auto mark = is_secret(test) ? test.name.rfind(kDoubleMark) : std::string::npos;
      if (mark != std::string::npos) {
        const auto name = "sample/" + test.name.substr(mark + kDoubleMark.size());
        const auto sample = std::ranges::find(joined, name, &PackageTest::name);
        AG_ASSIGN(const bool same, sample == joined.end() ? Result<bool>(false) : same_bytes(test, *sample));
        if (same && doubled.insert(name).second) {
          sample->weight = test.weight;
          sample->group = test.group;
          continue;
        }
      }
      joined.push_back(std::move(test));
    }
    found_.tests = std::move(joined);
    return {};
  }

  Result<bool> same_bytes(const PackageTest& left, const PackageTest& right) const {
    if (left.input.size != right.input.size || left.answer.size != right.answer.size) return false;
    for (const auto file : {&PackageTest::input, &PackageTest::answer}) {
      AG_ASSIGN(const auto one, directory_.hash((left.*file).path));
      AG_ASSIGN(const auto other, directory_.hash((right.*file).path));
      if (one != other) return false;
    }
    return true;
  }

  static bool is_secret(const PackageTest& test) { return test.visibility == Visibility::hidden; }

  // "secret/group1/a/01" is of group1.
  static Result<> name_group(PackageTest& test) {
    if (!is_secret(test)) return {};
    const auto rest = test.name.substr(std::string_view("secret/").size());
    if (const auto slash = rest.find('/'); slash != std::string::npos) test.group = rest.substr(0, slash);
    if (test.group.size() > kGroupNameMax) {
      return refuse("data/secret/" + test.group,
                    "the name of a group may have " + std::to_string(kGroupNameMax) + " characters");
    }
    return {};
  }

  Result<> check_groups() {
    if (legacy_) return {};
    const auto in_group = [](const PackageTest& test) { return !test.group.empty(); };
    const auto alone = [](const PackageTest& test) { return is_secret(test) && test.group.empty(); };
    const auto single = std::ranges::find_if(found_.tests, alone);
    if (single != found_.tests.end() && std::ranges::any_of(found_.tests, in_group)) {
      return refuse(single->input.path, "data/secret may contain tests or groups of tests, not both");
    }
    return {};
  }

  // Settings of directories
  // ------------------------------------------------------------------------------------------------------------

  // The settings of "data/secret/group1". Remembered, since each test asks.
  Result<const TestGroup*> group(const std::string& path) {
    if (const auto known = groups_.find(path); known != groups_.end()) return &known->second;
    AG_ASSIGN(auto read, legacy_ ? read_legacy(path) : read_2025(path));
    return &groups_.emplace(path, std::move(read)).first->second;
  }

  Result<TestGroup> read_2025(const std::string& path) {
    const std::string file = path + "/test_group.yaml";
    std::string text;
    if (directory_.find(file) != nullptr) {
      AG_ASSIGN(const auto written, directory_.read_text(file, kSettingsMax));
      AG_ASSIGN(text, with_constants(written, settings_.constants, file, kSettingsMax));
    }
    const auto place = path == "data/sample"   ? GroupPlace::sample
                       : path == "data/secret" ? GroupPlace::secret
                                               : GroupPlace::group;
    return parse_test_group(text, file, place, settings_.scores);
  }

  // The nearest file upwards holds for a whole directory.
  Result<TestGroup> read_legacy(std::string path) {
    const std::string own = path + "/testdata.yaml";
    for (; !path.empty(); path = parent_of(path)) {
      const std::string file = path + "/testdata.yaml";
      if (directory_.find(file) == nullptr) continue;
      AG_ASSIGN(const auto text, directory_.read_text(file, kSettingsMax));
      return parse_legacy_test_group(text, file, settings_.scores);
    }
    return parse_legacy_test_group("", own, settings_.scores);
  }

  // Directories without tests count, too.
  Result<> read_all_settings() {
    const std::string_view name = legacy_ ? "testdata.yaml" : "test_group.yaml";
    for (const auto& file : directory_.below("data/")) {
      const auto place = parent_of(file.path);
      const bool judged = place == "data" || place.starts_with("data/sample") || place.starts_with("data/secret");
      if (judged && file.path.substr(place.size() + 1) == name) AG_TRY(group(place));
    }
    return {};
  }

  // One problem has one checker.
  Result<> look_up_flags(const PackageTest& test) {
    std::string where;
    std::vector<std::string> flags;
    if (legacy_) {
      AG_ASSIGN(const auto* settings, group(parent_of("data/" + test.name)));
      where = settings->file;
      flags = settings_.validator_flags;
      flags.insert(flags.end(), settings->flags.begin(), settings->flags.end());
    } else {
      AG_TRY(refuse_inherited(test));
      AG_ASSIGN(const auto* settings,
                group("data/" + (test.group.empty() ? parent_of_all(test) : "secret/" + test.group)));
      where = settings->file;
      flags = settings->flags;
      const std::string own = "data/" + test.name + ".yaml";
      if (directory_.find(own) != nullptr) {
        AG_ASSIGN(const auto text, directory_.read_text(own, kSettingsMax));
        AG_ASSIGN(const auto given, parse_test_settings(text, own, is_secret(test)));
        if (given) {
          where = own;
          flags = *given;
        }
      }
    }
    AG_ASSIGN(const auto checker, checker_of_flags(flags, where));
    if (checker_from_.empty()) {
      checker_from_ = where;
      found_.checker = checker;
    } else if (checker != found_.checker) {
      return refuse(where, "the output validator's flags differ from those of " + checker_from_ +
                               ": a problem has one checker here");
    }
    return {};
  }

  static std::string parent_of_all(const PackageTest& test) { return is_secret(test) ? "secret" : "sample"; }

  Result<> refuse_inherited(const PackageTest& test) {
    if (test.group.empty()) return {};
    AG_ASSIGN(const auto* secret, group("data/secret"));
    if (!secret->flags_given) return {};
    return refuse(secret->file,
                  "output_validator_args: groups do not inherit them: write them into each group's own file");
  }

  // Weights of tests
  // ------------------------------------------------------------------------------------------------------------

  std::map<std::string, std::vector<std::size_t>> tests_by_group() const {
    std::map<std::string, std::vector<std::size_t>> by_group;
    for (std::size_t i = 0; i < found_.tests.size(); ++i) {
      if (is_secret(found_.tests[i])) by_group[found_.tests[i].group].push_back(i);
    }
    return by_group;
  }

  std::vector<std::size_t> all_secret() const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < found_.tests.size(); ++i) {
      if (is_secret(found_.tests[i])) all.push_back(i);
    }
    return all;
  }

  Result<> all_or_nothing(const std::string& file) {
    found_.scoring = ScoringRule::groups;
    return assign_weights({{"secret", all_secret(), 1, file}}, found_.tests);
  }

  Result<> score_2025() {
    AG_ASSIGN(const auto* secret, group("data/secret"));
    if (secret->unbounded) return refuse(secret->file, "max_score: unbounded scores need a custom output validator");
    const double whole = secret->score.value_or(100);
    const auto how = secret->aggregation.value_or(Aggregation::sum);
    const auto by_group = tests_by_group();
    const bool grouped = !by_group.contains("");
    if (how == Aggregation::pass_fail || (how == Aggregation::min && !grouped)) return all_or_nothing(secret->file);
    if (how == Aggregation::min) {
      return refuse(secret->file, "score_aggregation: the minimum of the groups' scores is not supported");
    }
    if (!grouped) {
      found_.scoring = ScoringRule::weighted;
      return assign_weights({{"", by_group.at(""), whole, secret->file}}, found_.tests);
    }
    std::vector<WorthOf> parts;
    double sum = 0;
    for (const auto& [name, tests] : by_group) {
      AG_ASSIGN(const auto* settings, group("data/secret/" + name));
      if (!settings->score) {
        return refuse(settings->file, "max_score: required, otherwise the group's worth is undefined");
      }
      sum += *settings->score;
      const bool each = settings->aggregation == Aggregation::sum;
      parts.push_back({each ? "" : name, tests, *settings->score, settings->file});
    }
    if (sum > whole) {
      return refuse(secret->file, "max_score: the groups together are worth more than the whole");
    }
    found_.scoring = ScoringRule::groups;
    return assign_weights(parts, found_.tests);
  }

  Result<> score_legacy() {
    AG_ASSIGN(const auto* data, group("data"));
    AG_ASSIGN(const auto* secret, group("data/secret"));
    const bool has_samples = found_.tests.size() > all_secret().size();
    if (has_samples && !data->ignores_sample) {
      AG_ASSIGN(const auto* sample, group("data/sample"));
      if (sample->score.value_or(1) != 0) {
        return refuse(data->file, "grader_flags: samples that count cannot be scored here: write ignore_sample");
      }
    }
    const auto by_group = tests_by_group();
    if (secret->aggregation == Aggregation::min && by_group.size() == 1 && by_group.contains("")) {
      return all_or_nothing(secret->file);
    }
    if (by_group.size() > 1 && (secret->aggregation != Aggregation::sum || !secret->continues)) {
      return refuse(secret->file,
                    "groups are scored here when they are summed (on_reject: continue, grader_flags: sum)");
    }
    std::vector<WorthOf> parts;
    for (const auto& [name, tests] : by_group) {
      AG_ASSIGN(const auto* settings, group(name.empty() ? "data/secret" : "data/secret/" + name));
      for (const auto at : tests) {
        const auto parent = parent_of("data/" + found_.tests[at].name);
        if (parent != (name.empty() ? "data/secret" : "data/secret/" + name)) {
          return refuse(parent, "groups within groups are not supported");
        }
      }
      const double each = settings->score.value_or(1);
      if (settings->aggregation == Aggregation::min && !name.empty()) {
        parts.push_back({name, tests, each, settings->file});
      } else if (settings->continues || tests.size() == 1) {
        parts.push_back({"", tests, each * static_cast<double>(tests.size()), settings->file});
      } else {
        return refuse(settings->file,
                      "a sum that ends at the first failure is not supported: write on_reject: continue, or min");
      }
    }
    found_.scoring = ScoringRule::groups;
    return assign_weights(parts, found_.tests);
  }

  const PackageDirectory& directory_;
  const ProblemSettings& settings_;
  const bool legacy_;
  PackageTests found_;
  std::map<std::string, TestGroup> groups_;
  std::string checker_from_;
};

}  // namespace

Result<PackageTests> read_package_tests(const PackageDirectory& directory, const ProblemSettings& settings) {
  return TestReader(directory, settings).read();
}

Result<std::string> with_constants(std::string_view text, const std::map<std::string, std::string>& constants,
                                   const std::string& path, Bytes max) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find("{{");
    if (open == std::string_view::npos) {
      out.append(text);
      break;
    }
    out.append(text.substr(0, open));
    text.remove_prefix(open);
    // No name has a brace in it: so each byte is looked at a few times only, however many braces are never closed.
    const auto name = text.substr(2, text.find_first_of("{}", 2) - 2);
    const auto known =
        text.substr(2 + name.size()).starts_with("}}") ? constants.find(std::string(name)) : constants.end();
    out.append(known == constants.end() ? text.substr(0, 2) : std::string_view(known->second));
    text.remove_prefix(known == constants.end() ? 2 : name.size() + 4);
    if (static_cast<std::int64_t>(out.size()) > max.count) break;
  }
  if (static_cast<std::int64_t>(out.size()) <= max.count) return out;
  return fail(ErrorCode::invalid, path + ": is over " + std::to_string(max.count / 1024) + " KiB with its constants");
}

}  // namespace autograder
