#include "packages/verification.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "domain/scoring.h"
#include "packages/glob.h"

namespace autograder {
namespace {

constexpr Duration kTimeLimitMin = std::chrono::milliseconds(100);
constexpr Duration kTimeLimitMax = std::chrono::seconds(60);

Duration times(Duration duration, double factor) {
  return Duration(std::llround(static_cast<double>(duration.count()) * factor));
}

// The format knows four: what exceeds memory or output has crashed.
bool is_in(const VerdictSet& set, Verdict verdict) {
  switch (verdict) {
    case Verdict::accepted:
      return set.accepted;
    case Verdict::wrong_answer:
      return set.wrong_answer;
    case Verdict::time_limit:
      return set.time_limit;
    case Verdict::runtime_error:
    case Verdict::memory_limit:
    case Verdict::output_limit:
      return set.runtime_error;
    case Verdict::compile_error:
    case Verdict::internal_error:
    case Verdict::cancelled:
      return false;
  }
  return false;
}

std::string words_of(const VerdictSet& set) {
  std::string words;
  const auto add = [&](bool in, const char* code) {
    if (in) words += (words.empty() ? "" : "/") + std::string(code);
  };
  add(set.accepted, "AC");
  add(set.wrong_answer, "WA");
  add(set.time_limit, "TLE");
  add(set.runtime_error, "RE");
  return words;
}

bool judged_on_tests(const Report& report) {
  return report.verdict != Verdict::compile_error && report.verdict != Verdict::internal_error && !report.tests.empty();
}

const std::string& name_of_test(const TestReport& test, const Package& package) {
  return package.tests.at(static_cast<std::size_t>(test.index - 1)).name;
}

void hold(const Expectation& expectation, const JudgedSubmission& judged, const Package& package,
          std::vector<Finding>& findings) {
  const auto complain = [&](std::string words) { findings.push_back({words, words}); };
  bool some = false;
  bool required = false;
  struct Wrong {
    const TestReport* first;
    int count;
  };
  std::vector<Wrong> wrong;  // one a verdict
  for (const auto& test : judged.report.tests) {
    if (!expectation.tests.empty() && !glob_matches(expectation.tests, name_of_test(test, package))) continue;
    some = true;
    required = required || is_in(expectation.required, test.verdict);
    if (is_in(expectation.permitted, test.verdict)) continue;
    const auto known =
        std::ranges::find_if(wrong, [&](const Wrong& one) { return one.first->verdict == test.verdict; });
    if (known == wrong.end()) {
      wrong.push_back({&test, 1});
    } else {
      ++known->count;
    }
  }
  for (const auto& [first, count] : wrong) {
    const auto more = count == 1   ? std::string()
                      : count == 2 ? std::string(" and 1 more test")
                                   : " and " + std::to_string(count - 1) + " more tests";
    const auto sentence = name_of_test(*first, package) + more + ": " + std::string(code_of(first->verdict)) +
                          ", but " + expectation.source + " permits only " + words_of(expectation.permitted);
    findings.push_back(
        {sentence, sentence + (first->message.empty() ? "" : " (" + first->message + ")"), first->reason});
  }
  const std::string where = expectation.tests.empty() ? "no test" : "no test of " + expectation.tests;
  if (!some) {
    complain(expectation.source + ": the package has " + where);
  } else if (!required) {
    complain(where + " got " + words_of(expectation.required) + ", as " + expectation.source + " requires");
  }
  if (expectation.score) {
    const auto [from, to] = *expectation.score;
    if (judged.report.score < from || judged.report.score > to) {
      std::array<char, 160> text{};
      std::snprintf(text.data(), text.size(), "the score is %g, and %s asks for %g to %g", judged.report.score,
                    expectation.source.c_str(), from, to);
      complain(text.data());
    }
  }
}

}  // namespace

void hold_to_time_limit(JudgedSubmission& judged, Duration limit, ScoringRule scoring) {
  auto& report = judged.report;
  if (!judged_on_tests(report)) return;
  const auto cpu_max = times(limit, judged.time_factor);
  judged.as_judged.clear();
  for (auto& test : report.tests) {
    judged.as_judged.push_back(test.verdict);
    // Wall time is left as it was judged: on a busy machine it says more of the neighbours than of the program.
    if (std::chrono::milliseconds(test.cpu_time_ms) <= cpu_max || test.verdict == Verdict::time_limit) continue;
    test.verdict = Verdict::time_limit;
    test.points = {};
    test.message = "CPU time over the limit of " + seconds_in_words(cpu_max);
    test.reason = {};
    test.reason.code = ReasonCode::cpu_time;
    test.reason.limit_ms = std::chrono::duration_cast<std::chrono::milliseconds>(cpu_max).count();
  }
  report.verdict = verdict_of(report.tests);
  report.score = score_of(scoring, report.tests, static_cast<int>(report.tests.size()));
}

std::vector<Finding> findings_in(const JudgedSubmission& judged, const Package& package) {
  const auto& report = judged.report;
  const auto whole = [&](const std::string& sentence) {
    return std::vector<Finding>{{sentence, sentence + ": " + report.message, report.reason}};
  };
  if (report.verdict == Verdict::compile_error) return whole("it does not compile");
  if (!judged_on_tests(report)) return whole("it was not judged");
  std::vector<Finding> findings;
  for (const auto& expectation : judged.expected) hold(expectation, judged, package, findings);
  return findings;
}

std::vector<std::string> unexpected_in(const JudgedSubmission& judged, const Package& package) {
  std::vector<std::string> all;
  for (auto& finding : findings_in(judged, package)) all.push_back(std::move(finding.words));
  return all;
}

std::string expected_in_words(const JudgedSubmission& judged) {
  std::string words;
  for (const auto& expectation : judged.expected) {
    const auto one = words_of(expectation.required);
    if (one == words_of(VerdictSet::all())) continue;
    words += (words.empty() ? "" : ", ") + one + (expectation.tests.empty() ? "" : " in " + expectation.tests);
  }
  return words.empty() ? "any" : words;
}

std::string found_in_words(const JudgedSubmission& judged, const Package& package) {
  std::string words(code_of(judged.report.verdict));
  if (!judged_on_tests(judged.report)) return words;
  for (const auto& test : judged.report.tests) {
    if (test.verdict != Verdict::accepted) return words + " at " + name_of_test(test, package);
  }
  return words;
}

namespace {

struct Needs {
  Duration cpu{};
  Duration waiting{};  // see TimeBounds
};

// What its slowest tests took. Absent when a test of the expectation came to a verdict that it does not permit: a
// program that failed or was stopped says nothing of how long it needs.
std::optional<Needs> needs_of(const JudgedSubmission& judged, const Expectation& expectation, const Package& package) {
  Needs needs;
  for (std::size_t i = 0; i < judged.report.tests.size(); ++i) {
    const auto& test = judged.report.tests[i];
    if (!expectation.tests.empty() && !glob_matches(expectation.tests, name_of_test(test, package))) continue;
    const auto verdict = i < judged.as_judged.size() ? judged.as_judged[i] : test.verdict;
    const bool stopped = verdict == Verdict::time_limit;
    if (!is_in(expectation.permitted, verdict) || (stopped && expectation.bounds_limit_below)) return std::nullopt;
    const auto in_problems_time = [&](Duration time) { return times(time, 1 / judged.time_factor); };
    needs.cpu = std::max(needs.cpu, in_problems_time(std::chrono::milliseconds(test.cpu_time_ms)));
    needs.waiting =
        std::max(needs.waiting, in_problems_time(cpu_time_for(std::chrono::milliseconds(test.wall_time_ms))));
    if (stopped) needs.cpu = std::max(needs.cpu, judged.judged_with);
  }
  return needs;
}

}  // namespace

TimeBounds time_bounds(const std::vector<JudgedSubmission>& judged, const Package& package) {
  TimeBounds bounds;
  for (const auto& submission : judged) {
    if (!judged_on_tests(submission.report)) continue;
    for (const auto& expectation : submission.expected) {
      const auto needs = needs_of(submission, expectation, package);
      if (!needs) continue;
      if (expectation.bounds_limit_below && (!bounds.slowest || needs->cpu > *bounds.slowest)) {
        bounds.slowest = needs->cpu;
        bounds.slowest_path = submission.path;
      }
      if (expectation.bounds_limit_below) bounds.waiting = std::max(bounds.waiting, needs->waiting);
      if (expectation.bounds_limit_above && (!bounds.fastest || needs->cpu < *bounds.fastest)) {
        bounds.fastest = needs->cpu;
        bounds.fastest_path = submission.path;
      }
    }
  }
  return bounds;
}

std::optional<Duration> propose_time_limit(const TimeBounds& bounds, const Package& package) {
  if (!bounds.slowest) return std::nullopt;
  // The clock counts the time of neighbours, too: good enough to propose a limit that is a little too long, not to complain of
  // one, and nothing is added to it.
  const auto least = std::max({kTimeLimitMin, times(*bounds.slowest, package.ac_to_time_limit), bounds.waiting});
  const auto step = package.time_resolution;
  const auto limit = step * ((least + step - Duration(1)) / step);
  if (limit > kTimeLimitMax) return std::nullopt;
  if (bounds.fastest && times(limit, package.time_limit_to_tle) > *bounds.fastest) return std::nullopt;
  return limit;
}

std::vector<std::string> narrow_margins(const TimeBounds& bounds, Duration limit, const Package& package) {
  std::vector<std::string> narrow;
  std::array<char, 32> factor{};
  if (bounds.slowest && times(*bounds.slowest, package.ac_to_time_limit) > limit) {
    std::snprintf(factor.data(), factor.size(), "%g", package.ac_to_time_limit);
    narrow.push_back("the time limit of " + seconds_in_words(limit) + " is less than " + factor.data() +
                     " times the slowest solution that must pass: " + seconds_in_words(*bounds.slowest) + ", " +
                     bounds.slowest_path);
  }
  if (bounds.fastest && times(limit, package.time_limit_to_tle) > *bounds.fastest) {
    std::snprintf(factor.data(), factor.size(), "%g", package.time_limit_to_tle);
    narrow.push_back("the fastest solution that must be too slow takes less than " + std::string(factor.data()) +
                     " times the time limit of " + seconds_in_words(limit) + ": " + seconds_in_words(*bounds.fastest) +
                     ", " + bounds.fastest_path);
  }
  return narrow;
}

std::string seconds_in_words(Duration duration) {
  std::array<char, 32> text{};
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
  std::snprintf(text.data(), text.size(), "%g s", static_cast<double>(ms) / 1000);
  return text.data();
}

}  // namespace autograder
