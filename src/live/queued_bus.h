// A bus that rings from a thread of its own: who announces something, the writer of the database among them, never waits
// for the bus behind it.
//
// Knows:          how many events may wait, and that the strip of a progress event is kept before its bell is rung.
// Does not know:  who listens, what a strip says.
//
// When too many events wait, the oldest are dropped. A bell may be lost: everyone who waits for one also looks by
// themselves, and each strip is whole, so that the newest event says most.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>

#include "domain/limits.h"
#include "foundation/clock.h"
#include "foundation/seldom.h"
#include "live/cache.h"
#include "live/event_bus.h"

namespace autograder {

struct QueuedBusOptions {
  // Events that may wait.
  std::size_t events_max = 1024;
  // Their strips together; one event alone may be larger.
  Bytes strips_max = mib(16);
  // So long stop() lets the thread tell what waits.
  std::chrono::milliseconds stop_time{1000};
};

class QueuedBus final : public EventBus {
 public:
  // `bus` and `cache` are shared with a thread that outlives this object when the bus hangs. The clock outlives it.
  QueuedBus(std::shared_ptr<EventBus> bus, std::shared_ptr<Cache> cache, const Clock& clock,
            QueuedBusOptions options = {});
  ~QueuedBus() override;  // stop()

  // Never blocks on the bus. Handlers run on the thread of this object, or one of the bus.
  void publish(const Event& event) override;
  [[nodiscard]] std::unique_ptr<Subscription> subscribe(Handler handler) override;

  // Tells what waits. When that takes longer than stop_time, the rest is dropped, and the thread ends by itself once the
  // bus lets go of it. What is published after is dropped.
  void stop();

  // Events that were not told.
  std::uint64_t dropped() const;

 private:
  struct State;

  const std::shared_ptr<State> state_;
  const Clock& clock_;
  Seldom drop_lines_;
  std::thread thread_;
};

}  // namespace autograder
