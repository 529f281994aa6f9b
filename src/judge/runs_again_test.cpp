// Which runs and compilations are repeated because others disturbed them, and what becomes of them.
#include <gtest/gtest.h>

#include "judge/pipeline.h"
#include "judge/testing/small_world.h"

namespace autograder {
namespace {

using namespace std::chrono_literals;

class RunsAgainTest : public testing::Test {
 protected:
  Result<Report> judge(FakeSandbox::Script script, const Problem& problem,
                       const ReadyLanguage& language = compiled_language()) {
    FakeSandbox sandbox(std::move(script));
    const auto data = make_test_data(world_.storage->blobs(), mib(16));
    Pipeline pipeline(sandbox, *data, world_.clock);
    return judge_by(pipeline, world_.submission(problem, language.language.id), problem, language, {}, {});
  }
  Report report_of(FakeSandbox::Script script, const Problem& problem,
                   const ReadyLanguage& language = compiled_language()) {
    auto report = judge(std::move(script), problem, language);
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : Report{};
  }

  SmallWorld world_;
};

// A run of so much CPU time; one that was disturbed waited for a core, too.
Outcome of_time(Duration cpu_time, bool disturbed) {
  auto outcome = exited(0, "x");
  outcome.cpu_time = cpu_time;
  outcome.wall_time = 6s;
  outcome.core_wait = disturbed ? 600ms : 0ms;
  return outcome;
}

// The wall clock ended it, and most of that time it waited for a core.
Outcome starved(Duration wall_time, Duration core_wait) {
  auto outcome = ended(WallLimit{});
  outcome.cpu_time = 400ms;
  outcome.wall_time = wall_time;
  outcome.core_wait = core_wait;
  return outcome;
}

TEST_F(RunsAgainTest, ADisturbedRunBetweenLimitAndKillIsMeasuredAgain) {
  const struct {
    std::vector<Duration> times;
    bool disturbed;
    const char* verdict;
    std::int64_t cpu_time_ms;
    std::size_t runs;
  } cases[] = {
      {{5s}, true, "AC", 5000, 1},
      {{5200ms}, false, "TLE", 5200, 1},
      {{5200ms, 4900ms}, true, "AC", 4900, 2},
      {{5200ms, 5300ms, 4900ms}, true, "AC", 4900, 3},
      {{5200ms, 5300ms, 5100ms}, true, "TLE", 5100, 3},
  };
  for (const auto& c : cases) {
    std::vector<bool> alone;
    auto script = compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
      alone.push_back(seen.command.alone);
      return of_time(c.times.at(alone.size() - 1), c.disturbed);
    });
    const auto report = report_of(script, world_.problem({{"1", "x"}}));
    EXPECT_EQ(code_of(report.verdict), c.verdict);
    EXPECT_EQ(report.cpu_time_ms, c.cpu_time_ms);
    ASSERT_EQ(alone.size(), c.runs);
    for (std::size_t i = 0; i < alone.size(); ++i) EXPECT_EQ(alone[i], i > 0);
  }
}

TEST_F(RunsAgainTest, ASubmissionIsMeasuredAgainTwiceAtMost) {
  std::vector<SmallWorld::Test> tests(10, {"1", "x"});
  int runs = 0;
  auto script = compiles_then([&](const SeenCommand&) -> Result<Outcome> {
    ++runs;
    return of_time(5200ms, true);
  });
  const auto report = report_of(script, world_.problem(tests, ScoringRule::weighted));
  EXPECT_EQ(code_of(report.verdict), "TLE");
  EXPECT_EQ(runs, 12);
}

TEST_F(RunsAgainTest, AStarvedRunIsTriedAgainAndIsNoVerdict) {
  int runs = 0;
  auto then_free = compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    if (++runs == 1) return starved(110s, 105s);
    EXPECT_TRUE(seen.command.alone);
    return exited(0, "x");
  });
  EXPECT_EQ(code_of(report_of(then_free, world_.problem({{"1", "x"}})).verdict), "AC");
  EXPECT_EQ(runs, 2);

  auto always = compiles_then([&](const SeenCommand&) -> Result<Outcome> { return starved(110s, 105s); });
  const auto problem = world_.problem({{"1", "x"}});
  const auto report = judge(always, problem);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().message, "this host is too busy: of 110 s a command waited 105 s for a core");

  // One that slept its whole time beside that is idle, however busy the host is.
  auto idle = compiles_then([&](const SeenCommand&) -> Result<Outcome> { return starved(22s, 11s); });
  const auto told = report_of(idle, problem);
  EXPECT_EQ(code_of(told.verdict), "TLE");
  EXPECT_NE(told.message.find("idle too long"), std::string::npos) << told.message;
}

TEST_F(RunsAgainTest, AStarvedCompilerIsTriedAgainAndIsNoCompileError) {
  const auto problem = world_.problem({{"1", "x"}});
  int compilations = 0;
  const auto script = [&](int starved_times) {
    compilations = 0;
    return [&, starved_times](const SeenCommand& seen) -> Result<Outcome> {
      if (!is_compile(seen)) return exited(0, "x");
      if (++compilations <= starved_times) return starved(210s, 190s);
      return with_file(exited(0), "main", "machine code");
    };
  };
  EXPECT_EQ(code_of(report_of(script(1), problem).verdict), "AC");
  EXPECT_EQ(compilations, 2);

  const auto report = judge(script(9), problem);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().message, "this host is too busy: of 210 s a command waited 190 s for a core");
  EXPECT_EQ(compilations, 2);
}

TEST_F(RunsAgainTest, ShownMemoryIsWithinTheLimit) {
  auto language = compiled_language();
  language.language.memory_overhead = mib(320);
  auto script = compiles_then([&](const SeenCommand&) -> Result<Outcome> {
    auto outcome = exited(0, "x");
    outcome.memory_peak = mib(500);
    return outcome;
  });
  const auto report = report_of(script, world_.problem({{"1", "x"}}), language);
  EXPECT_EQ(code_of(report.verdict), "AC");
  EXPECT_EQ(report.memory_kb, 256 * 1024);
}

}  // namespace
}  // namespace autograder
