#include "catalog/package_terms.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

TEST(PackageTerms, areReadAsTheyWereWritten) {
  Package package;
  package.time_limit_given = false;
  package.ac_to_time_limit = 2.5;
  package.time_limit_to_tle = 1.25;
  package.time_resolution = std::chrono::milliseconds(100);
  package.scoring = ScoringRule{1};
  package.tests.resize(2);
  package.tests[0].name = "sample/1";
  package.tests[1].name = "secret/\"big\"";
  BundledSubmission slow;
  slow.path = "submissions/time_limit_exceeded/slow.py";
  slow.language = "python";
  slow.expected.resize(1);
  slow.expected[0].tests = "secret/*";
  slow.expected[0].permitted = {.accepted = true, .time_limit = true};
  slow.expected[0].required = {.time_limit = true};
  slow.expected[0].score = {10, 60};
  slow.expected[0].bounds_limit_above = true;
  package.submissions = {slow};
  const auto text = encode_terms(package);
  const auto read = decode_terms(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(encode_terms(*read), text);
  EXPECT_FALSE(read->time_limit_given);
  EXPECT_EQ(read->tests.at(1).name, "secret/\"big\"");
  const auto& expected = read->submissions.at(0).expected.at(0);
  EXPECT_TRUE(expected.permitted.accepted && expected.permitted.time_limit && !expected.permitted.wrong_answer);
  EXPECT_TRUE(expected.required.time_limit && !expected.required.accepted);
  EXPECT_EQ(expected.score->second, 60);
  EXPECT_TRUE(expected.bounds_limit_above && !expected.bounds_limit_below);
}

TEST(PackageTerms, areRefusedInAnyOtherForm) {
  for (const char* text : {"", "{}", "{\"format\":2}", "[", "{\"format\":1,\"tests\":3}"}) {
    const auto read = decode_terms(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
  }
}

}  // namespace
}  // namespace autograder
