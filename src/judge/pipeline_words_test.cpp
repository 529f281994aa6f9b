// The words and reasons of reports, by scripts of runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>

#include "judge/pipeline.h"
#include "judge/testing/small_world.h"

namespace autograder {
namespace {

using testing::HasSubstr;

ReadyLanguage language_with_traces() {
  auto ready = compiled_language();
  ready.language.crash.begins = {"Traceback"};
  ready.language.crash.why = {"{class}: {message}"};
  ready.language.crash.own_line = {"  line {line}", "  at main.src:{line} in {any}"};
  ready.language.crash.locate = {"/usr/bin/locate", "-e", "main"};
  ready.language.crash.innermost_last = true;
  ready.language.crash.thread = {"In thread {any}"};
  ready.language.crash.known = {"ValueError"};
  ready.language.main_returns_exit_code = true;
  return ready;
}

class PipelineWords : public testing::Test {
 protected:
  Report report_of(FakeSandbox::Script script, const Problem& problem, const std::string& code = "one\ntwo\nthree\n") {
    FakeSandbox sandbox(std::move(script));
    const auto data = make_test_data(world_.storage->blobs(), mib(16));
    Pipeline pipeline(sandbox, *data, world_.clock, {});
    auto submission = world_.submission(problem);
    submission.code = code;
    auto report = judge_by(pipeline, submission, problem, language_with_traces(), {}, {});
    EXPECT_TRUE(report) << report.error().message;
    seen_ = sandbox.seen();
    return report ? *report : Report{};
  }

  SmallWorld world_;
  std::vector<SeenCommand> seen_;
};

FakeSandbox::Script crashes(std::string errors) {
  return compiles_then([errors](const SeenCommand&) -> Result<Outcome> { return exited(1, "partial", errors); });
}

TEST_F(PipelineWords, AnExitCodeIsExplainedUnlessTheRuntimeDoesIt) {
  const auto message = [&](const std::string& errors) {
    return report_of(crashes(errors), world_.problem({{"1", "x"}})).message;
  };
  EXPECT_EQ(message(""), "test 1: exit code 1; main must return 0");
  EXPECT_EQ(message("i = 3\n"), "test 1: exit code 1: i = 3; main must return 0");
  EXPECT_EQ(message("Traceback\nValueError: 42\n"), "test 1: ValueError: 42 (exit code 1)");
}

TEST_F(PipelineWords, NameTheExceptionAndTheLineOfTheProgram) {
  const auto report =
      report_of(crashes("Traceback\n  line 9\n  line 1\n  line 2\nValueError: 42\n"), world_.problem({{"1", "x"}}));
  EXPECT_EQ(report.message, "test 1: line 2: ValueError: 42 (exit code 1)");
  EXPECT_EQ(report.reason.code, ReasonCode::exception);
  EXPECT_EQ(report.reason.name, "ValueError");
  EXPECT_EQ(report.reason.line, 2);
  EXPECT_EQ(report.reason.number, 1);
  const auto& test = report.tests.at(0);
  EXPECT_EQ(test.errors, "Traceback\n  line 9\n  line 1\n  line 2\nValueError: 42\n");
  EXPECT_EQ(test.trace, (std::vector<TraceLine>{{3, 1}, {4, 2}})) << "there is no line 9";
}

// Each run crashes at the mark, and a question for its lines is answered with `located`.
FakeSandbox::Script ends_at_a_mark(std::string mark, std::string located) {
  return compiles_then([mark, located](const SeenCommand& seen) -> Result<Outcome> {
    if (seen.command.argv.front() == "/usr/bin/locate") return exited(0, located);
    auto outcome = ended(Signalled{SIGSEGV});
    outcome.stderr_text = "mine" + mark;
    return outcome;
  });
}

TEST_F(PipelineWords, NameTheLineOfASignal) {
  const auto script = ends_at_a_mark(
      "\x1e"
      "crash n 12ab 34\n",
      "sum(int)\n/code/main.src:2\nmain\n/code/main.src:3\n");
  const auto report = report_of(script, world_.problem({{"1", "x"}}));
  EXPECT_EQ(report.message,
            "test 1: line 2, in sum(int): killed by SIGSEGV (segmentation fault: reading or writing memory that is not "
            "yours); a null pointer?: mine");
  EXPECT_EQ(report.reason.code, ReasonCode::signal);
  EXPECT_EQ(report.reason.line, 2);
  EXPECT_EQ(report.reason.hint, ReasonHint::null_pointer);
  const auto& test = report.tests.at(0);
  EXPECT_EQ(test.errors, "mine\n  at main.src:2 in sum(int)\n  at main.src:3 in main\n");
  EXPECT_EQ(test.trace, (std::vector<TraceLine>{{2, 2}, {3, 3}}));
  const auto& asked = seen_.back().command;
  EXPECT_EQ(asked.argv, (std::vector<std::string>{"/usr/bin/locate", "-e", "main", "12ab", "34"}));
  const auto hidden = report_of(script, world_.problem({{"1", "x", Visibility::hidden}}));
  EXPECT_THAT(sentence_of(hidden.reason), HasSubstr("line 2: killed by SIGSEGV"));
  EXPECT_TRUE(seen_.back().command.secret);
}

TEST_F(PipelineWords, KeepTodaysWordsWhereNoLineIsFound) {
  for (const std::string located : {"", "??\n??:0\n", "main\n/etc/passwd:1\n", "main\n/code/main.src:900\n"}) {
    const auto report = report_of(ends_at_a_mark("\x1e"
                                                 "crash - 12ab\n",
                                                 located),
                                  world_.problem({{"1", "x"}}));
    EXPECT_EQ(report.reason.line, 0) << located;
    EXPECT_EQ(report.tests.at(0).errors, "mine") << located;
    EXPECT_THAT(report.message, HasSubstr("test 1: killed by SIGSEGV")) << located;
  }
}

TEST_F(PipelineWords, KeepTodaysWordsWhereAddressesCannotBeAskedFor) {
  constexpr int kNoProgram = 126;
  for (const Ending ending : {Ending{Exited{kNoProgram}}, Ending{CpuLimit{}}, Ending{Signalled{SIGSEGV}}}) {
    const auto report = report_of(compiles_then([ending](const SeenCommand& seen) -> Result<Outcome> {
                                    const bool asked = seen.command.argv.front() == "/usr/bin/locate";
                                    auto outcome = ended(asked ? ending : Ending{Signalled{SIGSEGV}});
                                    if (asked) outcome.stdout_text = "main\nmain.src:1\n";
                                    if (!asked)
                                      outcome.stderr_text =
                                          "\x1e"
                                          "crash - 1\n";
                                    return outcome;
                                  }),
                                  world_.problem({{"1", "x"}}));
    EXPECT_EQ(report.verdict, Verdict::runtime_error);
    EXPECT_EQ(report.reason.line, 0);
    EXPECT_EQ(report.tests.at(0).errors, "");
  }
}

TEST_F(PipelineWords, NameTheLineOfASignalInARunOfItsUsersOwn) {
  FakeSandbox sandbox(
      ends_at_a_mark("\x1e"
                     "crash s 12ab\n",
                     "deep\n/code/main.src:3\n"));
  const auto data = make_test_data(world_.storage->blobs(), mib(16));
  Pipeline pipeline(sandbox, *data, world_.clock, {});
  const auto result = pipeline.run(world_.ids.next<UserId>(), "one\ntwo\nthree\n", "input",
                                   world_.problem({{"1", "x"}}).limits, language_with_traces(), {});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_THAT(result->message, HasSubstr("line 3, in deep: killed by SIGSEGV"));
  EXPECT_EQ(result->reason.line, 3);
  EXPECT_EQ(result->reason.hint, ReasonHint::stack_is_full);
  EXPECT_EQ(result->errors, "mine\n  at main.src:3 in deep\n");
  EXPECT_EQ(result->trace, (std::vector<TraceLine>{{2, 3}}));
}

TEST_F(PipelineWords, AskForThreePlacesOfASubmissionAtMost) {
  const auto count = [&] {
    return std::ranges::count_if(seen_,
                                 [](const auto& seen) { return seen.command.argv.front() == "/usr/bin/locate"; });
  };
  const std::vector<SmallWorld::Test> tests(20, {"1", "x"});
  report_of(ends_at_a_mark("\x1e"
                           "crash - 1\n",
                           "main\nmain.src:1\n"),
            world_.problem(tests, ScoringRule::weighted));
  EXPECT_EQ(count(), 1) << "it is the same place";
  int run = 0;
  const auto elsewhere = compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    if (seen.command.argv.front() == "/usr/bin/locate") return exited(0, "main\nmain.src:1\n");
    auto outcome = ended(Signalled{SIGSEGV});
    outcome.stderr_text =
        "\x1e"
        "crash - " +
        std::to_string(++run) + "\n";
    return outcome;
  });
  const auto report = report_of(elsewhere, world_.problem(tests, ScoringRule::weighted));
  EXPECT_EQ(count(), 3);
  EXPECT_EQ(std::ranges::count_if(report.tests, [](const auto& test) { return test.reason.line == 1; }), 3);
  EXPECT_EQ(report.tests.at(2).reason.line, 1);
  EXPECT_EQ(report.tests.at(3).reason.line, 0);
}

TEST_F(PipelineWords, SayThatATestIsPrivate) {
  const auto report =
      report_of(crashes("Traceback\n  line 2\nSecret: 42\n"), world_.problem({{"1", "x", Visibility::hidden}}));
  EXPECT_EQ(report.message, "test 1 (private): line 2: Secret: 42 (exit code 1)") << "as admins read it";
  EXPECT_EQ(report.reason.name, "") << "no name of the runtime or of the source";
}

TEST_F(PipelineWords, KeepBothEndsOfALongTrace) {
  const auto report =
      report_of(crashes("first\nTraceback\n" + std::string(20'000, 'x') + "\n  line 3\nValueError: last\n"),
                world_.problem({{"1", "x"}}));
  const auto& test = report.tests.at(0);
  EXPECT_LE(test.errors.size(), kExcerptMax + kLeftOut.size());
  EXPECT_TRUE(test.errors.starts_with("first\n"));
  EXPECT_TRUE(test.errors.ends_with("ValueError: last\n"));
  EXPECT_TRUE(test.truncated);
  ASSERT_EQ(test.trace.size(), 1u);
  EXPECT_EQ(test.trace[0].line, 3);
}

TEST_F(PipelineWords, SayWhereAnAnswerBelongsThatWentIntoAFile) {
  const auto words_of = [&](const std::string& printed, bool file) {
    return report_of(compiles_then([&](const SeenCommand&) -> Result<Outcome> {
                       return file ? with_file(exited(0, printed), "output.txt", "") : exited(0, printed);
                     }),
                     world_.problem({{"1", "x"}}));
  };
  EXPECT_EQ(words_of("y", true).reason.code, ReasonCode::difference);
  EXPECT_EQ(words_of("\n", false).reason.code, ReasonCode::no_output);
  EXPECT_THAT(words_of("", false).message, HasSubstr("; the program printed nothing"));
  const auto report = words_of("", true);
  EXPECT_EQ(report.reason.code, ReasonCode::output_in_file);
  EXPECT_THAT(report.message, HasSubstr("it wrote the file output.txt"));
  EXPECT_EQ(seen_.back().command.collect.at(0).max.count, 0) << "its content stays where it is";
}

TEST_F(PipelineWords, SayThatAnExceptionEndedAThreadOfAProgramThatPrintedNothing) {
  const auto told = [&](const std::string& errors, Visibility visibility) {
    return report_of(compiles_then([errors](const SeenCommand&) -> Result<Outcome> { return exited(0, "", errors); }),
                     world_.problem({{"1", "x", visibility}}));
  };
  const std::string trace = "Traceback\n  line 2\nValueError: 42\n";
  const auto report = told("In thread 1:\n" + trace, Visibility::visible);
  EXPECT_EQ(report.verdict, Verdict::wrong_answer);
  EXPECT_THAT(report.message, HasSubstr("the program printed nothing; a thread ended: line 2: ValueError: 42"));
  EXPECT_EQ(report.reason.code, ReasonCode::exception);
  EXPECT_EQ(report.tests.at(0).errors, "In thread 1:\n" + trace);
  const auto hidden = told("In thread 1:\n" + trace, Visibility::hidden);
  EXPECT_EQ(sentence_of(hidden.reason), "line 2: ValueError");
  EXPECT_EQ(told(trace, Visibility::visible).reason.code, ReasonCode::no_output) << "it was caught, and printed";
}

TEST_F(PipelineWords, AByteOrderMarkIsNoPartOfTheSource) {
  report_of(crashes(""), world_.problem({{"1", "x"}}), "\xEF\xBB\xBFone\n");
  EXPECT_EQ(seen_.front().files.at("main.src"), "one\n");
}

TEST_F(PipelineWords, NameWhatTheCompilerDid) {
  const auto report = report_of([](const SeenCommand&) -> Result<Outcome> { return exited(1, "", "error"); },
                                world_.problem({{"1", "x"}}));
  EXPECT_EQ(report.message, "the compiler did not accept the program");
  EXPECT_EQ(report.reason.code, ReasonCode::compiler_refused);
}

}  // namespace
}  // namespace autograder
