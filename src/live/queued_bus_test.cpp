#include "live/queued_bus.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

#include "foundation/mutex.h"
#include "live/memory/memory_live.h"
#include "live/strips.h"

namespace autograder {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const ManualClock kClock;

// Each event waits in publish() until the gate is open.
class SlowBus final : public EventBus {
 public:
  struct Told {
    Mutex mutex;
    Condition changed;
    bool open GUARDED_BY(mutex) = false;
    bool entered GUARDED_BY(mutex) = false;
    bool destroyed GUARDED_BY(mutex) = false;
    std::vector<Subject> subjects GUARDED_BY(mutex);
  };
  explicit SlowBus(std::shared_ptr<Told> told) : told_(std::move(told)) {}
  ~SlowBus() override {
    MutexLock lock(told_->mutex);
    told_->destroyed = true;
    told_->changed.notify_all();
  }
  void publish(const Event& event) override {
    MutexLock lock(told_->mutex);
    told_->entered = true;
    told_->changed.notify_all();
    while (!told_->open) told_->changed.wait(told_->mutex);
    told_->subjects.push_back(event.subject);
  }
  std::unique_ptr<Subscription> subscribe(Handler /*handler*/) override { return nullptr; }

 private:
  const std::shared_ptr<Told> told_;
};

class QueuedBusTest : public testing::Test {
 protected:
  ~QueuedBusTest() override { open_gate(); }
  void make(const QueuedBusOptions& options) {
    bus_ = std::make_unique<QueuedBus>(std::make_shared<SlowBus>(told_), make_memory_cache(kClock), kClock, options);
  }
  static Event event(int number, Event::Kind kind = Event::Kind::queued, std::string strip = {}) {
    return {kind, subject(number), std::move(strip)};
  }
  static Subject subject(int number) { return SubmissionId(IdBytes{static_cast<std::uint8_t>(number)}); }
  // The thread is inside of the bus with it, so that all that follow wait.
  void publish_first() {
    bus_->publish(event(0));
    MutexLock lock(told_->mutex);
    while (!told_->entered) told_->changed.wait(told_->mutex);
  }
  void open_gate() {
    MutexLock lock(told_->mutex);
    told_->open = true;
    told_->changed.notify_all();
  }
  std::vector<Subject> told() {
    MutexLock lock(told_->mutex);
    return told_->subjects;
  }

  const std::shared_ptr<SlowBus::Told> told_ = std::make_shared<SlowBus::Told>();
  std::unique_ptr<QueuedBus> bus_;
};

TEST_F(QueuedBusTest, ASlowBusHoldsNobodyWhoPublishes) {
  make({.stop_time = seconds(30)});
  auto published = std::async(std::launch::async, [&] {
    for (int i = 0; i < 10; ++i) bus_->publish(event(i));
  });
  EXPECT_EQ(published.wait_for(seconds(10)), std::future_status::ready);
  EXPECT_TRUE(told().empty());
  open_gate();
  published.get();
  bus_->stop();
  EXPECT_EQ(told().size(), 10U);
  EXPECT_EQ(bus_->dropped(), 0U);
}

TEST_F(QueuedBusTest, WhenTooManyWaitTheOldestAreDropped) {
  make({.events_max = 3, .stop_time = seconds(30)});
  publish_first();
  for (int i = 1; i <= 5; ++i) bus_->publish(event(i));
  EXPECT_EQ(bus_->dropped(), 2U);
  open_gate();
  bus_->stop();
  EXPECT_EQ(told(), (std::vector{subject(0), subject(3), subject(4), subject(5)}));
}

TEST_F(QueuedBusTest, StripsThatWaitAreBoundedInBytes) {
  make({.strips_max = kib(3), .stop_time = seconds(30)});
  publish_first();
  for (int i = 1; i <= 5; ++i) bus_->publish(event(i, Event::Kind::progress, std::string(1024, 'x')));
  EXPECT_EQ(bus_->dropped(), 2U);
  bus_->publish(event(6, Event::Kind::progress, std::string(8192, 'x')));
  EXPECT_EQ(bus_->dropped(), 5U) << "one alone may be larger";
  bus_->publish(event(7));
  EXPECT_EQ(bus_->dropped(), 6U);
  open_gate();
  bus_->stop();
  EXPECT_EQ(told(), (std::vector{subject(0), subject(7)}));
}

TEST_F(QueuedBusTest, StopTellsWhatWaits) {
  make({.stop_time = seconds(30)});
  publish_first();
  for (int i = 1; i <= 5; ++i) bus_->publish(event(i));
  auto stopped = std::async(std::launch::async, [&] { bus_->stop(); });
  open_gate();
  stopped.get();
  EXPECT_EQ(told().size(), 6U);
  bus_->publish(event(9));
  EXPECT_EQ(bus_->dropped(), 1U);
  bus_->stop();
  EXPECT_EQ(told().size(), 6U);
}

TEST_F(QueuedBusTest, StopGivesUpABusThatHangs) {
  make({.stop_time = milliseconds(20)});
  publish_first();
  for (int i = 1; i <= 5; ++i) bus_->publish(event(i));
  auto stopped = std::async(std::launch::async, [&] { bus_->stop(); });
  EXPECT_EQ(stopped.wait_for(seconds(10)), std::future_status::ready);
  EXPECT_TRUE(told().empty());
  EXPECT_EQ(bus_->dropped(), 5U);
  bus_.reset();
  open_gate();
  MutexLock lock(told_->mutex);
  while (!told_->destroyed) told_->changed.wait(told_->mutex);
  EXPECT_EQ(told_->subjects, std::vector{subject(0)}) << "the thread went on with what was dropped";
}

TEST(QueuedBus, KeepsTheLastStripBeforeItsBellIsRung) {
  const std::shared_ptr<Cache> cache = make_memory_cache(kClock);
  QueuedBus bus(make_memory_event_bus(), cache, kClock);
  const SubmissionId id(IdBytes{1});
  std::vector<std::string> found;
  const auto subscription = bus.subscribe([&](const Event&) {
    const auto strip = last_strip(*cache, id);
    found.push_back(strip && *strip ? **strip : "none");
  });
  bus.publish({Event::Kind::queued, id, {}});
  bus.publish({Event::Kind::progress, id, "one test"});
  bus.publish({Event::Kind::progress, id, "two tests"});
  bus.publish({Event::Kind::progress, SubmissionId(IdBytes{2}), "of another"});
  bus.publish({Event::Kind::judged, id, {}});
  bus.stop();
  EXPECT_EQ(found, (std::vector<std::string>{"none", "one test", "two tests", "two tests", "two tests"}));
}

}  // namespace
}  // namespace autograder
