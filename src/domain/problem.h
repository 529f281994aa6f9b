// A problem and its test cases. Bodies of tests are blobs, named by their hash.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/id.h"
#include "domain/limits.h"
#include "domain/titles.h"
#include "foundation/crypto.h"

namespace autograder {

enum class Difficulty { easy, medium, hard };
enum class Visibility { visible, hidden };  // "public" and "private" on the wire
enum class ScoringRule { all, weighted, groups };
enum class CheckerKind { trim, lines, tokens, exact, floating };

struct Checker {
  CheckerKind kind = CheckerKind::trim;
  double absolute_tolerance = 0;  // floating
  double relative_tolerance = 0;  // floating
  bool ignore_case = false;       // of ASCII letters; any kind
  bool space_sensitive = false;   // floating: white space counts as it does for exact
  bool operator==(const Checker&) const = default;
};

struct ProblemLimits {
  Duration time = std::chrono::milliseconds(5000);  // CPU a test
  Bytes memory = mib(256);
  Bytes output = kib(16384);
  bool operator==(const ProblemLimits&) const = default;
};

struct TestCase {
  TestCaseId id;
  int version = 1;  // a change makes the next one
  Sha256 input{};
  Bytes input_size;
  Sha256 expected{};
  Bytes expected_size;
  Visibility visibility = Visibility::hidden;
  int weight = 1;
  std::string group;
  std::vector<std::string> tags;
  bool operator==(const TestCase&) const = default;
};

struct Problem {
  ProblemId id;
  std::string title;
  Titles titles;            // in the languages of its package
  std::string description;  // Markdown
  Difficulty difficulty = Difficulty::easy;
  std::vector<std::string> tags;
  std::vector<std::string> languages;  // empty: every language
  ProblemLimits limits;
  Checker checker;
  ScoringRule scoring = ScoringRule::all;
  bool published = true;
  UserId created_by;
  int version = 1;  // grows with each change of the problem or its tests
  Time created_at{};
  Time updated_at{};
  std::string uuid;             // of its package, or made of the key of its creation; empty: none
  int package_version = 0;      // the `version` that the package made; another one: it was changed since
  bool deleted = false;         // soft: its submissions stay readable
  std::vector<TestCase> tests;  // in order; empty in listings
  int test_count = 0;           // kept in listings
  bool operator==(const Problem&) const = default;
};

// A file of the package that a problem came from; its bytes are a blob.
struct ProblemFile {
  std::string path;  // relative, with slashes
  Sha256 hash{};
  Bytes size;
  bool operator==(const ProblemFile&) const = default;
};

}  // namespace autograder
