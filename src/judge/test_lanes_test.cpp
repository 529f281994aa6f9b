#include "judge/test_lanes.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <latch>
#include <random>

#include "judge/pipeline.h"
#include "judge/testing/small_world.h"

namespace autograder {
namespace {

// Ends as the number in its input says, after as many turns of other threads as chance gives.
Result<Outcome> run_by_chance(const SeenCommand& seen, std::atomic<unsigned>& chance) {
  for (unsigned turns = (chance.fetch_add(0x9E3779B9U) >> 7) % 40; turns > 0; --turns) std::this_thread::yield();
  const int number = std::stoi(seen.stdin_text);
  Outcome outcome = exited(0, seen.stdin_text);
  switch (number % 16) {
    case 1:
      outcome = exited(1, "half", "the cause");
      break;
    case 2:
      outcome = ended(MemoryLimit{});
      break;
    case 3:
      return fail(ErrorCode::failed, "the box broke at " + seen.stdin_text);
    default:
      break;
  }
  outcome.cpu_time = std::chrono::milliseconds(number % 97);
  outcome.wall_time = std::chrono::milliseconds(number % 101);
  outcome.memory_peak = kib(number % 1009);
  return outcome;
}

struct Told {
  Result<Report> report;
  std::vector<Report> progress;
};

TEST(TestLanes, TheReportIsThatOfOneAfterTheOther) {
  constexpr std::array rules{ScoringRule::all, ScoringRule::weighted, ScoringRule::groups};
  const std::array<std::string, 3> groups{"", "a", "b"};
  std::mt19937 random(7);
  std::atomic<unsigned> chance{1};
  for (int round = 0; round < 300; ++round) {
    SmallWorld world;
    std::vector<SmallWorld::Test> tests;
    const auto count = 1 + random() % 12;
    const bool calm = round % 3 == 0;  // no failures but wrong answers
    for (unsigned i = 0; i < count; ++i) {
      const auto number = calm ? 16 * (random() % 1000) : random() % 10'000;
      const auto text = std::to_string(number);
      tests.push_back({text, random() % 8 == 0 ? "another" : text,
                       random() % 2 == 0 ? Visibility::hidden : Visibility::visible, static_cast<int>(random() % 5),
                       groups[random() % groups.size()]});
    }
    const auto problem = world.problem(tests, rules[random() % rules.size()]);
    const auto submission = world.submission(problem);
    const auto judge_on = [&](int cores) {
      FakeSandbox sandbox(compiles_then([&](const SeenCommand& seen) { return run_by_chance(seen, chance); }));
      const auto data = make_test_data(world.storage->blobs(), mib(16));
      PipelineOptions options;
      options.cores = cores;
      options.submission_wall_max = std::chrono::milliseconds(round % 5 == 0 ? 150 : 600'000);
      Pipeline pipeline(sandbox, *data, world.clock, options);
      std::vector<Report> progress;
      auto report = judge_by(pipeline, submission, problem, compiled_language(),
                             [&](const Report& so_far) { progress.push_back(so_far); }, {});
      EXPECT_EQ(sandbox.boxes_open(), 0);
      EXPECT_LE(sandbox.boxes_open_max(), cores);
      return Told{std::move(report), std::move(progress)};
    };
    const auto expected = judge_on(1);
    for (const int cores : {2, 4}) {
      const auto told = judge_on(cores);
      ASSERT_EQ(told.report.has_value(), expected.report.has_value()) << "round " << round;
      if (told.report) {
        EXPECT_EQ(*told.report, *expected.report) << "round " << round;
      } else {
        EXPECT_EQ(told.report.error().message, expected.report.error().message) << "round " << round;
      }
      EXPECT_EQ(told.progress, expected.progress) << "round " << round;
    }
  }
}

TEST(TestLanes, NeverMoreAtOnceThanCores) {
  constexpr int kCores = 3;
  SmallWorld world;
  std::vector<SmallWorld::Test> tests;
  for (int i = 0; i < 20; ++i) tests.push_back({std::to_string(16 * i), std::to_string(16 * i)});
  const auto problem = world.problem(tests);
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::atomic<unsigned> chance{1};
  FakeSandbox sandbox([&](const SeenCommand& seen) -> Result<Outcome> {
    const int now = ++inside;
    for (int before = most; before < now && !most.compare_exchange_weak(before, now);) {
    }
    auto outcome =
        is_compile(seen) ? Result<Outcome>(with_file(exited(0), "main", "code")) : run_by_chance(seen, chance);
    --inside;
    return outcome;
  });
  const auto data = make_test_data(world.storage->blobs(), mib(16));
  PipelineOptions options;
  options.cores = kCores;
  Pipeline pipeline(sandbox, *data, world.clock, options);
  std::vector<Submission> submissions;
  for (int i = 0; i < 12; ++i) submissions.push_back(world.submission(problem));
  std::vector<std::thread> slots;
  for (int slot = 0; slot < kCores; ++slot) {
    slots.emplace_back([&, slot] {
      for (std::size_t i = static_cast<std::size_t>(slot); i < submissions.size(); i += kCores) {
        const auto report = judge_by(pipeline, submissions[i], problem, compiled_language(), {}, {});
        EXPECT_TRUE(report && report->verdict == Verdict::accepted);
      }
    });
  }
  for (auto& slot : slots) slot.join();
  EXPECT_LE(most, kCores);
  EXPECT_EQ(sandbox.boxes_open(), 0);
}

TEST(TestLanes, AFailingTestCancelsThoseBehindIt) {
  SmallWorld world;
  const auto problem = world.problem({{"1", "x"}, {"2", "2"}, {"3", "3"}});
  std::latch second_runs(1);
  FakeSandbox sandbox(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    if (seen.stdin_text == "1") {
      second_runs.wait();
      return exited(0, "1");
    }
    second_runs.count_down();
    seen.killed->wait();  // would run for ever
    return exited(0, seen.stdin_text);
  }));
  const auto data = make_test_data(world.storage->blobs(), mib(16));
  PipelineOptions options;
  options.cores = 2;
  Pipeline pipeline(sandbox, *data, world.clock, options);
  const auto report = judge_by(pipeline, world.submission(problem), problem, compiled_language(), {}, {});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(code_of(report->verdict), "WA");
  EXPECT_EQ(report->tests.size(), 1u);
}

// Each test waits for its neighbour of the same visibility, so that the two do run at once.
TEST(TestLanes, APublicAndAPrivateTestNeverRunAtOnce) {
  constexpr auto shown = Visibility::visible, hidden = Visibility::hidden;
  const std::vector<Visibility> tests{shown, shown, hidden, hidden, shown, shown, hidden, hidden};
  LaneCount all(4);
  all.take_one();
  ASSERT_EQ(all.take_spare(3), 3);
  std::array<std::latch, 4> pairs{std::latch(2), std::latch(2), std::latch(2), std::latch(2)};
  std::array<std::atomic<int>, 2> inside{};
  std::atomic<bool> met{false};
  TestLanes lanes(
      4, tests, false, all,
      [&](int, int test, std::stop_token) -> Result<RanTest> {
        const auto index = static_cast<std::size_t>(test);
        const auto kind = static_cast<std::size_t>(tests[index] == hidden);
        ++inside[kind];
        pairs[index / 2].arrive_and_wait();
        if (inside[1 - kind] > 0) met = true;
        --inside[kind];
        return RanTest{};
      },
      [](int) {}, {});
  for (int test = 0; test < 8; ++test) EXPECT_TRUE(lanes.take(test));
  EXPECT_FALSE(met);
}

TEST(LaneCount, GivesSpareOnesWhileCoresAreFree) {
  LaneCount lanes(3);
  lanes.take_one();
  EXPECT_EQ(lanes.take_spare(9), 2);
  EXPECT_EQ(lanes.take_spare(9), 0);
  EXPECT_FALSE(lanes.crowded());
  lanes.take_one();
  EXPECT_TRUE(lanes.crowded());
  lanes.give(1);
  EXPECT_FALSE(lanes.crowded());
  lanes.give(2);
  EXPECT_EQ(lanes.take_spare(1), 1);
  EXPECT_EQ(lanes.take_spare(0), 0);
  EXPECT_EQ(lanes.take_spare(-1), 0);
}

// Else one long judging would keep boxes that nobody else can open.
TEST(TestLanes, ALaneThatMakesRoomSaysSoBeforeItsCoreIsFree) {
  LaneCount all(2);
  all.take_one();
  ASSERT_EQ(all.take_spare(3), 1);
  std::latch crowded(1);
  std::latch gone(1);
  TestLanes lanes(
      2, std::vector(4, Visibility::hidden), false, all,
      [&](int lane, int, std::stop_token) -> Result<RanTest> {
        (lane == 0 ? gone : crowded).wait();
        return RanTest{};
      },
      [&](int lane) {
        EXPECT_EQ(lane, 1);
        EXPECT_TRUE(all.crowded());
        gone.count_down();
      },
      {});
  all.take_one();
  crowded.count_down();
  for (int test = 0; test < 4; ++test) EXPECT_TRUE(lanes.take(test));
}

}  // namespace
}  // namespace autograder
