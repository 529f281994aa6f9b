#include "domain/scoring.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace autograder {
namespace {

bool passed(const TestReport& test) {
  return test.verdict == Verdict::accepted;
}

// Two decimals; never rounded up to 100, so that 100 always means everything.
double percentage(std::int64_t part, std::int64_t whole) {
  if (part >= whole) return 100;
  const double rounded = std::round(10'000.0 * static_cast<double>(part) / static_cast<double>(whole)) / 100;
  return std::min(rounded, 99.99);
}

}  // namespace

double score_of(ScoringRule rule, const std::vector<TestReport>& tests, int test_count) {
  const bool all_passed = test_count > 0 && tests.size() >= static_cast<std::size_t>(test_count) &&
                          std::all_of(tests.begin(), tests.end(), passed);
  if (rule == ScoringRule::all) return all_passed ? 100 : 0;

  std::map<std::string_view, bool> group_passed;
  for (const auto& test : tests) {
    auto [entry, added] = group_passed.try_emplace(test.group, true);
    entry->second &= passed(test);
  }
  std::int64_t part = 0;
  std::int64_t whole = 0;
  for (const auto& test : tests) {
    const bool by_group = rule == ScoringRule::groups && !test.group.empty();
    whole += test.weight;
    if (by_group ? group_passed.at(test.group) : passed(test)) part += test.weight;
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
