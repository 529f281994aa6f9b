#include "packages/bundled_submissions.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "domain/text.h"
#include "packages/glob.h"
#include "packages/language_codes.h"
#include "packages/package_tests.h"
#include "packages/yaml_fields.h"

namespace autograder {
namespace {

constexpr const char* kExpectationsFile = "submissions/submissions.yaml";

constexpr VerdictSet kAccepted{.accepted = true};
constexpr VerdictSet kWrong{.wrong_answer = true};
constexpr VerdictSet kSlow{.time_limit = true};
constexpr VerdictSet kCrash{.runtime_error = true};
constexpr VerdictSet both(VerdictSet a, VerdictSet b) {
  return {a.accepted || b.accepted, a.wrong_answer || b.wrong_answer, a.time_limit || b.time_limit,
          a.runtime_error || b.runtime_error};
}

struct DefaultRule {
  std::string_view directory;
  VerdictSet permitted;
  VerdictSet required;
  bool for_time_limit = true;
};
constexpr auto kAny = VerdictSet::all();
constexpr std::array<DefaultRule, 6> kRules2025{{
    {"accepted", kAccepted, kAccepted},
    {"rejected", kAny, {false, true, true, true}, false},
    {"wrong_answer", both(kAccepted, kWrong), kWrong},
    {"time_limit_exceeded", both(kAccepted, kSlow), kSlow},
    {"run_time_error", both(kAccepted, kCrash), kCrash},
    {"brute_force", {true, false, true, true}, both(kCrash, kSlow), false},
}};
constexpr std::array<DefaultRule, 5> kRulesLegacy{{
    {"accepted", kAccepted, kAccepted},
    {"partially_accepted", kAny, {false, true, true, true}, false},
    {"wrong_answer", both(kAccepted, kWrong), kWrong},
    {"time_limit_exceeded", {true, true, true, false}, kSlow},
    {"run_time_error", kAny, kCrash, false},
}};

// The rule of one pattern of submissions.yaml, or of a directory by itself.
struct Rule {
  std::string pattern;
  std::string source;
  std::string language;
  std::string entry_point;
  std::vector<Expectation> expected;
  int line = 0;  // of submissions.yaml; 0: the format's own
};

void bound_limit(Expectation& expectation) {
  expectation.bounds_limit_below = !expectation.permitted.time_limit;
  expectation.bounds_limit_above = expectation.required == kSlow;
}

std::vector<Rule> default_rules(PackageFormat format) {
  std::vector<Rule> rules;
  const auto add = [&](const DefaultRule& rule) {
    Expectation expectation;
    expectation.source = "submissions/" + std::string(rule.directory);
    expectation.permitted = rule.permitted;
    expectation.required = rule.required;
    if (rule.for_time_limit) bound_limit(expectation);
    Rule made;
    made.pattern = rule.directory;
    made.source = expectation.source;
    made.expected = {expectation};
    rules.push_back(std::move(made));
  };
  if (format == PackageFormat::legacy) {
    std::ranges::for_each(kRulesLegacy, add);
  } else {
    std::ranges::for_each(kRules2025, add);
  }
  return rules;
}

std::optional<VerdictSet> read_verdicts(YamlFields& fields, std::string_view key) {
  const auto codes = fields.texts(key);
  if (!codes) return std::nullopt;
  VerdictSet set;
  for (const auto& code : *codes) {
    auto* member = code == "AC"    ? &set.accepted
                   : code == "WA"  ? &set.wrong_answer
                   : code == "TLE" ? &set.time_limit
                   : code == "RTE" ? &set.runtime_error
                                   : nullptr;
    if (member == nullptr) {
      fields.refuse(key, printable(code, 40) + " is not one of AC, WA, TLE and RTE");
      return std::nullopt;
    }
    *member = true;
  }
  if (set == VerdictSet{}) fields.refuse(key, "must name one of AC, WA, TLE and RTE");
  return set;
}

std::optional<std::pair<double, double>> read_score(YamlFields& fields) {
  const auto* value = fields.any("score");
  if (value == nullptr) return std::nullopt;
  const auto one = [&](const YamlValue& from) {
    YamlValue alone = from;
    alone.key = "score";
    YamlValue map;
    map.kind = YamlValue::Kind::map;
    map.children.push_back(std::move(alone));
    YamlFields inner(map, kExpectationsFile);
    const auto number = inner.number("score", 0, 1e9);
    fields.adopt(inner.finish());
    return number.value_or(0);
  };
  if (value->kind != YamlValue::Kind::list) {
    const double exact = one(*value);
    return std::pair{exact, exact};
  }
  if (value->children.size() != 2) {
    fields.refuse("score", "must be a number, or a list of two");
    return std::nullopt;
  }
  return std::pair{one(value->children[0]), one(value->children[1])};
}

// The keys that stand for all tests and again below a pattern of tests; what is not given stays.
void read_expectation(YamlFields& fields, Expectation& expectation) {
  const auto permitted = read_verdicts(fields, "permitted");
  const auto required = read_verdicts(fields, "required");
  if (permitted) expectation.permitted = *permitted;
  if (required) expectation.required = *required;
  if (permitted || required) bound_limit(expectation);
  if (const auto score = read_score(fields)) expectation.score = score;
  if (fields.text("message").value_or("") != "") {
    fields.refuse("message", "not supported: the default output validator writes no judgemessage.txt");
  }
  if (const auto use = fields.text("use_for_time_limit")) {
    if (*use == "false") {
      expectation.bounds_limit_below = expectation.bounds_limit_above = false;
    } else if (*use == "lower") {
      expectation.bounds_limit_below = true;
    } else if (*use == "upper") {
      expectation.bounds_limit_above = true;
    } else if (*use != "true") {
      fields.refuse("use_for_time_limit", "must be true, false, lower or upper");
    }
  }
}

Result<> read_rule(const YamlValue& value, bool scores, std::vector<Rule>& rules) {
  const auto own = std::ranges::find(rules, value.key, &Rule::pattern);
  Rule rule;
  rule.pattern = value.key;
  rule.line = value.line;
  rule.source = std::string(kExpectationsFile) + ", line " + std::to_string(value.line);
  Expectation whole;
  if (own != rules.end()) whole = own->expected.front();
  whole.source = rule.source;
  YamlFields fields(value, kExpectationsFile, printable(value.key, 100) + ".");
  if (const auto code = fields.text("language")) {
    rule.language = language_of_code(*code);
    if (rule.language.empty()) rule.language = "?";
  }
  rule.entry_point = fields.text("entrypoint").value_or("");
  (void)fields.boolean("model_solution");
  fields.keep("authors");
  if (!scores) fields.refuse_if_given("score", "only for problems of the type scoring");
  read_expectation(fields, whole);
  rule.expected.push_back(whole);
  for (const auto& child : value.children) {
    if (child.kind != YamlValue::Kind::map || !(child.key.starts_with("sample") || child.key.starts_with("secret")))
      continue;
    fields.keep(child.key);
    Expectation part;
    part.source = std::string(kExpectationsFile) + ", line " + std::to_string(child.line);
    part.tests = child.key;
    YamlFields inner(child, kExpectationsFile, printable(value.key, 100) + "." + printable(child.key, 100) + ".");
    inner.refuse_if_given("score", "of a group is not supported");
    read_expectation(inner, part);
    fields.adopt(inner.finish());
    rule.expected.push_back(std::move(part));
  }
  AG_TRY(fields.finish());
  if (own != rules.end()) {
    *own = std::move(rule);
  } else {
    rules.push_back(std::move(rule));
  }
  return {};
}

Result<std::vector<Rule>> read_rules(const PackageDirectory& directory, const ProblemSettings& settings) {
  auto rules = default_rules(settings.format);
  if (directory.find(kExpectationsFile) == nullptr) return rules;
  AG_ASSIGN(const auto text, directory.read_text(kExpectationsFile, kib(256)));
  AG_ASSIGN(const auto yaml, parse_yaml(text, kExpectationsFile));
  if (yaml.kind != YamlValue::Kind::map && yaml.kind != YamlValue::Kind::nothing) {
    return fail(ErrorCode::invalid, std::string(kExpectationsFile) + ": must be a map of patterns to expectations");
  }
  for (const auto& child : yaml.children) AG_TRY(read_rule(child, settings.scores, rules));
  return rules;
}

// A submission is one file here, and where it begins is its language's affair. Java starts the class that the file is named
// after, in whatever package, or Main.
Result<> check_entry_point(const Rule& rule, const std::string& file, const std::string& language) {
  if (rule.entry_point.empty()) return {};
  const auto name = file.substr(file.rfind('/') + 1);
  const auto stem = name.substr(0, name.rfind('.'));
  const auto java_class = rule.entry_point.substr(rule.entry_point.rfind('.') + 1);
  if (language == "java" ? java_class == "Main" || java_class == stem : rule.entry_point == name) return {};
  const auto where = language != "java" ? name
                     : stem == "Main"   ? std::string("the class Main")
                                        : "the classes " + printable(stem, 100) + " and Main";
  return fail(ErrorCode::invalid, std::string(kExpectationsFile) + ": line " + std::to_string(rule.line) + ": " +
                                      printable(rule.pattern, 100) + ".entrypoint: " + file + " can start only in " +
                                      where);
}

bool is_python2(const PackageDirectory& directory, const PackageFile& file) {
  const auto source = directory.read(file.path, kBundledSourceMax);
  return source && source->starts_with("#!") && source->substr(0, source->find('\n')).contains("python2");
}

}  // namespace

Result<std::vector<BundledSubmission>> read_bundled_submissions(const PackageDirectory& directory,
                                                                const ProblemSettings& settings,
                                                                std::vector<std::string>& notes) {
  AG_ASSIGN(const auto rules, read_rules(directory, settings));
  std::map<std::string, std::vector<PackageFile>> programs;  // "accepted/a.py" -> its files
  for (const auto& file : directory.below("submissions/")) {
    const std::string path = file.path.substr(std::string_view("submissions/").size());
    const auto first = path.find('/');
    if (first == std::string::npos) {  // submissions.yaml, or a word for readers
      if (language_of_ending(path).empty()) continue;
      return fail(ErrorCode::invalid, file.path + ": programs must be in a directory, such as submissions/accepted");
    }
    programs[path.substr(0, path.find('/', first + 1))].push_back(file);
  }
  if (programs.size() > kBundledSubmissionsMax) {
    return fail(ErrorCode::invalid,
                "submissions: has more than " + std::to_string(kBundledSubmissionsMax) + " programs");
  }
  std::vector<BundledSubmission> found;
  std::set<int> used;  // lines of rules
  for (const auto& [name, files] : programs) {
    BundledSubmission submission;
    submission.path = "submissions/" + name;
    submission.language = language_of_ending(files.front().path);
    if (submission.language == "python" && is_python2(directory, files.front())) submission.language.clear();
    for (const auto& rule : rules) {
      if (!glob_matches(rule.pattern, name)) continue;
      submission.expected.insert(submission.expected.end(), rule.expected.begin(), rule.expected.end());
      if (!rule.language.empty()) submission.language = rule.language == "?" ? "" : rule.language;
      used.insert(rule.line);
      AG_TRY(check_entry_point(rule, files.front().path, submission.language));
    }
    if (submission.language.empty()) {
      notes.push_back(submission.path + ": is not in a language of this server, and is not judged");
    } else if (files.size() > 1) {
      submission.language.clear();
      notes.push_back(submission.path + ": has several files, and is not judged: submissions are one file here");
    } else {
      const auto& path = files.front().path;
      AG_ASSIGN(const auto source, directory.read_text(path, kBundledSourceMax));
      AG_ASSIGN(submission.source, with_constants(source, settings.constants, path, kBundledSourceMax));
    }
    found.push_back(std::move(submission));
  }
  for (const auto& rule : rules) {
    if (rule.line > 0 && !used.contains(rule.line)) {
      notes.push_back(rule.source + ": " + printable(rule.pattern, 100) + " matches no submission");
    }
  }
  return found;
}

std::vector<Expectation> expectations_of_directory(std::string_view directory) {
  const auto rules = default_rules(PackageFormat::v2025_09);
  const auto rule = std::ranges::find(rules, directory, &Rule::pattern);
  return rule == rules.end() ? std::vector<Expectation>{} : rule->expected;
}

}  // namespace autograder
