#include "packages/read_package.h"

#include <algorithm>
#include <array>

#include "domain/text.h"
#include "packages/bundled_submissions.h"
#include "packages/domjudge_settings.h"
#include "packages/package_tests.h"
#include "packages/problem_settings.h"
#include "packages/statements.h"

namespace autograder {
namespace {

constexpr std::size_t kTagsMax = 20;
constexpr std::size_t kTagMax = 40;     // characters
constexpr std::size_t kTitleMax = 200;  // characters
constexpr std::size_t kTitlesMax = 20;  // as many as there are translations of a statement

struct Unsupported {
  std::string_view directory;
  std::string_view why;
};
constexpr std::array<Unsupported, 5> kUnsupported{{
    {"output_validator/", "custom output validators cannot be run here yet"},
    {"static_validator/", "static validators cannot be run here yet"},
    {"include/", "files that are added to every submission cannot be given here yet"},
    {"output_validators/", "custom output validators cannot be run here yet"},
    {"graders/", "custom graders cannot be run here yet"},
}};

// A legacy package may have output validators that it does not ask for.
Result<> refuse_unsupported(const PackageDirectory& directory, const ProblemSettings& settings,
                            std::vector<std::string>& notes) {
  for (const auto& [place, why] : kUnsupported) {
    if (place == "output_validators/" && settings.format == PackageFormat::legacy) {
      if (directory.has_below(place))
        notes.push_back(std::string(place) + ": is not used: problem.yaml does not say validation: custom");
      continue;
    }
    const auto files = directory.below(place);
    if (!files.empty()) return fail(ErrorCode::invalid, files.front().path + ": " + std::string(why));
  }
  return {};
}

Result<> take_keywords(const std::vector<std::string>& keywords, Package& package) {
  constexpr std::array<std::string_view, 3> kDifficulties{"easy", "medium", "hard"};
  for (const auto& word : keywords) {
    if (const auto level = std::ranges::find(kDifficulties, word); level != kDifficulties.end()) {
      package.difficulty = static_cast<Difficulty>(level - kDifficulties.begin());
    } else if (word.empty() || count_characters(word) > kTagMax || package.tags.size() == kTagsMax) {
      return fail(ErrorCode::invalid, "problem.yaml: keywords: may be " + std::to_string(kTagsMax) + " of 1 to " +
                                          std::to_string(kTagMax) + " characters");
    } else if (std::ranges::find(package.tags, word) == package.tags.end()) {
      package.tags.push_back(word);
    }
  }
  return {};
}

Result<> check_title(const std::string& title) {
  if (!title.empty() && count_characters(title) <= kTitleMax) return {};
  return fail(ErrorCode::invalid,
              "problem.yaml: name: must be a text of 1 to " + std::to_string(kTitleMax) + " characters");
}

// The title, and those in other languages.
Result<> choose_title(const ProblemSettings& settings, const std::string& in_statement, const std::string& fallback,
                      Package& package) {
  const auto& names = settings.names;
  const auto named = names.contains("en") ? names.find("en") : names.begin();
  package.title = named != names.end() ? named->second : in_statement.empty() ? fallback : in_statement;
  AG_TRY(check_title(package.title));
  if (names.size() < 2) return {};
  for (const auto& [language, name] : names) {
    const bool is_own = language == named->first;
    if (!is_own && package.titles.size() >= kTitlesMax) continue;
    AG_TRY(check_title(name));
    package.titles[language] = is_own ? std::string{} : name;
  }
  return {};
}

}  // namespace

Result<Package> read_package(const PackageDirectory& directory, const std::string& fallback_title) {
  if (directory.find("problem.yaml") == nullptr) {
    return fail(ErrorCode::invalid, "problem.yaml: not found: this is not a problem package");
  }
  AG_ASSIGN(const auto text, directory.read_text("problem.yaml", kib(256)));
  AG_ASSIGN(auto settings, parse_problem_settings(text));
  AG_TRY(refuse_unsupported(directory, settings, settings.notes));

  Package package;
  package.format = settings.format_name;
  package.uuid = settings.uuid;
  package.version = settings.version;
  package.languages = settings.languages;
  package.limits = settings.limits;
  package.ac_to_time_limit = settings.ac_to_time_limit;
  package.time_limit_to_tle = settings.time_limit_to_tle;
  package.time_resolution = settings.time_resolution;
  package.embargo_until = settings.embargo_until;
  package.notes = std::move(settings.notes);
  package.files = directory.files();
  AG_ASSIGN(const auto domjudge_limit, read_domjudge_limit(directory));
  if (!settings.time_limit) settings.time_limit = domjudge_limit;
  package.time_limit_given = settings.time_limit.has_value();
  if (settings.time_limit) package.limits.time = *settings.time_limit;
  AG_TRY(take_keywords(settings.keywords, package));

  AG_ASSIGN(auto statements, read_statements(directory, settings, package.notes));
  package.statements = std::move(statements.statements);
  AG_TRY(choose_title(settings, statements.title, fallback_title, package));

  AG_ASSIGN(auto tests, read_package_tests(directory, settings));
  package.tests = std::move(tests.tests);
  package.checker = tests.checker;
  package.scoring = tests.scoring;
  package.notes.insert(package.notes.end(), tests.notes.begin(), tests.notes.end());
  AG_ASSIGN(package.submissions, read_bundled_submissions(directory, settings, package.notes));
  return package;
}

}  // namespace autograder
