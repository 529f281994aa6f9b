#include "judge/job_work.h"

#include "domain/report_codec.h"
#include "domain/scoring.h"
#include "foundation/log.h"

namespace autograder {
namespace {

// Reports of so few tests are announced after each test; longer ones at most each kProgressEvery.
constexpr std::size_t kProgressTestsMax = 32;
constexpr std::chrono::milliseconds kProgressEvery{50};

// "each test": the one that a report of progress ends with.
void log_last_test(const Job& job, const Report& so_far) {
  if (so_far.tests.empty()) return;
  const auto& test = so_far.tests.back();
  log::debug("test judged", {{kind_of(job.subject), hex_of(job.subject)},
                             {"test", test.index},
                             {"verdict", code_of(test.verdict)},
                             {"cpu_time_ms", test.cpu_time_ms},
                             {"memory_kb", test.memory_kb}});
}

// Whether another test follows.
bool goes_on(const Report& so_far, const Problem& problem) {
  if (so_far.tests.size() >= problem.tests.size()) return false;
  return so_far.verdict == Verdict::accepted || !stops_at_first_failure(problem.scoring);
}

// The report of a bundled submission that is kept: how each test went, without its input and outputs.
Report without_excerpts(Report report) {
  if (report.verdict != Verdict::compile_error) report.output.clear();
  for (auto& test : report.tests) {
    test.input.clear();
    test.expected.clear();
    test.output.clear();
  }
  return report;
}

}  // namespace

Report strip_of(const Report& report) {
  Report strip = report;
  strip.output.clear();
  strip.message.clear();
  for (auto& test : strip.tests) {
    test.input.clear();
    test.expected.clear();
    test.output.clear();
    test.message.clear();
    test.judge_message.clear();
    test.errors.clear();
    test.trace.clear();
  }
  return strip;
}

Result<JobOutcome> JobWork::outcome_of(const Job& job, std::stop_token stop, const std::function<void()>& between) {
  struct Make {
    JobWork& work;
    const Job& job;
    const std::stop_token& stop;
    const std::function<void()>& between;
    Result<JobOutcome> operator()(SubmissionId id) const { return work.report_of(job, id, stop, between); }
    Result<JobOutcome> operator()(ProblemId) const { return work.report_of_bundled(job, stop, between); }
    Result<JobOutcome> operator()(RunId id) const { return work.result_of(id, stop); }
  };
  return std::visit(Make{*this, job, stop, between}, job.subject);
}

Result<std::shared_ptr<const ReadyLanguage>> JobWork::language_of(const std::string& id) const {
  auto language = tools_.find(id);
  if (!language) return fail(ErrorCode::unavailable, "this worker has no language " + id);
  return language;
}

void JobWork::announce(const Job& job, const Report& so_far) {
  bus_.publish(Event{Event::Kind::progress, job.subject, encode_report(so_far)});
}

Result<Report> JobWork::report_of(const Job& job, SubmissionId id, std::stop_token stop,
                                  const std::function<void()>& between) {
  AG_ASSIGN(const auto submission, storage_.submissions().find(id));
  if (!submission) return fail(ErrorCode::not_found, "submission " + id.hex() + " is gone");
  AG_ASSIGN(const auto problem, storage_.problems().find(submission->problem));
  if (!problem) {
    return internal_error_report({.code = ReasonCode::no_problem},
                                 "problem " + submission->problem.hex() + " is not in the database", clock_.now());
  }
  AG_ASSIGN(const auto language, language_of(submission->language));
  Report begun;
  begun.verdict = Verdict::accepted;
  begun.problem_version = problem->version;
  announce(job, begun);
  auto announced_at = clock_.steady_now();
  const auto progress = [&](const Report& so_far) {
    log_last_test(job, so_far);
    const auto now = clock_.steady_now();
    if (so_far.tests.size() <= kProgressTestsMax || now - announced_at >= kProgressEvery) {
      announced_at = now;
      announce(job, strip_of(so_far));
    }
    if (goes_on(so_far, *problem)) between();
  };
  return pipeline_.judge(submission->user, submission->code, *problem, *language, progress, stop);
}

Result<Report> JobWork::report_of_bundled(const Job& job, std::stop_token stop, const std::function<void()>& between) {
  AG_ASSIGN(const auto work, storage_.verifications().work(job.id));
  if (!work) return fail(ErrorCode::not_found, "bundled submission " + job.id.hex() + " is gone");
  AG_ASSIGN(auto problem, storage_.problems().find(work->problem));
  if (!problem) return fail(ErrorCode::not_found, "problem " + work->problem.hex() + " is gone");
  AG_ASSIGN(const auto language, language_of(work->language));
  problem->limits.time = work->time_limit;
  // Every test is of interest: `all` would end at the first that fails.
  if (problem->scoring == ScoringRule::all) problem->scoring = ScoringRule::weighted;
  const auto progress = [&](const Report& so_far) {
    log_last_test(job, so_far);
    if (goes_on(so_far, *problem)) between();
  };
  AG_ASSIGN(auto report, pipeline_.judge(UserId{}, work->code, *problem, *language, progress, stop));
  return without_excerpts(std::move(report));
}

Result<RunResult> JobWork::result_of(RunId id, std::stop_token stop) {
  AG_ASSIGN(const auto row, storage_.runs().find(id));
  if (!row) return fail(ErrorCode::not_found, "run " + id.hex() + " is gone");
  AG_ASSIGN(const auto language, language_of(row->language));
  return pipeline_.run(row->user, row->code, row->input, row->limits.value_or(ProblemLimits{}), *language, stop);
}

}  // namespace autograder
