#include "api/wire/refusal.h"

#include <gtest/gtest.h>

namespace autograder::api {
namespace {

TEST(Refusal, TheWordsOfTheRouteAreSaidUnlessItHasItsOwn) {
  EXPECT_EQ(refused("Reading failed", {422, "page: too large", {}}).body,
            R"({"message":"Reading failed","error":"page: too large"})");
  EXPECT_EQ(refused("Reading failed", titled("Other words", {422, "page: too large", {}})).body,
            R"({"message":"Other words","error":"page: too large"})");
  EXPECT_EQ(refused("Reading failed", no_problem()).body, R"({"message":"Not found","error":"problem not found"})");
}

TEST(Refusal, AStoredValuePassesAndAFailureIsRefused) {
  EXPECT_EQ(stored("counting", "", Result<int>(7)), 7);
  EXPECT_TRUE(stored("storing", "", Result<>()));
  const auto away = stored("counting", "", Result<int>(fail(ErrorCode::unavailable, "no route to host")));
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error(),
            (Refusal{503, "counting: the database does not answer at present; try again", std::chrono::seconds(2)}));
}

TEST(Refusal, OnlyWhatIsMissingIsSaidToBeNotFound) {
  const auto message_of = [](const Refusal& refusal) {
    return titled_where_missing(Parsed<int>(std::unexpected(refusal))).error().message;
  };
  EXPECT_EQ(message_of({404, "submission not found", {}}), "Not found");
  EXPECT_EQ(message_of({503, "the database is away", {}}), "");
  EXPECT_EQ(titled_where_missing(Parsed<int>(7)), 7);
}

TEST(Refusal, UnlessPassesWhereThereIsNone) {
  EXPECT_TRUE(unless(std::nullopt));
  EXPECT_EQ(unless(Refusal{429, "too often", {}}).error().status, 429);
}

}  // namespace
}  // namespace autograder::api
