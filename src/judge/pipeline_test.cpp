#include "judge/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>

#include "judge/testing/small_world.h"

namespace autograder {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using Tests = std::vector<SmallWorld::Test>;

class PipelineTest : public testing::Test {
 protected:
  Result<Report> judge(FakeSandbox::Script script, const Problem& problem, const ReadyLanguage& language,
                       PipelineOptions options = {}, const Pipeline::Progress& progress = {}) {
    sandbox_ = std::make_unique<FakeSandbox>(std::move(script));
    const auto data = make_test_data(world_.storage->blobs(), mib(16));
    Pipeline pipeline(*sandbox_, *data, world_.clock, options);
    return judge_by(pipeline, world_.submission(problem, language.language.id), problem, language, progress,
                    stop_.get_token());
  }
  Report report_of(FakeSandbox::Script script, const Problem& problem,
                   const ReadyLanguage& language = compiled_language(), PipelineOptions options = {}) {
    auto report = judge(std::move(script), problem, language, options);
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : Report{};
  }

  SmallWorld world_;
  std::stop_source stop_;
  std::unique_ptr<FakeSandbox> sandbox_;
};

FakeSandbox::Script echo() {
  return compiles_then([](const SeenCommand& seen) -> Result<Outcome> { return exited(0, seen.stdin_text); });
}

TEST_F(PipelineTest, AcceptsWhatIsRightAndKeepsTheFigures) {
  const auto problem = world_.problem({{"1\n", "1\n"}, {"2\n", "2"}, {"3", "3", Visibility::hidden}});
  auto slow = compiles_then([](const SeenCommand& seen) -> Result<Outcome> {
    auto outcome = exited(0, seen.stdin_text);
    if (seen.stdin_text == "2\n") {
      outcome.cpu_time = 1500ms;
      outcome.wall_time = 1700ms;
      outcome.memory_peak = mib(100);
    }
    return outcome;
  });
  const auto report = report_of(slow, problem);
  EXPECT_EQ(code_of(report.verdict), "AC");
  EXPECT_EQ(report.score, 100);
  EXPECT_EQ(report.output, "1\n");
  EXPECT_EQ(report.output_visibility, Visibility::visible);
  EXPECT_EQ(report.message, "");
  EXPECT_EQ(report.cpu_time_ms, 1500);
  EXPECT_EQ(report.memory_kb, 100 * 1024);
  EXPECT_EQ(report.compile_time_ms, 12);
  EXPECT_EQ(report.problem_version, 7);
  EXPECT_EQ(report.judged_at, world_.clock.now());
  ASSERT_EQ(report.tests.size(), 3u);
  EXPECT_EQ(report.tests[1].index, 2);
  EXPECT_EQ(report.tests[1].wall_time_ms, 1700);
  EXPECT_EQ(report.tests[1].test, problem.tests[1].id);
  for (const auto& test : report.tests) EXPECT_EQ(test.test_version, 3) << "what was judged";
  EXPECT_EQ(report.tests[2].visibility, Visibility::hidden);
  EXPECT_EQ(report.tests[2].input, "3");
  EXPECT_EQ(sandbox_->boxes_opened(), 2);
  EXPECT_EQ(sandbox_->boxes_open(), 0);
  EXPECT_EQ(sandbox_->boxes_open_max(), 1);
}

TEST_F(PipelineTest, GivesEachBoxOnlyWhatItNeeds) {
  const auto problem = world_.problem({{"in", "the secret answer"}});
  report_of(echo(), problem);
  auto seen = sandbox_->seen();
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_THAT(seen[0].files, ElementsAre(Pair("main.src", "the source")));
  EXPECT_EQ(seen[0].stdin_text, "");
  EXPECT_THAT(seen[0].command.environment, ElementsAre(Pair("STAGE", "compile")));
  EXPECT_THAT(seen[1].files, ElementsAre(Pair("input.txt", "in"), Pair("main", "machine code")));
  EXPECT_TRUE(seen[1].command.files[0].executable);
  EXPECT_EQ(seen[1].stdin_text, "in");
  EXPECT_THAT(seen[1].command.environment, ElementsAre(Pair("STAGE", "run")));
  EXPECT_NE(seen[0].box, seen[1].box);
  EXPECT_EQ(seen[1].command.limits.cpu_time, 5s);
  EXPECT_EQ(seen[1].command.limits.wall_time, 11s);
  EXPECT_EQ(seen[1].command.limits.memory, mib(256));
  EXPECT_EQ(std::get<Capture>(seen[1].command.stdout_to).max, kib(64));

  auto script = script_language();
  script.language.time_factor = 2;
  script.language.memory_factor = 1.5;
  script.language.memory_overhead = mib(32);
  script.language.processes = 9;
  script.language.open_files = 77;
  script.language.run_files[".first.scr"] = "read before it";
  report_of(echo(), problem, script);
  seen = sandbox_->seen();
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_TRUE(seen[0].command.collect.empty());
  EXPECT_THAT(seen[1].files, ElementsAre(Pair(".first.scr", "read before it"), Pair("input.txt", "in"),
                                         Pair("main.scr", "the source")));
  EXPECT_THAT(seen[1].command.argv, ElementsAre("/usr/bin/script", "--heap=384", "main.scr"));
  EXPECT_EQ(seen[1].command.limits.cpu_time, 10s);
  EXPECT_EQ(seen[1].command.limits.wall_time, 21s);
  EXPECT_EQ(seen[1].command.limits.memory, mib(416));
  EXPECT_EQ(seen[1].command.limits.processes, 9);
  EXPECT_EQ(seen[1].command.limits.open_files, 77);
}

TEST_F(PipelineTest, NobodyLearnsThatAnotherSentTheSame) {
  const auto problem = world_.problem({{"1", "1"}});
  FakeSandbox sandbox(echo());
  const auto data = make_test_data(world_.storage->blobs(), mib(16));
  Pipeline pipeline(sandbox, *data, world_.clock, {});
  const auto compiles = [&] {
    const auto seen = sandbox.seen();
    return std::count_if(seen.begin(), seen.end(), is_compile);
  };
  auto first = world_.submission(problem);
  auto second = world_.submission(problem);
  first.code = second.code = "a";
  ASSERT_NE(first.user, second.user);
  ASSERT_TRUE(judge_by(pipeline, first, problem, compiled_language(), {}, {}));
  ASSERT_TRUE(judge_by(pipeline, second, problem, compiled_language(), {}, {}));
  EXPECT_EQ(compiles(), 2) << "the second waits as long as the first did";
  ASSERT_TRUE(pipeline.run(first.user, "a", "1", {}, compiled_language(), {}));
  EXPECT_EQ(compiles(), 2) << "one's own source again";
}

TEST_F(PipelineTest, TheSameSourceIsCompiledOnce) {
  const auto problem = world_.problem({{"1", "1"}});
  const auto author = world_.ids.next<UserId>();
  const auto compiles_of = [&](PipelineOptions options, const std::vector<std::string>& sources) {
    FakeSandbox sandbox(echo());
    const auto data = make_test_data(world_.storage->blobs(), mib(16));
    std::ptrdiff_t told = 0;
    options.on_compiled = [&](const std::string& language, Duration taken) {
      ++told;
      EXPECT_EQ(language, "compiled");
      EXPECT_EQ(taken, 12ms);
    };
    Pipeline pipeline(sandbox, *data, world_.clock, options);
    std::vector<Report> reports;
    for (const auto& source : sources) {
      auto submission = world_.submission(problem);
      submission.user = author;
      submission.code = source;
      auto report = judge_by(pipeline, submission, problem, compiled_language(), {}, {});
      EXPECT_TRUE(report);
      reports.push_back(std::move(*report));
      EXPECT_EQ(reports.back(), reports.front());
    }
    const auto seen = sandbox.seen();
    EXPECT_EQ(seen.back().files.at("main"), "machine code");
    EXPECT_EQ(told, std::count_if(seen.begin(), seen.end(), is_compile)) << "what was kept is no compilation";
    return told;
  };
  EXPECT_EQ(compiles_of({}, {"a", "a", "b", "a", "b"}), 2);
  EXPECT_EQ(compiles_of({.compile_cache = Bytes{0}}, {"a", "a"}), 2);
}

TEST_F(PipelineTest, StopsAtTheFirstFailureOnlyWhereAllMustPass) {
  const Tests tests{{"1", "1"}, {"2", "x"}, {"3", "3"}};
  const auto all = report_of(echo(), world_.problem(tests));
  EXPECT_EQ(code_of(all.verdict), "WA");
  EXPECT_EQ(all.score, 0);
  EXPECT_EQ(all.tests.size(), 2u);
  EXPECT_EQ(all.output, "2");
  EXPECT_EQ(all.message, "test 2: first difference: line 1, column 1: expected \"x\", found \"2\"");
  EXPECT_EQ(all.reason.output_line, 1);
  EXPECT_EQ(all.reason.output_column, 1);

  const auto weighted = report_of(echo(), world_.problem(tests, ScoringRule::weighted));
  EXPECT_EQ(code_of(weighted.verdict), "WA");
  EXPECT_EQ(weighted.score, 66.67);
  EXPECT_EQ(weighted.tests.size(), 3u);
  EXPECT_EQ(weighted.output, "2");
}

TEST_F(PipelineTest, HidesTheOutputWhenAHiddenTestDecided) {
  const auto report = report_of(echo(), world_.problem({{"1", "1"}, {"2", "x", Visibility::hidden}, {"3", "3"}}));
  EXPECT_EQ(report.output, "2");
  EXPECT_EQ(report.output_visibility, Visibility::hidden);
  // None fails: the first visible one's is shown, wherever it stands.
  const auto accepted = report_of(echo(), world_.problem({{"1", "1", Visibility::hidden}, {"2", "2"}, {"3", "3"}}));
  EXPECT_EQ(accepted.output, "2");
  EXPECT_EQ(accepted.output_visibility, Visibility::visible);
  const auto all_hidden = report_of(echo(), world_.problem({{"1", "1", Visibility::hidden}}));
  EXPECT_EQ(all_hidden.output_visibility, Visibility::hidden);
  // A visible failure after a hidden one does not uncover it.
  const auto both =
      report_of(echo(), world_.problem({{"1", "x", Visibility::hidden}, {"2", "x"}}, ScoringRule::weighted));
  EXPECT_EQ(both.output, "1");
  EXPECT_EQ(both.output_visibility, Visibility::hidden);
}

TEST_F(PipelineTest, TellsEveryEndingOfARun) {
  const struct {
    Ending ending;
    const char* verdict;
    const char* message;
  } cases[] = {
      {Exited{3}, "RE", "test 1: exit code 3"},
      {Signalled{SIGSEGV}, "RE",
       "test 1: killed by SIGSEGV (segmentation fault: reading or writing memory that is not yours)"},
      {CpuLimit{}, "TLE", "test 1: CPU time over the limit of 5 s"},
      {WallLimit{}, "TLE", "test 1: idle too long: still there after 11 s"},
      {MemoryLimit{}, "MLE", "test 1: memory over the limit of 256 MB"},
      {OutputLimit{}, "OLE", "test 1: standard output over the limit of 64 KB"},
  };
  for (const auto& c : cases) {
    auto script = compiles_then([&](const SeenCommand&) -> Result<Outcome> {
      auto outcome = ended(c.ending);
      outcome.stdout_text = "x";  // even the right output does not help
      return outcome;
    });
    const auto report = report_of(script, world_.problem({{"1", "x"}}));
    EXPECT_EQ(code_of(report.verdict), c.verdict);
    EXPECT_THAT(report.message, HasSubstr(c.message));
    EXPECT_EQ(report.score, 0);
    EXPECT_EQ(report.output, "x");
  }
}

TEST_F(PipelineTest, ACrashShowsWhatItLeftOnStderr) {
  auto script = compiles_then([](const SeenCommand&) -> Result<Outcome> {
    auto outcome = exited(1, "partial");
    outcome.stderr_text = "Traceback:\n  line 1\x1b[31m\nZeroDivisionError: division by zero\n\n";
    return outcome;
  });
  const auto report = report_of(script, world_.problem({{"1", "x"}}));
  EXPECT_EQ(report.message, "test 1: exit code 1: ZeroDivisionError: division by zero");
  EXPECT_EQ(report.tests.at(0).output, "partial");
  EXPECT_THAT(report.output, HasSubstr("partial\nTraceback:\n"));

  // However much was printed, the traceback has its room; a right answer shows nothing of stderr.
  auto loud = compiles_then([](const SeenCommand&) -> Result<Outcome> {
    auto outcome = exited(1, std::string(kOutputMax, 'x'));
    outcome.stderr_text = "the cause";
    return outcome;
  });
  EXPECT_THAT(report_of(loud, world_.problem({{"1", "x"}})).output, HasSubstr("\nthe cause"));
  auto right = compiles_then([](const SeenCommand&) -> Result<Outcome> {
    auto outcome = exited(0, "x");
    outcome.stderr_text = "a warning";
    return outcome;
  });
  EXPECT_EQ(report_of(right, world_.problem({{"1", "x"}})).output, "x");
}

TEST_F(PipelineTest, EndlessOutputIsCutAndToldSo) {
  const std::string much(70'000, 'x');
  auto script = compiles_then([&](const SeenCommand&) -> Result<Outcome> { return exited(0, much); });
  const auto report = report_of(script, world_.problem({{"1", much}}));
  EXPECT_EQ(code_of(report.verdict), "OLE");
  auto loud = compiles_then([&](const SeenCommand&) -> Result<Outcome> { return exited(0, "x", much); });
  EXPECT_EQ(code_of(report_of(loud, world_.problem({{"1", "x"}})).verdict), "AC");
}

TEST_F(PipelineTest, CompileErrorsCarryTheCompilersWords) {
  const auto problem = world_.problem({{"1", "1"}});
  const auto compile_ends = [&](Outcome (*make)()) {
    return report_of([make](const SeenCommand&) -> Result<Outcome> { return make(); }, problem);
  };
  auto report = compile_ends([] { return exited(1, "note", "/code/main.src:1: error: \xFF /lib/code/x\n"); });
  EXPECT_EQ(code_of(report.verdict), "CE");
  EXPECT_EQ(report.output, "note\nmain.src:1: error: \xEF\xBF\xBD /lib/code/x\n");
  EXPECT_TRUE(report.output_lossy);
  EXPECT_EQ(report.message, "the compiler did not accept the program");
  EXPECT_EQ(report.output_visibility, Visibility::visible);
  EXPECT_TRUE(report.tests.empty());
  EXPECT_EQ(report.score, 0);

  report = compile_ends([] { return ended(CpuLimit{}); });
  EXPECT_EQ(code_of(report.verdict), "CE");
  EXPECT_EQ(report.message, "compilation: CPU time over the limit of 10 s");
  EXPECT_EQ(compile_ends([] { return ended(MemoryLimit{}); }).message, "compilation: memory over the limit of 1024 MB");
  EXPECT_EQ(compile_ends([] { return ended(Signalled{SIGSEGV}); }).message,
            "compilation: killed by SIGSEGV (segmentation fault: reading or writing memory that is not yours)");

  // A table of a gigabyte with a value in it: the assembler ends, and the driver lives to tell.
  report =
      compile_ends([] { return exited(1, "", "fatal error: File size limit exceeded signal terminated program as"); });
  EXPECT_EQ(report.message, "compilation: the compiled program is larger than 128 MB");
  EXPECT_EQ(report.reason.limit_kb, 128 * 1024);

  // More than is kept is cut; only what has no end is refused.
  report = compile_ends([] { return exited(0, "", std::string(70'000, 'w')); });
  EXPECT_EQ(report.message, "compilation: the file main is absent");
  report = compile_ends([] { return exited(0, "", std::string(17u << 20, 'w')); });
  EXPECT_EQ(code_of(report.verdict), "CE");
  EXPECT_EQ(report.message, "compilation: standard error over the limit of 16 MB");
  EXPECT_EQ(report.output.size(), 64u * 1024);

  report = compile_ends([] { return exited(0); });
  EXPECT_EQ(code_of(report.verdict), "CE");
  EXPECT_EQ(report.message, "compilation: the file main is absent");
  report = compile_ends([] {
    auto outcome = exited(0);
    outcome.collected.push_back({"main", UniqueFd(), "not a regular file"});
    return outcome;
  });
  EXPECT_EQ(report.message, "compilation: the file main is not a regular file");
}

TEST_F(PipelineTest, ExcerptsAreShortValidTextOfTheFirstTestsAndTheFirstThatFails) {
  Tests tests(30, {"a\xFF", "a"});
  tests[0] = {std::string(5000, 'i'), "a"};
  auto script = compiles_then([](const SeenCommand& seen) -> Result<Outcome> {
    return exited(0, seen.stdin_text.size() > 100 ? "a" + std::string(5000, ' ') : "a");
  });
  tests[25].expected = "b";
  tests[27].expected = "b";
  const auto report = report_of(script, world_.problem(tests, ScoringRule::weighted));
  ASSERT_EQ(report.tests.size(), 30u);
  EXPECT_EQ(report.tests[0].input, std::string(4096, 'i'));
  EXPECT_EQ(report.tests[0].output.size(), 4096u);
  EXPECT_TRUE(report.tests[0].truncated);
  EXPECT_FALSE(report.tests[0].lossy);
  EXPECT_EQ(report.tests[1].input, "a\xEF\xBF\xBD");
  EXPECT_TRUE(report.tests[1].lossy);
  EXPECT_FALSE(report.tests[1].truncated);
  EXPECT_EQ(report.tests[19].expected, "a");
  EXPECT_EQ(report.tests[20].expected, "");
  EXPECT_EQ(report.tests[25].expected, "b");
  EXPECT_EQ(report.tests[27].expected, "");
  EXPECT_THAT(report.tests[27].message, HasSubstr("first difference"));
}

TEST_F(PipelineTest, TheWholeWallTimeIsBounded) {
  auto script = compiles_then([](const SeenCommand&) -> Result<Outcome> {
    auto outcome = exited(0, "x");
    outcome.wall_time = 10s;
    return outcome;
  });
  PipelineOptions options;
  options.submission_wall_max = 15s;
  const auto report =
      report_of(script, world_.problem({{"1", "x"}, {"2", "x"}, {"3", "x"}}), compiled_language(), options);
  EXPECT_EQ(code_of(report.verdict), "IE");
  EXPECT_EQ(report.output, "System error: compiling and all tests together took longer than 15 s");
  EXPECT_THAT(report.admin_detail, HasSubstr("after test 2 of 3"));
  EXPECT_EQ(report.tests.size(), 2u);
  EXPECT_EQ(report.score, 0);
  EXPECT_EQ(code_of(report_of(script, world_.problem({{"1", "x"}, {"2", "x"}}), compiled_language(), options).verdict),
            "AC");
}

// A program that is slow on purpose turns no verdict of its own into a fault of ours.
TEST_F(PipelineTest, AFailureStandsWhenTheTimeOfAllIsUsedUp) {
  auto script = compiles_then([](const SeenCommand& seen) -> Result<Outcome> {
    auto outcome = seen.stdin_text == "slow" ? ended(WallLimit{}) : exited(0, seen.stdin_text);
    outcome.wall_time = 10s;
    return outcome;
  });
  PipelineOptions options;
  options.submission_wall_max = 25s;
  const Tests tests{{"1", "1", Visibility::visible, 1, "a"},
                    {"slow", "2", Visibility::visible, 1, "b"},
                    {"3", "3", Visibility::visible, 1, "a"},
                    {"4", "4", Visibility::hidden, 5, "a"},
                    {"5", "5", Visibility::visible, 2, "c"}};
  const struct {
    ScoringRule rule;
    double score;
  } cases[] = {{ScoringRule::weighted, 20}, {ScoringRule::groups, 0}};
  for (const auto& c : cases) {
    const auto report = report_of(script, world_.problem(tests, c.rule), compiled_language(), options);
    EXPECT_EQ(code_of(report.verdict), "TLE");
    EXPECT_THAT(report.message, testing::StartsWith("test 2: idle too long"));
    EXPECT_THAT(report.message,
                testing::EndsWith("; the time of the whole submission, 25 s, was used up after test 3 of 5"));
    EXPECT_EQ(report.admin_detail, "");
    EXPECT_EQ(report.score, c.score);
    ASSERT_EQ(report.tests.size(), 5u);
    EXPECT_EQ(code_of(report.tests[2].verdict), "AC");
    for (const std::size_t not_run : {3u, 4u}) {
      const auto& test = report.tests[not_run];
      EXPECT_EQ(test.index, static_cast<int>(not_run) + 1);
      EXPECT_EQ(code_of(test.verdict), "TLE");
      EXPECT_EQ(test.message, "not run: the time of the whole submission, 25 s, was used up");
      EXPECT_EQ(test.weight, tests[not_run].weight);
      EXPECT_EQ(test.visibility, tests[not_run].visibility);
    }
    EXPECT_EQ(sandbox_->seen().size(), 4u) << "the compiler and three tests";
  }
}

TEST_F(PipelineTest, FailuresOfTheWorldAreErrorsAndNeverVerdicts) {
  const auto broken = [](const SeenCommand&) -> Result<Outcome> { return fail(ErrorCode::failed, "mount: EPERM"); };
  const auto problem = world_.problem({{"1", "1"}});
  EXPECT_EQ(judge(broken, problem, compiled_language()).error().message, "mount: EPERM");
  EXPECT_EQ(judge(compiles_then(broken), problem, compiled_language()).error().message, "mount: EPERM");
  auto lost = problem;
  lost.tests[0].expected = sha256("never stored");
  EXPECT_EQ(judge(echo(), lost, compiled_language()).error().code, ErrorCode::not_found);
  const auto killed = compiles_then([](const SeenCommand&) -> Result<Outcome> { return ended(Killed{}); });
  EXPECT_EQ(judge(killed, problem, compiled_language()).error().code, ErrorCode::failed);
}

TEST_F(PipelineTest, StopsWhenToldTo) {
  const auto problem = world_.problem({{"1", "x"}, {"2", "x"}});
  auto script = compiles_then([&](const SeenCommand&) -> Result<Outcome> {
    stop_.request_stop();  // as another thread would, in the middle of the run
    return exited(0, "x");
  });
  EXPECT_EQ(judge(script, problem, compiled_language()).error().code, ErrorCode::unavailable);
  EXPECT_EQ(sandbox_->seen().size(), 2u);
  EXPECT_EQ(judge(echo(), problem, compiled_language()).error().code, ErrorCode::unavailable);
  EXPECT_TRUE(sandbox_->seen().empty());
}

TEST_F(PipelineTest, TellsItsProgressAfterEachTest) {
  std::vector<std::string> strips;
  const auto progress = [&](const Report& so_far) {
    std::string strip;
    for (const auto& test : so_far.tests) strip += std::string(code_of(test.verdict)) + " ";
    strips.push_back(strip + std::string(code_of(so_far.verdict)));
  };
  ASSERT_TRUE(judge(echo(), world_.problem({{"1", "1"}, {"2", "x"}}), compiled_language(), {}, progress));
  EXPECT_THAT(strips, ElementsAre("AC AC", "AC WA WA"));
}

TEST_F(PipelineTest, AProblemWithoutTestsIsOurFault) {
  const auto report = report_of(echo(), world_.problem({}));
  EXPECT_EQ(code_of(report.verdict), "IE");
  EXPECT_EQ(report.output, "System error: the problem has no tests");
}

}  // namespace
}  // namespace autograder
