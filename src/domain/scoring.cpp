#include "domain/scoring.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace autograder {
namespace {

bool passed(const TestReport& test) {
  return test.verdict == Verdict::accepted;
}

// `part` in millionths. Two decimals; never rounded up to 100, so that 100 always means everything.
double percentage(std::int64_t part, std::int64_t whole) {
  if (part >= whole * Points::kMax) return 100;
  const double earned = static_cast<double>(part) / Points::kMax;
  const double rounded = std::round(10'000.0 * earned / static_cast<double>(whole)) / 100;
  return std::min(rounded, 99.99);
}

}  // namespace

double score_of(ScoringRule rule, const std::vector<TestReport>& tests, int test_count) {
  const bool all_passed = test_count > 0 && tests.size() >= static_cast<std::size_t>(test_count) &&
                          std::all_of(tests.begin(), tests.end(), passed);
  if (rule == ScoringRule::all) return all_passed ? 100 : 0;

  std::map<std::string_view, Points> worst_of_group;
  for (const auto& test : tests) {
    const auto [entry, added] = worst_of_group.try_emplace(test.group, test.points);
    entry->second = std::min(entry->second, test.points);
  }
  std::int64_t part = 0;
  std::int64_t whole = 0;
  for (const auto& test : tests) {
    const bool by_group = rule == ScoringRule::groups && !test.group.empty();
    whole += test.weight;
    part += test.weight * (by_group ? worst_of_group.at(test.group) : test.points).millionths;
  }
  if (whole == 0) return all_passed ? 100 : 0;
  return percentage(part, whole);
}

Verdict verdict_of(const std::vector<TestReport>& tests) {
  const auto failing = std::find_if_not(tests.begin(), tests.end(), passed);
  return failing == tests.end() ? Verdict::accepted : failing->verdict;
}

bool stops_at_first_failure(ScoringRule rule) {
  return rule == ScoringRule::all;
}

}  // namespace autograder
