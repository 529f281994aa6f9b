#include "judge/pipeline.h"

#include <algorithm>

#include "domain/scoring.h"
#include "domain/text.h"
#include "judge/crash.h"
#include "judge/crash_places.h"
#include "judge/memfd.h"
#include "judge/run_words.h"
#include "judge/runner.h"

namespace autograder {
namespace {

std::int64_t in_ms(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

// The entry of a test in the report, and the output of its run.
struct TestRun {
  TestReport report;
  std::string output;
  std::string errors;  // its stderr, of a run that failed: there are tracebacks
};

std::string excerpt(CleanText clean, TestReport& report) {
  report.truncated |= clean.truncated;
  report.lossy |= clean.lossy;
  return std::move(clean.text);
}

// One byte more than is shown, so that the cut is noticed.
Result<std::string> start_of(const UniqueFd& file) {
  return read_start(file.get(), Bytes{static_cast<std::int64_t>(kExcerptMax) + 1});
}

// The entry of a test in a report before it is run.
TestReport report_of(const TestCase& test, std::size_t index) {
  TestReport report;
  report.index = static_cast<int>(index);
  report.test = test.id;
  report.test_version = test.version;
  report.weight = test.weight;
  report.group = test.group;
  report.visibility = test.visibility;
  return report;
}

// A report with others could not be read again.
Result<> check_points(Points points) {
  if (points.millionths >= 0 && points.millionths <= Points::kMax) return {};
  return fail(ErrorCode::failed, "judging a test: points of " + std::to_string(points.millionths) +
                                     " millionths are not from 0 to " + std::to_string(Points::kMax));
}

// One submission on its way through its tests.
class Judging {
 public:
  Judging(TestData& test_data, const Problem& problem, std::unique_ptr<const TestJudge> test_judge,
          const Language& language, std::string_view source, std::vector<std::unique_ptr<Box>> boxes,
          std::vector<Runner> runners, LaneCount& all_lanes, Duration spent, Duration spent_max)
      : test_data_(test_data),
        problem_(problem),
        test_judge_(std::move(test_judge)),
        language_(language),
        source_(source),
        boxes_(std::move(boxes)),
        runners_(std::move(runners)),
        all_lanes_(all_lanes),
        spent_(spent),
        spent_max_(spent_max) {}

  // True when every test that had to be run was; false when the submission used up its wall time.
  Result<bool> run(Report& report, const Pipeline::Progress& progress, std::stop_token stop) {
    const auto& tests = problem_.tests;
    std::vector<Visibility> visibilities;
    for (const auto& test : tests) visibilities.push_back(test.visibility);
    TestLanes lanes(
        static_cast<int>(runners_.size()), std::move(visibilities), stops_at_first_failure(problem_.scoring),
        all_lanes_, [&](int lane, int test, std::stop_token end) { return run_test(lane, test, std::move(end)); },
        [&](int lane) { boxes_[static_cast<std::size_t>(lane)].reset(); }, std::move(stop));
    for (std::size_t i = 0; i < tests.size(); ++i) {
      if (spent_ > spent_max_) return false;
      AG_ASSIGN(auto ran, lanes.take(static_cast<int>(i)));
      spent_ += ran.spent;
      AG_ASSIGN(auto run, tell(tests[i], static_cast<int>(i) + 1, std::move(ran)));
      const bool passed = run.report.verdict == Verdict::accepted;
      report.cpu_time_ms = std::max(report.cpu_time_ms, run.report.cpu_time_ms);
      report.memory_kb = std::max(report.memory_kb, run.report.memory_kb);
      if (passed ? !failed_ && !shown_ : !failed_) show(report, run);
      failed_ |= !passed;
      shown_ |= run.report.visibility == Visibility::visible;
      report.tests.push_back(std::move(run.report));
      report.verdict = verdict_of(report.tests);
      if (progress) progress(report);
      if (failed_ && stops_at_first_failure(problem_.scoring)) break;
    }
    return true;
  }

 private:
  // On the thread of the lane.
  Result<RanTest> run_test(int lane, int index, std::stop_token stop) {
    const auto& test = problem_.tests[static_cast<std::size_t>(index)];
    auto& runner = runners_[static_cast<std::size_t>(lane)];
    RanTest ran;
    AG_ASSIGN(ran.input, test_data_.fetch(test.input, test.input_size));
    AG_ASSIGN(ran.expected, test_data_.fetch(test.expected, test.expected_size));
    AG_ASSIGN(auto judged, test_judge_->judge(runner, {*ran.input, *ran.expected, test.visibility}, stop));
    ran.outcome = std::move(judged.outcome);
    ran.judgement = std::move(judged.judgement);
    AG_TRY(check_points(ran.judgement.points));
    ran.spent = judged.spent;
    if (!language_.crash.locate.empty()) ran.mark = take_crash_mark(ran.outcome.stderr_text);
    if (ran.judgement.verdict == Verdict::wrong_answer) {
      explain_no_output(ran.outcome, ran.judgement);
      explain_thread(language_.crash, source_, ran.outcome.stderr_text, ran.judgement);
    } else if (ran.mark && ran.judgement.reason.code == ReasonCode::signal) {
      AG_ASSIGN(ran.places, crash_places_.find(runner, index, *ran.mark, test.visibility, std::move(stop)));
    }
    return ran;
  }

  // In the order of the tests: what is said of one depends on those before it.
  Result<TestRun> tell(const TestCase& test, int index, RanTest ran) {
    auto& outcome = ran.outcome;
    if (ran.judgement.verdict == Verdict::runtime_error) explain(ran);
    auto& [verdict, reason, message, points, judge_message] = ran.judgement;
    TestRun run{.report = report_of(test, static_cast<std::size_t>(index)), .output = {}, .errors = {}};
    auto& report = run.report;
    report.cpu_time_ms = in_ms(outcome.cpu_time);
    report.wall_time_ms = in_ms(outcome.wall_time);
    report.memory_kb = outcome.memory_peak.count / 1024;
    const bool crashed = verdict == Verdict::runtime_error || reason.code == ReasonCode::exception;
    if (crashed) run.errors = std::move(outcome.stderr_text);
    report.verdict = verdict;
    report.points = points;
    report.reason = std::move(reason);
    report.message = std::move(message);
    if (index <= kTestsWithExcerpts || (!failed_ && verdict != Verdict::accepted)) {
      AG_ASSIGN(const auto input_start, start_of(*ran.input));
      AG_ASSIGN(const auto expected_start, start_of(*ran.expected));
      report.input = excerpt(clean_text(input_start, kExcerptMax), report);
      report.expected = excerpt(clean_text(expected_start, kExcerptMax), report);
      report.output = excerpt(clean_text(outcome.stdout_text, kExcerptMax), report);
      report.errors = excerpt(excerpt_of_errors(run.errors), report);
      report.trace = trace_of(language_.crash, source_, report.errors);
      report.judge_message = clean_text(judge_message, kExcerptMax).text;
    }
    run.output = std::move(outcome.stdout_text);
    return run;
  }

  void explain(RanTest& ran) {
    CrashTrace trace;
    if (ran.mark && ran.judgement.reason.code == ReasonCode::signal) {
      trace.hint = ran.mark->hint;
      if (crash_places_.is_told(*ran.mark)) trace.places = std::move(ran.places);
    }
    explain_crash(language_.crash, source_, ran.outcome.stderr_text, trace, ran.judgement);
    add_rows(trace, language_.source_file, ran.outcome.stderr_text);
  }

  // The output of the whole is that of the first failing test, with what a crash left on stderr behind it; when none
  // fails, of the first visible one (of the first at all when none is visible).
  static void show(Report& report, const TestRun& run) {
    auto clean = output_and_errors(run.output, run.errors);
    report.output = std::move(clean.text);
    report.output_lossy = clean.lossy;
    report.output_truncated = clean.truncated;
    report.output_visibility = run.report.visibility;
    report.message.clear();
    report.reason = run.report.reason;
    if (run.report.verdict != Verdict::accepted) {
      const std::string kind = run.report.visibility == Visibility::hidden ? " (private): " : ": ";
      report.message = "test " + std::to_string(run.report.index) + kind + run.report.message;
    }
  }

  TestData& test_data_;
  const Problem& problem_;
  const std::unique_ptr<const TestJudge> test_judge_;
  const Language& language_;
  const std::string_view source_;
  std::vector<std::unique_ptr<Box>> boxes_;  // one a lane, gone with it: a long judging keeps none that others need
  std::vector<Runner> runners_;              // one a lane
  LaneCount& all_lanes_;
  CrashPlaces crash_places_;
  Duration spent_;
  const Duration spent_max_;
  bool failed_ = false;
  bool shown_ = false;  // the output of a visible test
};

// The lane that each judging has, whatever happens.
class OwnLane final {
 public:
  explicit OwnLane(LaneCount& all) : all_(all) { all_.take_one(); }
  ~OwnLane() { all_.give(1); }
  OwnLane(const OwnLane&) = delete;
  OwnLane& operator=(const OwnLane&) = delete;

 private:
  LaneCount& all_;
};

void tell_compile_error(Report& report, Compilation& compilation) {
  report.verdict = Verdict::compile_error;
  report.output = std::move(compilation.words.text);
  report.output_lossy = compilation.words.lossy;
  report.output_truncated = compilation.words.truncated;
  report.output_visibility = Visibility::visible;
  report.message = std::move(compilation.message);
  report.reason = std::move(compilation.reason);
}

// Of a submission that failed a test and then used up its time: the verdict stands, and tests that were not run are not
// passed. All of them have their row, so that the score is that of the rows.
void tell_not_run(Report& report, const Problem& problem, Duration wall_max) {
  const auto why = "the time of the whole submission, " + in_words(wall_max) + ", was used up";
  report.message +=
      "; " + why + " after test " + std::to_string(report.tests.size()) + " of " + std::to_string(problem.tests.size());
  for (auto i = report.tests.size(); i < problem.tests.size(); ++i) {
    auto test = report_of(problem.tests[i], i + 1);
    test.verdict = Verdict::time_limit;
    test.reason.code = ReasonCode::not_run;
    test.reason.limit_ms = in_ms(wall_max);
    test.message = "not run: " + why;
    report.tests.push_back(std::move(test));
  }
}

}  // namespace

Report internal_error_report(Reason reason, std::string detail, Time at) {
  Report report;
  auto message = sentence_of(reason);
  report.reason = std::move(reason);
  report.verdict = Verdict::internal_error;
  report.output = "System error: " + message;
  report.message = std::move(message);
  report.admin_detail = std::move(detail);
  report.judged_at = at;
  return report;
}

// A source that was compiled before keeps the time that it took then: a report says the same however often it is made.
Result<Compilation> Pipeline::compile_once(const ReadyLanguage& language, std::string_view code, UserId author,
                                           std::stop_token stop) {
  const auto key = compilation_key(language, code, author);
  if (auto before = compile_cache_.find(key)) return std::move(*before);
  CompilerOptions options;
  options.output_max = options_.compiler_output_max;
  options.compiled_max = options_.compiled_max;
  AG_ASSIGN(auto compilation, [&] {
    const Stay stay(room_);
    return compile(sandbox_, language, code, options, stop);
  }());
  if (options_.on_compiled && !language.compile_argv.empty()) {
    options_.on_compiled(language.language.id, compilation.wall_time);
  }
  compile_cache_.keep(key, compilation);
  return compilation;
}

Result<Report> Pipeline::judge(UserId author, std::string_view source, const Problem& problem,
                               const ReadyLanguage& language, const Progress& progress, std::stop_token stop) {
  if (problem.tests.empty()) {
    auto report = internal_error_report({.code = ReasonCode::no_tests}, "problem " + problem.id.hex() + " has no tests",
                                        clock_.now());
    report.problem_version = problem.version;
    return report;
  }
  Report report;
  report.verdict = Verdict::accepted;
  report.problem_version = problem.version;

  const OwnLane own_lane(lanes_);
  const auto code = without_byte_order_mark(source);
  AG_ASSIGN(auto compilation, compile_once(language, code, author, stop));
  report.compile_time_ms = in_ms(compilation.wall_time);
  if (!compilation.succeeded) {
    tell_compile_error(report, compilation);
    report.judged_at = clock_.now();
    return report;
  }

  const int spare = lanes_.take_spare(static_cast<int>(problem.tests.size()) - 1);
  auto opened = sandbox_.open(1 + spare);
  if (!opened) {
    lanes_.give(spare);
    return std::unexpected(std::move(opened).error());
  }
  const Program program{code, compilation.program ? &compilation.program : nullptr};
  RunsAgain runs_again;
  std::vector<Runner> runners;
  for (const auto& box : *opened) runners.emplace_back(*box, room_, runs_again, language, program, problem.limits);
  Judging judging(test_data_, problem, options_.test_judge(problem), language.language, code, std::move(*opened),
                  std::move(runners), lanes_, compilation.wall_time, options_.submission_wall_max);
  AG_ASSIGN(const bool in_time, judging.run(report, progress, stop));
  report.judged_at = clock_.now();
  if (!in_time && report.verdict == Verdict::accepted) {
    const auto bound = in_words(options_.submission_wall_max);
    auto error =
        internal_error_report({.code = ReasonCode::whole_time, .limit_ms = in_ms(options_.submission_wall_max)},
                              "the wall time of the submission passed " + bound + " after test " +
                                  std::to_string(report.tests.size()) + " of " + std::to_string(problem.tests.size()),
                              report.judged_at);
    error.problem_version = report.problem_version;
    error.compile_time_ms = report.compile_time_ms;
    error.cpu_time_ms = report.cpu_time_ms;
    error.memory_kb = report.memory_kb;
    error.tests = std::move(report.tests);
    return error;
  }
  if (!in_time) tell_not_run(report, problem, options_.submission_wall_max);
  report.score = score_of(problem.scoring, report.tests, static_cast<int>(problem.tests.size()));
  return report;
}

Result<RunResult> Pipeline::run(UserId author, std::string_view source, std::string_view input,
                                const ProblemLimits& limits, const ReadyLanguage& language, std::stop_token stop) {
  const OwnLane own_lane(lanes_);
  const auto code = without_byte_order_mark(source);
  AG_ASSIGN(auto compilation, compile_once(language, code, author, stop));
  RunResult result;
  if (!compilation.succeeded) {
    result.verdict = Verdict::compile_error;
    result.output = std::move(compilation.words.text);
    result.lossy = compilation.words.lossy;
    result.truncated = compilation.words.truncated;
    result.message = std::move(compilation.message);
    result.reason = std::move(compilation.reason);
    return result;
  }
  AG_ASSIGN(const auto file, make_memfd("custom-input"));
  AG_TRY(write_all(file.get(), input));
  AG_TRY(seal(file.get()));
  AG_ASSIGN(auto boxes, sandbox_.open(1));
  const Program program{code, compilation.program ? &compilation.program : nullptr};
  RunsAgain runs_again;
  Runner runner(*boxes.front(), room_, runs_again, language, program, limits);
  Duration spent{};
  AG_ASSIGN(auto outcome, runner.run(file, Visibility::visible, stop, spent));
  auto ended = verdict_of(outcome, runner.bounds());
  std::string errors;
  const auto mark = language.language.crash.locate.empty() ? std::nullopt : take_crash_mark(outcome.stderr_text);
  if (ended.verdict == Verdict::runtime_error) {
    CrashTrace trace;
    if (mark && ended.reason.code == ReasonCode::signal) {
      trace.hint = mark->hint;
      AG_ASSIGN(trace.places, runner.places_of(*mark, Visibility::visible, stop));
    }
    explain_crash(language.language.crash, code, outcome.stderr_text, trace, ended);
    add_rows(trace, language.language.source_file, outcome.stderr_text);
  } else if (ended.verdict == Verdict::accepted) {
    if (wrote_only_a_file(outcome)) explain_no_output(outcome, ended);
    explain_thread(language.language.crash, code, outcome.stderr_text, ended);
  }
  if (ended.verdict == Verdict::runtime_error || ended.reason.code == ReasonCode::exception) {
    errors = std::move(outcome.stderr_text);
    result.errors = excerpt_of_errors(errors).text;
    result.trace = trace_of(language.language.crash, code, result.errors);
  }
  auto shown = output_and_errors(outcome.stdout_text, errors);
  result.verdict = ended.verdict;
  result.message = std::move(ended.message);
  result.reason = std::move(ended.reason);
  result.output = std::move(shown.text);
  result.lossy = shown.lossy;
  result.truncated = shown.truncated;
  result.cpu_time_ms = in_ms(outcome.cpu_time);
  result.wall_time_ms = in_ms(outcome.wall_time);
  result.memory_kb = outcome.memory_peak.count / 1024;
  return result;
}

}  // namespace autograder
