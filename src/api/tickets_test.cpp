#include "api/tickets.h"

#include <gtest/gtest.h>

#include "live/memory/memory_live.h"
#include "storage/testing/waiting_storage.h"

namespace autograder::api {
namespace {

class TicketsTest : public ::testing::Test {
 protected:
  TicketsTest() {
    user_.id = ids_.next<UserId>();
    user_.email = "a@example.org";
    EXPECT_TRUE(storage_->users().create(user_));
    request_.headers.push_back({"Authorization", "Bearer " + sessions_.issue(user_)});
  }
  std::string issue() { return *tickets_.issue(*sessions_.verify(request_)); }
  int status_of(const std::string& ticket) {
    const auto bearer = tickets_.redeem(ticket, "r");
    return bearer ? 200 : bearer.error().status;
  }

  ManualClock clock_;
  IdGenerator ids_{clock_};
  std::unique_ptr<Storage> storage_ = std::make_unique<WaitingStorage>(clock_);
  std::unique_ptr<Cache> cache_ = make_memory_cache(clock_);
  Sessions sessions_{std::string(32, 's'), storage_->users(), clock_};
  Tickets tickets_{*cache_, sessions_};
  User user_;
  http::Request request_;
};

TEST_F(TicketsTest, admitsItsUserOnce) {
  const auto ticket = issue();
  EXPECT_EQ(ticket.size(), 43u);
  EXPECT_NE(ticket, issue());
  const auto bearer = tickets_.redeem(ticket, "r");
  ASSERT_TRUE(bearer) << bearer.error().error;
  EXPECT_EQ(bearer->viewer.user, user_.id);
  EXPECT_EQ(bearer->viewer.role, Role::student);
  EXPECT_EQ(from_ms(bearer->claims.expires_at * 1000) - clock_.now(), kTokenLife);
  EXPECT_EQ(status_of(ticket), 401);
}

TEST_F(TicketsTest, livesHalfAMinute) {
  const auto ticket = issue();
  clock_.advance(std::chrono::seconds(29));
  EXPECT_EQ(status_of(ticket), 200);
  const auto late = issue();
  clock_.advance(std::chrono::seconds(30));
  EXPECT_EQ(status_of(late), 401);
}

TEST_F(TicketsTest, endsWithItsToken) {
  const auto revoked = issue();
  ++user_.generation;
  ASSERT_TRUE(storage_->users().update(user_));
  sessions_.forget_users();
  EXPECT_EQ(status_of(revoked), 401);
  request_.headers[0].value = "Bearer " + sessions_.issue(user_);
  clock_.advance(kTokenLife - std::chrono::seconds(1));
  const auto last = issue();
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(status_of(last), 401) << "the token has expired";
  request_.headers[0].value = "Bearer " + sessions_.issue(user_);
  const auto disabled = issue();
  user_.disabled = true;
  ASSERT_TRUE(storage_->users().update(user_));
  sessions_.forget_users();
  EXPECT_EQ(status_of(disabled), 401);
}

TEST_F(TicketsTest, refusesWhatItDidNotMake) {
  for (const auto& foreign : {std::string(), std::string(43, 'A'), std::string(100'000, 'A'), std::string(1, '\0')}) {
    EXPECT_EQ(status_of(foreign), 401);
  }
}

}  // namespace
}  // namespace autograder::api
