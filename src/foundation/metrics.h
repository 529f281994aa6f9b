// Figures for Prometheus: counters, gauges and histograms with labels, over prometheus-cpp. Handed to the code that counts.
//
// Knows:          families by name, series by their labels, the text format.
// Does not know:  what is counted, who may read it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace autograder {

// Bound of one family; further series are counted under labels that all say "other".
constexpr std::size_t kSeriesMax = 2'000;

using MetricLabels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

struct CounterSeries;
struct GaugeSeries;
struct HistogramSeries;

// Families are small values that borrow from their Metrics. All members may be called from any thread.
class CounterFamily final {
 public:
  explicit CounterFamily(CounterSeries& series) : series_(&series) {}
  void add(MetricLabels labels, double by = 1) const;

 private:
  CounterSeries* series_;
};

class GaugeFamily final {
 public:
  explicit GaugeFamily(GaugeSeries& series) : series_(&series) {}
  void set(MetricLabels labels, double value) const;

 private:
  GaugeSeries* series_;
};

class HistogramFamily final {
 public:
  explicit HistogramFamily(HistogramSeries& series) : series_(&series) {}
  void observe(MetricLabels labels, double value) const;

 private:
  HistogramSeries* series_;
};

// How often a cache had what was asked for. Any thread.
struct CacheCounts {
  std::atomic<std::uint64_t> hits{0};
  std::atomic<std::uint64_t> misses{0};
  void count(bool hit) { (hit ? hits : misses).fetch_add(1, std::memory_order_relaxed); }
};

class Metrics final {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // The family of that name, made at the first call. A name belongs to one kind (a CHECK). Names in Prometheus' manner:
  // "x_total" for counters, the unit at the end ("x_seconds").
  CounterFamily counter(const std::string& name, const std::string& help);
  GaugeFamily gauge(const std::string& name, const std::string& help);
  // `buckets` are upper bounds, rising.
  HistogramFamily histogram(const std::string& name, const std::string& help, std::vector<double> buckets);

  // A figure that is read each time text() is asked, instead of being counted on its way. Given again for the same name and
  // labels, the later `read` counts. What it reads outlives the last text().
  using Read = std::function<double()>;
  void watch_counter(const std::string& name, const std::string& help, MetricLabels labels, Read read);
  void watch_gauge(const std::string& name, const std::string& help, MetricLabels labels, Read read);
  // cache_lookups_total{cache="name", outcome="hit" or "miss"}
  void watch_cache(std::string_view name, const CacheCounts& counts);

  // Everything in the text format, version 0.0.4.
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace autograder
