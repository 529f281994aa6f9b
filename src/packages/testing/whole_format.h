// Fixture for tests of the whole format: the fates of its files, and two packages to add them to.
#pragma once

#include <sstream>

#include "packages/testing/made_package.h"

namespace autograder {

enum class Fate {
  done,     // it changes what is judged, or what students see
  kept,     // it is given back with the package, and changes nothing; nothing is said
  refused,  // by a sentence that begins with the file and names the key
};

// All that judging and students know of a package.
inline std::string judged(const Package& package) {
  std::ostringstream out;
  out << package.title << '|' << package.uuid << '|' << static_cast<int>(package.difficulty) << '|';
  for (const auto& statement : package.statements) out << statement.language << statement.text << '|';
  for (const auto& tag : package.tags) out << tag << '|';
  for (const auto& language : package.languages) out << language << '|';
  out << package.limits.time.count() << '|' << package.limits.memory.count << '|' << package.limits.output.count << '|'
      << package.time_limit_given << package.ac_to_time_limit << '|' << package.time_limit_to_tle << '|'
      << package.time_resolution.count() << '|' << (package.embargo_until ? to_ms(*package.embargo_until) : 0) << '|'
      << static_cast<int>(package.scoring) << '|' << static_cast<int>(package.checker.kind)
      << package.checker.absolute_tolerance << '|' << package.checker.ignore_case << package.checker.space_sensitive;
  for (const auto& test : package.tests) {
    out << '\n' << test.name << '|' << test.weight << '|' << test.group << '|' << static_cast<int>(test.visibility);
  }
  const auto set = [&](const VerdictSet& of) {
    out << of.accepted << of.wrong_answer << of.time_limit << of.runtime_error << '|';
  };
  for (const auto& submission : package.submissions) {
    out << '\n' << submission.path << '|' << submission.language << '|' << submission.source;
    for (const auto& expected : submission.expected) {
      out << "\n  " << expected.tests << '|';
      set(expected.permitted);
      set(expected.required);
      if (expected.score) out << expected.score->first << '-' << expected.score->second;
      out << expected.bounds_limit_below << expected.bounds_limit_above;
    }
  }
  return out.str();
}

inline PackageTexts base_2025() {
  auto texts = small_package();
  texts["statement/problem.en.md"] = "Up to {{n}}.\n";
  return texts;
}
inline PackageTexts base_legacy() {
  auto texts = small_package();
  texts["problem.yaml"] = "problem_format_version: legacy\nname: Small\n";
  texts["problem_statement/problem.en.md"] = texts["statement/problem.en.md"];
  texts.erase("statement/problem.en.md");
  return texts;
}

}  // namespace autograder
