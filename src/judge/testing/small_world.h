// Fixtures of this module's tests: SQLite in memory, a stopped clock, problems of a few tests, two languages.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "judge/languages.h"
#include "judge/pipeline.h"
#include "sandbox/testing/fake_sandbox.h"
#include "storage/testing/waiting_storage.h"

namespace autograder {

// "compiled" makes `main` from main.src, "script" runs main.scr after a look at its syntax.
inline ReadyLanguage compiled_language() {
  ReadyLanguage ready;
  ready.language.id = "compiled";
  ready.language.source_file = "main.src";
  ready.language.compiled_file = "main";
  ready.language.compile_limits.cpu_time = std::chrono::seconds(10);
  ready.language.compile_limits.memory = mib(1024);
  ready.language.compile_environment = {{"STAGE", "compile"}};
  ready.language.run_environment = {{"STAGE", "run"}};
  ready.compile_argv = {"/usr/bin/compiler", "main.src"};
  ready.run_argv = {"/code/main"};
  ready.version_argv = {"/usr/bin/compiler", "--version"};
  ready.identity = identity_now(ready);
  return ready;
}

inline ReadyLanguage script_language() {
  ReadyLanguage ready;
  ready.language.id = "script";
  ready.language.source_file = "main.scr";
  ready.compile_argv = {"/usr/bin/script", "--check"};
  ready.run_argv = {"/usr/bin/script", "--heap={memory_mb}", "main.scr"};
  ready.version_argv = {"/usr/bin/script", "--version"};
  ready.identity = identity_now(ready);
  return ready;
}

inline Detection small_detection() {
  Detection detection;
  for (auto ready : {compiled_language(), script_language()}) {
    LanguageStatus status;
    status.id = ready.language.id;
    status.available = true;
    detection.status.push_back(status);
    detection.ready.push_back(std::move(ready));
  }
  return detection;
}

inline bool is_compile(const SeenCommand& seen) {
  return seen.command.argv.front() == "/usr/bin/compiler" ||
         (seen.command.argv.size() > 1 && seen.command.argv[1] == "--check");
}

// A script of a sandbox in which every compilation succeeds, every tool has a version, and `run` says how the runs end.
template <class Run>
FakeSandbox::Script compiles_then(Run run) {
  return [run](const SeenCommand& seen) -> Result<Outcome> {
    if (seen.command.argv.back() == "--version") return exited(0, "tool 1.2.3\n");
    if (is_compile(seen)) return with_file(exited(0), "main", "machine code");
    return run(seen);
  };
}

struct SmallWorld {
  ManualClock clock;
  IdGenerator ids{clock};
  std::unique_ptr<Storage> storage = std::make_unique<WaitingStorage>(clock);

  struct Test {
    std::string input;
    std::string expected;
    Visibility visibility = Visibility::visible;
    int weight = 1;
    std::string group = {};
  };

  Problem problem(const std::vector<Test>& tests, ScoringRule scoring = ScoringRule::all) {
    Problem made;
    made.id = ids.next<ProblemId>();
    made.title = "a problem";
    made.scoring = scoring;
    made.version = 7;
    made.limits = {std::chrono::seconds(5), mib(256), kib(64)};
    for (const auto& test : tests) {
      TestCase made_test;
      made_test.id = ids.next<TestCaseId>();
      made_test.version = 3;
      made_test.input = storage->blobs().put(test.input).value();
      made_test.input_size = Bytes{static_cast<std::int64_t>(test.input.size())};
      made_test.expected = storage->blobs().put(test.expected).value();
      made_test.expected_size = Bytes{static_cast<std::int64_t>(test.expected.size())};
      made_test.visibility = test.visibility;
      made_test.weight = test.weight;
      made_test.group = test.group;
      made.tests.push_back(std::move(made_test));
    }
    made.test_count = static_cast<int>(made.tests.size());
    return made;
  }

  Submission submission(const Problem& of, std::string language = "compiled") {
    Submission made;
    made.id = ids.next<SubmissionId>();
    made.user = ids.next<UserId>();
    made.problem = of.id;
    made.language = std::move(language);
    made.code = "the source";
    return made;
  }
};

inline Result<Report> judge_by(Pipeline& pipeline, const Submission& submission, const Problem& problem,
                               const ReadyLanguage& language, const Pipeline::Progress& progress,
                               std::stop_token stop) {
  return pipeline.judge(submission.user, submission.code, problem, language, progress, std::move(stop));
}

}  // namespace autograder
