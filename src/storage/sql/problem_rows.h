// Which columns keep problems, tests and files of packages.
#pragma once

#include "domain/problem.h"
#include "storage/sql/connection.h"

namespace autograder::sql {

template <>
struct Words<Difficulty> {
  static constexpr std::array<std::string_view, 3> all{"easy", "medium", "hard"};
};
template <>
struct Words<Visibility> {
  static constexpr std::array<std::string_view, 2> all{"visible", "hidden"};
};
template <>
struct Words<ScoringRule> {
  static constexpr std::array<std::string_view, 3> all{"all", "weighted", "groups"};
};
template <>
struct Words<CheckerKind> {
  static constexpr std::array<std::string_view, 5> all{"trim", "lines", "tokens", "exact", "floating"};
};

// Without the description, which listings leave out.
template <>
struct Columns<Problem> {
  static constexpr auto list = std::tuple(
      column("id", &Problem::id), column("title", &Problem::title), column("difficulty", &Problem::difficulty),
      column("tags", &Problem::tags), column("languages", &Problem::languages),
      column("time_limit_ns", &Problem::limits, &ProblemLimits::time),
      column("memory_limit_bytes", &Problem::limits, &ProblemLimits::memory),
      column("output_limit_bytes", &Problem::limits, &ProblemLimits::output),
      column("checker", &Problem::checker, &Checker::kind),
      column("absolute_tolerance", &Problem::checker, &Checker::absolute_tolerance),
      column("relative_tolerance", &Problem::checker, &Checker::relative_tolerance),
      column("ignore_case", &Problem::checker, &Checker::ignore_case),
      column("space_sensitive", &Problem::checker, &Checker::space_sensitive), column("scoring", &Problem::scoring),
      column("published", &Problem::published), column("deleted", &Problem::deleted),
      column("created_by", &Problem::created_by), column("version", &Problem::version),
      column("test_count", &Problem::test_count), column("created_at_ms", &Problem::created_at),
      column("updated_at_ms", &Problem::updated_at), column("uuid", &Problem::uuid),
      column("package_version", &Problem::package_version), column("titles", &Problem::titles));
};

template <>
struct Columns<TestCase> {
  static constexpr auto list = std::tuple(
      column("id", &TestCase::id), column("version", &TestCase::version), column("input_hash", &TestCase::input),
      column("input_bytes", &TestCase::input_size), column("expected_hash", &TestCase::expected),
      column("expected_bytes", &TestCase::expected_size), column("visibility", &TestCase::visibility),
      column("weight", &TestCase::weight), column("test_group", &TestCase::group), column("tags", &TestCase::tags));
};

template <>
struct Columns<ProblemFile> {
  static constexpr auto list = std::tuple(column("path", &ProblemFile::path), column("hash", &ProblemFile::hash),
                                          column("size", &ProblemFile::size));
};

// Those that a version before schema 16 wrote, in order of id. Without descriptions and tests.
std::vector<Problem> problems_without_plain(Connection& db, ProblemId after, int limit);
// What the problem is searched by. In a write.
void write_plain(Connection& db, const Problem& problem);

// A new problem with its tests, and the next version of one. In a write.
Result<> insert_problem(Connection& db, const Problem& problem);
Result<> update_problem(Connection& db, const Problem& problem);

}  // namespace autograder::sql
