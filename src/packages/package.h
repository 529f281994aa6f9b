// Problem packages as values: the files on disk in the ICPC and Kattis format, read and held against bounds.
//
// Knows:          the files of a package, its settings, tests, statements and bundled submissions.
// Does not know:  storage, HTTP, judging. Nothing of a package is ever run here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/limits.h"
#include "domain/problem.h"
#include "foundation/clock.h"

namespace autograder {

// A regular file of a package; its path is relative, with slashes.
struct PackageFile {
  std::string path;
  Bytes size;
  bool operator==(const PackageFile&) const = default;
};

struct PackageTest {
  std::string name;  // "secret/group1/01"
  PackageFile input;
  PackageFile answer;
  Visibility visibility = Visibility::hidden;
  int weight = 1;
  std::string group;
};

struct Statement {
  std::string language;  // "en", "pt-BR"
  std::string path;
  std::string text;  // Markdown
};

// The four verdicts that packages speak of, as a set.
struct VerdictSet {
  bool accepted = false;
  bool wrong_answer = false;
  bool time_limit = false;
  bool runtime_error = false;
  static constexpr VerdictSet all() { return {true, true, true, true}; }
  bool operator==(const VerdictSet&) const = default;
};

// The verdicts that a bundled submission must get on some of the tests.
struct Expectation {
  std::string source;  // "submissions/accepted", "submissions.yaml, line 4": for people
  std::string tests;   // a glob over names of tests and groups; empty: all
  VerdictSet permitted = VerdictSet::all();
  VerdictSet required = VerdictSet::all();
  std::optional<std::pair<double, double>> score;  // of the whole problem, from and to
  bool bounds_limit_below = false;                 // the time limit leaves room for it
  bool bounds_limit_above = false;                 // the time limit stops it
};

struct BundledSubmission {
  std::string path;      // of the file, or of the directory of several
  std::string language;  // an id of ours; empty: a language that we do not judge
  std::string source;    // with the package's constants put in
  std::vector<Expectation> expected;
};

struct Package {
  std::string format;  // "2025-09", "legacy"
  std::string uuid;    // lower case; empty in a legacy package that has none
  std::string version;
  std::string title;                  // English where there is one
  Titles titles;                      // where it has names in several languages
  std::vector<Statement> statements;  // English first
  Difficulty difficulty = Difficulty::easy;
  std::vector<std::string> tags;       // its keywords
  std::vector<std::string> languages;  // ids of ours; empty: every language
  ProblemLimits limits;                // `time` counts only when it is given
  bool time_limit_given = false;
  double ac_to_time_limit = 2.0;   // the slowest accepted submission times this is within the limit
  double time_limit_to_tle = 1.5;  // the limit times this is within the fastest submission that is too slow
  Duration time_resolution = std::chrono::seconds(1);
  std::optional<Time> embargo_until;  // not to be seen by students before
  Checker checker;
  ScoringRule scoring = ScoringRule::all;
  std::vector<PackageTest> tests;  // samples, then secret ones, in order
  std::vector<BundledSubmission> submissions;
  std::vector<PackageFile> files;  // all of them, in order of their paths
  std::vector<std::string> notes;  // what an author should know: nothing that changes a verdict
};

}  // namespace autograder
