#include "simulation/audit.h"

#include <algorithm>

#include "domain/report_codec.h"
#include "domain/scoring.h"

namespace autograder::simulation {
namespace {

Judgement judgement_of_test(const Sent& sent, int test) {
  return judgement_at_its_test(test == sent.test ? sent.program : Program::right);
}

int count(const Sent& sent, Verdict verdict) {
  return static_cast<int>(std::ranges::count_if(
      sent.reports, [&](const std::string& text) { return decode_report(text)->verdict == verdict; }));
}

}  // namespace

void Audit::look_at(SubmissionStore& submissions, Sent& sent) const {
  auto history = submissions.history(sent.id);
  if (!history) return complain_(name(sent) + " has no history: " + history.error().message);
  std::ranges::reverse(*history);
  for (std::size_t i = 0; i < history->size(); ++i) {
    auto text = encode_report((*history)[i]);
    if (i >= sent.reports.size()) {
      check(sent, (*history)[i]);
      sent.reports.push_back(std::move(text));
    } else if (sent.reports[i] != text) {
      complain_("report " + std::to_string(i + 1) + " of " + name(sent) + " was changed");
    }
  }
  if (history->size() < sent.reports.size()) complain_("a report of " + name(sent) + " is gone");
  if (history->size() > static_cast<std::size_t>(sent.judgings)) {
    complain_(name(sent) + " has " + std::to_string(history->size()) + " reports of " + std::to_string(sent.judgings) +
              " judgings");
  }
}

void Audit::look_at_the_end(SubmissionStore& submissions, Sent& sent, int deaths) const {
  look_at(submissions, sent);
  if (sent.reports.size() != static_cast<std::size_t>(sent.judgings)) {
    complain_(name(sent) + " ended in " + std::to_string(sent.reports.size()) + " reports of " +
              std::to_string(sent.judgings) + " judgings");
  }
  const int dead = count(sent, Verdict::internal_error);
  if (dead != deaths) {
    complain_(name(sent) + " has " + std::to_string(dead) + " reports IE, and died " + std::to_string(deaths) +
              " times");
  }
  if (count(sent, Verdict::cancelled) != sent.cancelled) {
    complain_(name(sent) + " was not cancelled as often as its reports say");
  }
}

void Audit::check(const Sent& sent, const Report& report) const {
  const auto told = [&](const std::string& what) { complain_("a report of " + name(sent) + " " + what); };
  const bool refused = report.verdict == Verdict::compile_error;
  if (report.verdict == Verdict::internal_error || report.verdict == Verdict::cancelled || refused) {
    if (report.score != 0) told("has points without tests");
    if (refused && sent.program != Program::refused) told("says CE");
    return;
  }
  if (sent.program == Program::poison || sent.program == Program::refused) return told("has tests that cannot be");
  for (const auto& test : report.tests) {
    const auto judgement = judgement_of_test(sent, test.index);
    if (test.verdict != judgement.verdict) told("has a wrong verdict of a test");
    if (test.points != judgement.points) told("has wrong points of a test");
    if (test.judge_message != judgement.judge_message) told("has other words for admins");
  }
  const auto& problem = problems_[sent.problem];
  if (report.tests.empty()) told("has no tests");
  if (report.verdict != verdict_of(report.tests)) told("has another verdict than its tests");
  if (report.score != score_of(problem.scoring, report.tests, problem.test_count)) {
    told("has another score than its tests");
  }
}

}  // namespace autograder::simulation
