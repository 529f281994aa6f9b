#include "http/usage.h"

#include <gtest/gtest.h>

#include <optional>

namespace autograder::http {
namespace {

constexpr std::size_t kMiB = 1024 * 1024;

Response answer(std::size_t size) {
  return {.body = std::string(size, 'x')};
}

class UsageTest : public ::testing::Test {
 protected:
  // The refusal; empty when it is held.
  std::string send(const Usage::Client& client, const Response& response) {
    auto held = usage_.send(client, response);
    if (!held) return std::to_string(held.error().status) + " " + held.error().why;
    holds_.push_back(std::move(*held));
    return {};
  }
  std::string open(const Usage::Client& client, bool passwords = false) {
    auto held = usage_.open_request(client, passwords);
    if (!held) return std::to_string(held.error().status) + " " + held.error().why;
    holds_.push_back(std::move(*held));
    return {};
  }

  Usage usage_{{.answers = 10 * kMiB,
                .answers_an_address = 6 * kMiB,
                .answers_a_user = 3 * kMiB,
                .bodies_an_address = 4 * kMiB,
                .bodies_a_user = 2 * kMiB,
                .requests_an_address = 4,
                .requests_a_user = 2,
                .passwords_an_address = 1}};
  std::vector<Usage::Hold> holds_;
  const Usage::Client ada_{"room", "ada"}, bob_{"room", "bob"}, cyd_{"room", "cyd"}, eve_{"home", "eve"};
};

TEST_F(UsageTest, boundsTheBytesOfAUserOfAnAddressAndOfAll) {
  EXPECT_EQ(send(ada_, answer(2 * kMiB)), "");
  EXPECT_EQ(send(ada_, answer(2 * kMiB)),
            "429 at most 3145728 bytes of answers of one user wait to be read: read those first; try again");
  EXPECT_EQ(send(bob_, answer(3 * kMiB)), "");
  EXPECT_TRUE(send(cyd_, answer(2 * kMiB)).starts_with("429 at most 6291456 bytes of answers of one address"));
  EXPECT_EQ(send(eve_, answer(5 * kMiB)), "");
  EXPECT_EQ(usage_.answer_bytes(), 10 * kMiB);
  EXPECT_TRUE(send({"elsewhere", ""}, answer(kMiB)).starts_with("503 at most 10485760 bytes of answers of all"));
  holds_.clear();
  EXPECT_EQ(usage_.answer_bytes(), 0u);
  EXPECT_EQ(send(ada_, answer(2 * kMiB)), "");
}

TEST_F(UsageTest, boundsTheBytesOfBodiesOfAUserAndOfAnAddress) {
  auto first = usage_.open_request(ada_, false), second = usage_.open_request(ada_, false);
  auto beside = usage_.open_request(bob_, false);
  ASSERT_TRUE(first && second && beside);
  const auto why = [](const std::optional<Usage::Full>& full) {
    return full ? std::to_string(full->status) + " " + full->why : "";
  };
  EXPECT_EQ(why(usage_.hold_body(*first, 5 * kMiB)), "") << "one body is bounded by its route alone";
  EXPECT_EQ(why(usage_.hold_body(*second, 1)),
            "429 at most 2097152 bytes of bodies of one user are received at the same time; try again");
  EXPECT_EQ(why(usage_.hold_body(*first, kMiB)), "") << "it may shrink in any case";
  EXPECT_EQ(why(usage_.hold_body(*second, kMiB)), "");
  EXPECT_EQ(why(usage_.hold_body(*beside, 2 * kMiB)), "");
  EXPECT_EQ(why(usage_.hold_body(*beside, 3 * kMiB)),
            "429 at most 4194304 bytes of bodies of one address are received at the same time; try again");
  *first = {};
  EXPECT_EQ(why(usage_.hold_body(*beside, 3 * kMiB)), "") << "what ended counts no more";
}

TEST_F(UsageTest, whoHoldsNothingIsSentALargeOne) {
  EXPECT_EQ(send(ada_, answer(50 * kMiB)), "");
  EXPECT_TRUE(send(ada_, answer(kMiB)).starts_with("429"));
  EXPECT_TRUE(send(eve_, answer(kMiB)).starts_with("503"));
  EXPECT_EQ(send(eve_, answer(kSmallAnswer)), "") << "small ones are not counted";
}

TEST_F(UsageTest, bytesThatManyAnswersSendCountOnce) {
  auto shared = answer(2 * kMiB);
  share_body(shared);
  for (int i = 0; i < 100; ++i) ASSERT_EQ(send(ada_, shared), "") << i;
  EXPECT_EQ(send(eve_, shared), "");
  EXPECT_EQ(usage_.answer_bytes(), 2 * kMiB);
  auto other = answer(2 * kMiB);
  share_body(other);
  EXPECT_TRUE(send(ada_, other).starts_with("429"));
  holds_.pop_back();
  EXPECT_EQ(usage_.answer_bytes(), 2 * kMiB);
  holds_.clear();
  EXPECT_EQ(usage_.answer_bytes(), 0u);
}

TEST_F(UsageTest, whatIsPartOfTheProgramCostsNothing) {
  const std::string page(20 * kMiB, 'x');
  const Response file{.shared = {nullptr, page}};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send(ada_, file), "");
  EXPECT_EQ(usage_.answer_bytes(), 0u);
}

TEST_F(UsageTest, boundsOpenRequests) {
  EXPECT_EQ(open(ada_), "");
  EXPECT_EQ(open(ada_, true), "");
  EXPECT_EQ(open(ada_), "429 at most 2 requests of one user are served at the same time; try again");
  EXPECT_EQ(open(bob_, true), "429 at most 1 sign-ins of one address wait at the same time; try again");
  EXPECT_EQ(open(bob_), "");
  EXPECT_EQ(open({"room", ""}), "");
  EXPECT_EQ(open({"room", ""}), "429 at most 4 requests of one address are served at the same time; try again");
  EXPECT_EQ(open(eve_, true), "");
  holds_.clear();
  EXPECT_EQ(open(ada_, true), "");
}

TEST(Usage, boundsAllAloneWhereClientsHaveNone) {
  Usage usage({.answers = 10 * kMiB, .requests_an_address = 1, .by_client = false});
  const Usage::Client ada{"room", "ada"};
  std::vector<Usage::Hold> holds;
  for (int i = 0; i < 3; ++i) {
    auto open = usage.open_request(ada, true);
    ASSERT_TRUE(open);
    holds.push_back(std::move(*open));
  }
  auto held = usage.send(ada, answer(9 * kMiB));
  ASSERT_TRUE(held);
  const auto refused = usage.send(ada, answer(2 * kMiB));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status, 503);
  EXPECT_GE(refused.error().retry_after, 1);
}

}  // namespace
}  // namespace autograder::http
