#include "foundation/metrics.h"

#include <gtest/gtest.h>

#include <thread>

namespace autograder {
namespace {

bool has(const Metrics& metrics, const std::string& line) {
  return ("\n" + metrics.text()).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, CountsByLabels) {
  Metrics metrics;
  const auto asked = metrics.counter("asked_total", "Questions.");
  asked.add({{"method", "GET"}, {"status", "200"}});
  asked.add({{"method", "GET"}, {"status", "200"}}, 2);
  metrics.counter("asked_total", "Questions.").add({{"method", "GET"}, {"status", "404"}});
  EXPECT_TRUE(has(metrics, "# HELP asked_total Questions.")) << metrics.text();
  EXPECT_TRUE(has(metrics, "# TYPE asked_total counter"));
  EXPECT_TRUE(has(metrics, "asked_total{method=\"GET\",status=\"200\"} 3"));
  EXPECT_TRUE(has(metrics, "asked_total{method=\"GET\",status=\"404\"} 1"));
}

TEST(Metrics, SetsGaugesAndFillsHistograms) {
  Metrics metrics;
  metrics.gauge("depth", "Depth.").set({}, 7);
  metrics.gauge("depth", "Depth.").set({}, 5);
  const auto took = metrics.histogram("took_seconds", "Time.", {0.5, 1, 2});
  for (const double seconds : {0.1, 0.5, 1.5, 10.0}) took.observe({}, seconds);
  EXPECT_TRUE(has(metrics, "depth 5")) << metrics.text();
  EXPECT_TRUE(has(metrics, "took_seconds_bucket{le=\"0.5\"} 2"));
  EXPECT_TRUE(has(metrics, "took_seconds_bucket{le=\"2\"} 3"));
  EXPECT_TRUE(has(metrics, "took_seconds_bucket{le=\"+Inf\"} 4"));
  EXPECT_TRUE(has(metrics, "took_seconds_count 4"));
}

TEST(Metrics, EscapesLabelsAndBoundsTheirNumber) {
  Metrics metrics;
  const auto family = metrics.counter("x_total", "X.");
  family.add({{"a", "\"\n\\"}});
  EXPECT_TRUE(has(metrics, "x_total{a=\"\\\"\\n\\\\\"} 1")) << metrics.text();
  for (std::size_t i = 0; i < kSeriesMax + 9; ++i) family.add({{"a", std::to_string(i)}});
  EXPECT_TRUE(has(metrics, "x_total{a=\"1998\"} 1"));
  EXPECT_TRUE(has(metrics, "x_total{a=\"other\"} 10"));
}

TEST(Metrics, ManyThreadsCountTogether) {
  Metrics metrics;
  const auto family = metrics.counter("x_total", "X.");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) family.add({{"n", std::to_string(n % 10)}});
    });
  }
  std::size_t read = 0;
  for (int i = 0; i < 10; ++i) read += metrics.text().size();
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(has(metrics, "x_total{n=\"3\"} 400")) << read;
}

TEST(Metrics, WatchesWhatIsCountedElsewhere) {
  Metrics metrics;
  CacheCounts counts;
  double depth = 3;
  metrics.watch_cache("problems", counts);
  metrics.watch_gauge("pool_waiting", "Waiting.", {{"pool", "api"}}, [&] { return depth; });
  counts.count(true);
  counts.count(true);
  counts.count(false);
  for (int i = 0; i < 2; ++i) {
    const auto text = metrics.text();
    EXPECT_NE(text.find("cache_lookups_total{cache=\"problems\",outcome=\"hit\"} 2\n"), std::string::npos) << text;
    EXPECT_NE(text.find("cache_lookups_total{cache=\"problems\",outcome=\"miss\"} 1\n"), std::string::npos) << text;
    EXPECT_NE(text.find("pool_waiting{pool=\"api\"} 3\n"), std::string::npos) << text;
  }
  depth = 1;
  CacheCounts fresh;
  metrics.watch_cache("problems", fresh);
  fresh.count(true);
  const auto text = metrics.text();
  EXPECT_NE(text.find("outcome=\"hit\"} 2\n"), std::string::npos) << "a counter never falls";
  EXPECT_NE(text.find("pool_waiting{pool=\"api\"} 1\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace autograder
