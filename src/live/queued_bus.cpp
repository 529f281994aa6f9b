#include "live/queued_bus.h"

#include <deque>
#include <optional>
#include <utility>

#include "foundation/log.h"
#include "foundation/mutex.h"
#include "live/strips.h"

namespace autograder {

// Shared with the thread.
struct QueuedBus::State {
  State(std::shared_ptr<EventBus> bus_in, std::shared_ptr<Cache> cache_in, const QueuedBusOptions& options_in)
      : bus(std::move(bus_in)), cache(std::move(cache_in)), options(options_in) {}

  // False: others were dropped to make room.
  bool add(const Event& event) {
    MutexLock lock(mutex);
    if (stopping) {
      ++dropped;
      return true;
    }
    const auto before = dropped;
    waiting.push_back(event);
    strip_bytes += event.strip.size();
    while (waiting.size() > 1 && (waiting.size() > options.events_max || is_heavy())) drop_oldest();
    return dropped == before;
  }

  // Absent: the thread ends.
  std::optional<Event> next() {
    MutexLock lock(mutex);
    while (waiting.empty() && !stopping) came.wait(mutex);
    if (waiting.empty()) return std::nullopt;
    Event event = std::move(waiting.front());
    waiting.pop_front();
    strip_bytes -= event.strip.size();
    return event;
  }

  void tell(const Event& event) {
    const auto* submission = std::get_if<SubmissionId>(&event.subject);
    if (event.kind == Event::Kind::progress && submission != nullptr) {
      const auto kept = keep_strip(*cache, *submission, event.strip);
      if (given_up()) return;
      if (!kept) {
        log::warn("the strip of a submission's tests was not kept",
                  {{"submission", submission->hex()}, {"why", kept.error().message}});
      }
    }
    bus->publish(event);
  }

  void run() {
    while (const auto event = next()) tell(*event);
    {
      MutexLock lock(mutex);
      ended = true;
    }
    has_ended.notify_all();
  }

  // Whether the thread has ended within the time.
  bool wait_for_end() {
    MutexLock lock(mutex);
    bool in_time = true;
    while (!ended && in_time) in_time = has_ended.wait_for(mutex, options.stop_time) == std::cv_status::no_timeout;
    if (ended) return true;
    while (!waiting.empty()) drop_oldest();
    gave_up = true;
    return false;
  }

  bool given_up() {
    MutexLock lock(mutex);
    return gave_up;
  }

  bool is_heavy() REQUIRES(mutex) { return strip_bytes > static_cast<std::size_t>(options.strips_max.count); }
  void drop_oldest() REQUIRES(mutex) {
    strip_bytes -= waiting.front().strip.size();
    waiting.pop_front();
    ++dropped;
  }

  const std::shared_ptr<EventBus> bus;
  const std::shared_ptr<Cache> cache;
  const QueuedBusOptions options;
  Mutex mutex;
  Condition came;
  Condition has_ended;
  std::deque<Event> waiting GUARDED_BY(mutex);
  std::size_t strip_bytes GUARDED_BY(mutex) = 0;
  std::uint64_t dropped GUARDED_BY(mutex) = 0;
  bool stopping GUARDED_BY(mutex) = false;
  bool gave_up GUARDED_BY(mutex) = false;
  bool ended GUARDED_BY(mutex) = false;
};

QueuedBus::QueuedBus(std::shared_ptr<EventBus> bus, std::shared_ptr<Cache> cache, const Clock& clock,
                     QueuedBusOptions options)
    : state_(std::make_shared<State>(std::move(bus), std::move(cache), options)),
      clock_(clock),
      thread_([state = state_] { state->run(); }) {}

QueuedBus::~QueuedBus() {
  stop();
}

void QueuedBus::publish(const Event& event) {
  const bool had_room = state_->add(event);
  state_->came.notify_one();
  if (had_room) return;
  if (const auto held_back = drop_lines_.pass(clock_.steady_now())) {
    log::warn("the event bus is too slow, and events are dropped", {{"dropped", dropped()}, {"more", *held_back}});
  }
}

std::unique_ptr<Subscription> QueuedBus::subscribe(Handler handler) {
  return state_->bus->subscribe(std::move(handler));
}

void QueuedBus::stop() {
  {
    MutexLock lock(state_->mutex);
    if (state_->stopping) return;
    state_->stopping = true;
  }
  state_->came.notify_all();
  if (state_->wait_for_end()) {
    thread_.join();
    return;
  }
  thread_.detach();
  log::warn("the event bus hangs, and what waited for it was dropped", {{"dropped", dropped()}});
}

std::uint64_t QueuedBus::dropped() const {
  MutexLock lock(state_->mutex);
  return state_->dropped;
}

}  // namespace autograder
