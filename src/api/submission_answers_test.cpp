#include "api/submission_answers.h"

#include <gtest/gtest.h>

namespace autograder::api {
namespace {

const Viewer kAda{UserId(IdBytes{1}), Role::student};
const Viewer kBob{UserId(IdBytes{2}), Role::student};
const Viewer kAdmin{UserId(IdBytes{3}), Role::admin};
const Viewer kOtherAdmin{UserId(IdBytes{4}), Role::admin};

SubmissionId id_of(std::uint8_t number) {
  return SubmissionId(IdBytes{number});
}

http::Response answer(std::size_t size) {
  return {.body = std::string(size, 'x')};
}

TEST(SubmissionAnswers, eachReaderGetsTheirs) {
  SubmissionAnswers answers;
  const auto id = id_of(1);
  answers.keep(kAda, id, answers.epoch(id), answer(1));
  answers.keep(kAda, id, answers.epoch(id), answer(3));
  answers.keep(kAdmin, id, answers.epoch(id), answer(2));
  EXPECT_EQ(answers.find(kAda, id)->body.size(), 1u) << "the first one stays";
  EXPECT_EQ(answers.find(kAdmin, id)->body.size(), 2u);
  EXPECT_EQ(answers.find(kOtherAdmin, id)->body.size(), 2u);
  EXPECT_EQ(answers.find(kBob, id), nullptr);
  EXPECT_EQ(answers.find({kAdmin.user, Role::student}, id), nullptr) << "an admin no more";
  EXPECT_EQ(answers.find(kAda, id_of(2)), nullptr);
  EXPECT_EQ(answers.counts().hits, 3u);
  EXPECT_EQ(answers.counts().misses, 3u) << "one for each that was made";
}

TEST(SubmissionAnswers, whatIsForgottenWhileItWasReadIsNotKept) {
  SubmissionAnswers answers;
  const auto one = id_of(1), two = id_of(2);
  const auto before_one = answers.epoch(one), before_two = answers.epoch(two);
  answers.keep(kAda, one, before_one, answer(1));
  answers.keep(kAdmin, one, before_one, answer(1));
  answers.forget(one);
  EXPECT_EQ(answers.find(kAda, one), nullptr);
  EXPECT_EQ(answers.find(kAdmin, one), nullptr);
  answers.keep(kAda, one, before_one, answer(1));
  EXPECT_EQ(answers.find(kAda, one), nullptr);
  answers.keep(kAda, two, before_two, answer(1));
  EXPECT_NE(answers.find(kAda, two), nullptr) << "the other one did not change";
  answers.forget_all();
  EXPECT_EQ(answers.find(kAda, two), nullptr);
  answers.keep(kAda, two, before_two, answer(1));
  EXPECT_EQ(answers.find(kAda, two), nullptr);
  answers.keep(kAda, two, answers.epoch(two), answer(1));
  EXPECT_NE(answers.find(kAda, two), nullptr);
}

TEST(SubmissionAnswers, whatWasNotAskedForTheLongestMakesRoom) {
  SubmissionAnswers answers(4 * 1024);
  answers.keep(kAda, id_of(9), answers.epoch(id_of(9)), answer(4 * 1024));
  EXPECT_EQ(answers.find(kAda, id_of(9)), nullptr) << "larger than all may be";
  for (std::uint8_t number = 1; number <= 3; ++number) {
    answers.keep(kAda, id_of(number), answers.epoch(id_of(number)), answer(1000));
  }
  ASSERT_NE(answers.find(kAda, id_of(1)), nullptr);
  answers.keep(kAda, id_of(4), answers.epoch(id_of(4)), answer(1000));
  EXPECT_EQ(answers.find(kAda, id_of(2)), nullptr);
  for (const std::uint8_t number : {1, 3, 4}) EXPECT_NE(answers.find(kAda, id_of(number)), nullptr) << int{number};
}

}  // namespace
}  // namespace autograder::api
