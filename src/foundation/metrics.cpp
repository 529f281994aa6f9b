#include "foundation/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

#include "foundation/check.h"
#include "foundation/mutex.h"

namespace autograder {
namespace {

// The series of one family, found without building the library's map of labels each time.
template <class Kind>
class Series {
 public:
  Series(prometheus::Family<Kind>& family, std::vector<double> buckets)
      : family_(family), buckets_(std::move(buckets)) {}

  Kind& of(MetricLabels labels) {
    std::string key;
    for (const auto& [name, value] : labels) key.append(name).append(1, '\0').append(value).append(1, '\0');
    MutexLock lock(mutex_);
    if (const auto found = known_.find(key); found != known_.end()) return *found->second;
    const bool full = known_.size() >= kSeriesMax;
    prometheus::Labels all;
    for (const auto& [name, value] : labels) all.emplace(name, full ? "other" : value);
    Kind& made = make(all);
    if (!full) known_.emplace(std::move(key), &made);
    return made;
  }

 private:
  Kind& make(const prometheus::Labels& labels) {
    if constexpr (std::is_same_v<Kind, prometheus::Histogram>) {
      return family_.Add(labels, buckets_);
    } else {
      return family_.Add(labels);
    }
  }

  prometheus::Family<Kind>& family_;
  const std::vector<double> buckets_;
  Mutex mutex_;
  std::map<std::string, Kind*> known_ GUARDED_BY(mutex_);
};

}  // namespace

struct CounterSeries {
  Series<prometheus::Counter> series;
};
struct GaugeSeries {
  Series<prometheus::Gauge> series;
};
struct HistogramSeries {
  Series<prometheus::Histogram> series;
};

struct Metrics::State {
  prometheus::Registry registry;
  Mutex mutex;
  std::map<prometheus::Counter*, Read> watched_counters GUARDED_BY(mutex);
  std::map<prometheus::Gauge*, Read> watched_gauges GUARDED_BY(mutex);
  std::map<std::string, std::unique_ptr<CounterSeries>> counters GUARDED_BY(mutex);
  std::map<std::string, std::unique_ptr<GaugeSeries>> gauges GUARDED_BY(mutex);
  std::map<std::string, std::unique_ptr<HistogramSeries>> histograms GUARDED_BY(mutex);
};

void CounterFamily::add(MetricLabels labels, double by) const {
  series_->series.of(labels).Increment(by);
}

void GaugeFamily::set(MetricLabels labels, double value) const {
  series_->series.of(labels).Set(value);
}

void HistogramFamily::observe(MetricLabels labels, double value) const {
  series_->series.of(labels).Observe(value);
}

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

CounterFamily Metrics::counter(const std::string& name, const std::string& help) {
  MutexLock lock(state_->mutex);
  CHECK(!state_->gauges.contains(name) && !state_->histograms.contains(name));
  auto& made = state_->counters[name];
  if (!made) {
    auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(state_->registry);
    made.reset(new CounterSeries{{family, {}}});
  }
  return CounterFamily(*made);
}

GaugeFamily Metrics::gauge(const std::string& name, const std::string& help) {
  MutexLock lock(state_->mutex);
  CHECK(!state_->counters.contains(name) && !state_->histograms.contains(name));
  auto& made = state_->gauges[name];
  if (!made) {
    auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(state_->registry);
    made.reset(new GaugeSeries{{family, {}}});
  }
  return GaugeFamily(*made);
}

HistogramFamily Metrics::histogram(const std::string& name, const std::string& help, std::vector<double> buckets) {
  MutexLock lock(state_->mutex);
  CHECK(!state_->counters.contains(name) && !state_->gauges.contains(name));
  auto& made = state_->histograms[name];
  if (!made) {
    auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(state_->registry);
    made.reset(new HistogramSeries{{family, std::move(buckets)}});
  }
  return HistogramFamily(*made);
}

void Metrics::watch_counter(const std::string& name, const std::string& help, MetricLabels labels, Read read) {
  counter(name, help);
  MutexLock lock(state_->mutex);
  state_->watched_counters[&state_->counters.at(name)->series.of(labels)] = std::move(read);
}

void Metrics::watch_gauge(const std::string& name, const std::string& help, MetricLabels labels, Read read) {
  gauge(name, help);
  MutexLock lock(state_->mutex);
  state_->watched_gauges[&state_->gauges.at(name)->series.of(labels)] = std::move(read);
}

void Metrics::watch_cache(std::string_view name, const CacheCounts& counts) {
  constexpr const char* kHelp = "Look-ups of the server's caches.";
  const auto watch = [&](std::string_view outcome, const std::atomic<std::uint64_t>& count) {
    watch_counter("cache_lookups_total", kHelp, {{"cache", name}, {"outcome", outcome}},
                  [&count] { return static_cast<double>(count.load(std::memory_order_relaxed)); });
  };
  watch("hit", counts.hits);
  watch("miss", counts.misses);
}

std::string Metrics::text() const {
  {
    MutexLock lock(state_->mutex);
    for (const auto& [counter, read] : state_->watched_counters) {
      // The watched count may have restarted; a counter never falls.
      const double grown = read() - counter->Value();
      if (grown > 0) counter->Increment(grown);
    }
    for (const auto& [gauge, read] : state_->watched_gauges) gauge->Set(read());
  }
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace autograder
