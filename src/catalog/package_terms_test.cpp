#include "catalog/package_terms.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

Package full_package() {
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
  return package;
}

TEST(PackageTerms, areReadAsTheyWereWritten) {
  const auto text = encode_terms(full_package());
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

// Databases hold these bytes: a change of one of them needs a new format.
TEST(PackageTerms, keepEachByte) {
  Package package = full_package();
  package.submissions[0].expected[0].source = "submissions.yaml \x7F\b\xE2\x82\xFF";
  package.submissions[0].expected.emplace_back();
  package.submissions.emplace_back();
  EXPECT_EQ(
      encode_terms(package),
      R"({"format":1,"timeLimitGiven":false,"acToTimeLimit":2.5,"timeLimitToTle":1.25,"resolutionNs":100000000,)"
      R"("scoring":1,"tests":["sample/1","secret/\"big\""],)"
      R"("submissions":[{"path":"submissions/time_limit_exceeded/slow.py","language":"python","expected":[)"
      R"({"source":"submissions.yaml \u007f\u0008)"
      "\xEF\xBF\xBD\xEF\xBF\xBD"
      R"(","tests":"secret/*","permitted":5,"required":4,"scoreFrom":10,"scoreTo":60,"below":false,"above":true},)"
      R"({"source":"","tests":"","permitted":15,"required":15,"below":false,"above":false}]},)"
      R"({"path":"","language":"","expected":[]}]})");
}

TEST(PackageTerms, areRefusedInAnyOtherForm) {
  for (const char* text : {"", "{}", "{\"format\":2}", "[", "{\"format\":1,\"tests\":3}"}) {
    const auto read = decode_terms(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
  }
}

TEST(PackageTerms, nameTheFirstFieldThatIsNotAsItWasWritten) {
  const std::string good = encode_terms(full_package());
  const struct {
    std::string_view from;
    std::string_view to;
    std::string_view problem;
  } rows[] = {
      {R"("format":1)", R"("format":2)", "its format is 2, and this version knows those up to 1"},
      {R"("resolutionNs":100000000,)", "", "resolutionNs is missing"},
      {R"("acToTimeLimit":2.5)", R"("acToTimeLimit":null)", "acToTimeLimit is not a number"},
      {R"("scoring":1)", R"("scoring":3)", "scoring is no rule of scoring"},
      {R"("tests":["sample/1")", R"("tests":[1)", "tests is not a text"},
      {R"("language":"python")", R"("language":"python","extra":1)", "object has unknown fields"},
      {R"(,"scoreTo":60)", "", "scoreTo is missing"},
      {R"("scoreFrom":10,)", "", "object has unknown fields"},
  };
  for (const auto& row : rows) {
    std::string text = good;
    const auto at = text.find(row.from);
    ASSERT_NE(at, std::string::npos) << row.from;
    const auto refused = decode_terms(text.replace(at, row.from.size(), row.to));
    ASSERT_FALSE(refused) << row.from;
    EXPECT_EQ(refused.error().message,
              "what a package expects is stored in no known form: " + std::string(row.problem));
  }
}

}  // namespace
}  // namespace autograder
