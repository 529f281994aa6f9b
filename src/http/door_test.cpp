#include "http/door.h"

#include <gtest/gtest.h>

namespace autograder::http {
namespace {

class DoorTest : public ::testing::Test {
 protected:
  // A connection that came `since`, idle and not known.
  std::shared_ptr<Place> place(const std::string& address, std::int64_t since) {
    auto made = std::make_shared<Place>();
    made->peer = made->address = address;
    made->since = since;
    return made;
  }
  Door::Entry enter(const std::shared_ptr<Place>& place) {
    auto entry = door_.enter(place);
    for (const auto& one : entry.leave) door_.leave(one);
    return entry;
  }

  Door door_{{.all = 6, .an_address = 3}};
};

TEST_F(DoorTest, theOldestOfAnAddressGoesForItsFourth) {
  std::vector<std::shared_ptr<Place>> places;
  for (int i = 0; i < 3; ++i) {
    places.push_back(place("a", 10 - i));
    EXPECT_TRUE(enter(places.back()).leave.empty());
  }
  EXPECT_TRUE(enter(place("b", 1)).leave.empty());
  const auto entry = enter(place("a", 20));
  EXPECT_TRUE(entry.admitted);
  ASSERT_EQ(entry.leave.size(), 1u);
  EXPECT_EQ(entry.leave[0], places[2]);
}

TEST_F(DoorTest, whoIsKnownAndBusyStaysAndIdleOnesGoAfterNewcomers) {
  auto busy = place("a", 1);
  busy->known = true;
  busy->idle = false;
  auto idle = place("a", 2);
  idle->known = true;
  auto newcomer = place("a", 3);
  newcomer->idle = false;  // it reads slowly, say
  for (const auto& one : {busy, idle, newcomer}) enter(one);
  auto next = place("a", 4);
  next->known = true;
  EXPECT_EQ(enter(next).leave, std::vector{newcomer});
  next->idle = false;
  EXPECT_EQ(enter(place("a", 5)).leave, std::vector{idle});
}

TEST_F(DoorTest, whereAllAreBusyNobodyComesIn) {
  for (int i = 0; i < 3; ++i) {
    auto busy = place("a", i);
    busy->known = true;
    busy->idle = false;
    enter(busy);
  }
  EXPECT_FALSE(enter(place("a", 9)).admitted);
  EXPECT_TRUE(enter(place("b", 9)).admitted);
}

TEST_F(DoorTest, whenAllIsFullTheAddressWithTheMostNewcomersGivesWay) {
  const auto lone = place("lone", 1);
  enter(lone);
  const auto first = place("flood1", 5);
  enter(first);
  for (int i = 0; i < 2; ++i) enter(place("flood1", 6 + i));
  for (int i = 0; i < 2; ++i) enter(place("flood2", 2 + i));
  const auto entry = enter(place("new", 9));
  EXPECT_TRUE(entry.admitted);
  EXPECT_EQ(entry.leave, std::vector{first}) << "the lone one is older and stays";
}

TEST_F(DoorTest, aTrustedProxyMayHaveAllAndItsBusyOnesStay) {
  for (int i = 0; i < 6; ++i) {
    auto forwarded = place("proxy", i);
    forwarded->proxied = true;
    forwarded->idle = i == 4;
    EXPECT_TRUE(enter(forwarded).leave.empty());
  }
  auto next = place("proxy", 9);
  next->proxied = true;
  const auto entry = enter(next);
  ASSERT_EQ(entry.leave.size(), 1u);
  EXPECT_EQ(entry.leave[0]->since, 4);
}

TEST_F(DoorTest, oneThatLeavesIsNotChosenTwice) {
  for (int i = 0; i < 3; ++i) enter(place("a", i));
  // They have not ended yet.
  const auto first = door_.enter(place("a", 7));
  const auto second = door_.enter(place("a", 8));
  ASSERT_EQ(first.leave.size(), 1u);
  ASSERT_EQ(second.leave.size(), 1u);
  EXPECT_NE(first.leave[0], second.leave[0]);
}

}  // namespace
}  // namespace autograder::http
