// The contract of every EventBus. A backend instantiates the suite with a maker.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "live/event_bus.h"

namespace autograder {

class EventBusContract : public testing::TestWithParam<std::function<std::unique_ptr<EventBus>()>> {
 protected:
  std::unique_ptr<EventBus> bus_ = GetParam()();
};

TEST_P(EventBusContract, EverySubscriberHearsEachEvent) {
  std::promise<Event> first;
  std::promise<Event> second;
  const auto one = bus_->subscribe([&](const Event& event) { first.set_value(event); });
  const auto two = bus_->subscribe([&](const Event& event) { second.set_value(event); });
  const SubmissionId id(IdBytes{1, 2, 3});
  bus_->publish({Event::Kind::progress, id, "strip \"\\ \xF0\x9F\x92\xA5"});
  for (auto* promise : {&first, &second}) {
    const Event event = promise->get_future().get();
    EXPECT_EQ(event.kind, Event::Kind::progress);
    EXPECT_EQ(event.subject, Subject(id));
    EXPECT_EQ(event.strip, "strip \"\\ \xF0\x9F\x92\xA5");
  }
}

TEST_P(EventBusContract, AnEndedSubscriptionHearsNothing) {
  std::atomic<int> heard = 0;
  auto ended = bus_->subscribe([&](const Event&) { ++heard; });
  ended.reset();
  std::promise<void> other_heard;
  const auto other = bus_->subscribe([&](const Event&) { other_heard.set_value(); });
  bus_->publish({});
  other_heard.get_future().get();
  EXPECT_EQ(heard, 0);
}

TEST_P(EventBusContract, EndingASubscriptionWaitsForItsHandler) {
  std::promise<void> entered;
  std::promise<void> leave;
  std::atomic<bool> left = false;
  auto subscription = bus_->subscribe([&](const Event&) {
    entered.set_value();
    leave.get_future().get();
    left = true;
  });
  std::thread publisher([&] { bus_->publish({}); });
  entered.get_future().get();
  std::thread ender([&] {
    subscription.reset();
    EXPECT_TRUE(left);
  });
  leave.set_value();
  ender.join();
  publisher.join();
}

TEST_P(EventBusContract, ManyThreadsPublishWhileOthersComeAndGo) {
  std::atomic<int> heard = 0;
  const auto steady = bus_->subscribe([&](const Event&) {
    ++heard;
    heard.notify_one();
  });
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 250; ++i) {
        const auto passing = bus_->subscribe([](const Event&) {});
        bus_->publish({});
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (int now = heard; now < 1000; now = heard) heard.wait(now);
  EXPECT_EQ(heard, 1000);
}

}  // namespace autograder
