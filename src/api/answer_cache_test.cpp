#include "api/answer_cache.h"

#include <gtest/gtest.h>

namespace autograder::api {
namespace {

http::Response answer(std::size_t size) {
  return {.body = std::string(size, 'x')};
}

TEST(AnswerCache, keepsWhatWasReadSinceTheLastChange) {
  AnswerCache cache;
  const auto before = cache.epoch();
  cache.keep("a", before, answer(1));
  ASSERT_NE(cache.find("a"), nullptr);
  cache.forget_all();
  EXPECT_EQ(cache.find("a"), nullptr);
  cache.keep("a", before, answer(1));
  EXPECT_EQ(cache.find("a"), nullptr) << "it was read before the change";
  cache.keep("a", cache.epoch(), answer(2));
  cache.keep("a", cache.epoch(), answer(3));
  EXPECT_EQ(cache.find("a")->body.size(), 2u);
}

TEST(AnswerCache, hasBounds) {
  AnswerCache cache;
  cache.keep("large", cache.epoch(), answer(kCachedAnswersBytesMax));
  EXPECT_EQ(cache.find("large"), nullptr) << "with its key it is over the bound";
  for (std::size_t i = 0; i <= kCachedAnswersMax; ++i) cache.keep(std::to_string(i), cache.epoch(), answer(1));
  EXPECT_EQ(cache.find("0"), nullptr) << "one too many: all went";
  EXPECT_NE(cache.find(std::to_string(kCachedAnswersMax)), nullptr);
  cache.keep("half", cache.epoch(), answer(kCachedAnswersBytesMax / 2));
  cache.keep("other half", cache.epoch(), answer(kCachedAnswersBytesMax / 2));
  EXPECT_EQ(cache.find("half"), nullptr);
  EXPECT_NE(cache.find("other half"), nullptr);
}

TEST(AnswerCache, keysTellParametersAndRolesApart) {
  const auto key = [](std::vector<http::NameValue> query, Role role) {
    http::Request request;
    request.path = "/problems";
    request.query = std::move(query);
    return AnswerCache::key_of(request, role);
  };
  EXPECT_EQ(key({{"a", "b"}}, Role::student), key({{"a", "b"}}, Role::student));
  EXPECT_NE(key({{"a", "b"}}, Role::student), key({{"a", "b"}}, Role::admin));
  EXPECT_NE(key({{"a", "b"}, {"c", ""}}, Role::student), key({{"a", "b1:c0:"}}, Role::student));
  EXPECT_NE(key({{"ab", ""}}, Role::student), key({{"a", "b"}}, Role::student));
}

}  // namespace
}  // namespace autograder::api
