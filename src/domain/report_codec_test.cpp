#include "domain/report_codec.h"

#include <gtest/gtest.h>

#include "domain/scoring.h"

namespace autograder {
namespace {

Report full_report() {
  Report report;
  report.verdict = Verdict::wrong_answer;
  report.score = 33.33;
  report.output = "quote \" backslash \\ newline \n tab \t nul-free \x01\x7F </script> \xF0\x9F\x92\xA5 \xE2\x80\xA8";
  report.output_lossy = true;
  report.output_truncated = true;
  report.output_visibility = Visibility::hidden;
  report.message = "first difference: line 1, column 3";
  report.admin_detail = "{\"format\": 2}";
  report.cpu_time_ms = 31;
  report.memory_kb = 43'120;
  report.compile_time_ms = 980;
  report.problem_version = 7;
  report.judged_at = from_ms(1'700'000'000'123);
  TestReport test;
  test.index = 1;
  test.test = TestCaseId(IdBytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255});
  test.test_version = 3;
  test.verdict = Verdict::runtime_error;
  test.cpu_time_ms = 1;
  test.wall_time_ms = 2;
  test.memory_kb = std::int64_t{1} << 40;
  test.weight = 0;
  test.group = "group \xC3\xA9";
  test.visibility = Visibility::visible;
  test.input = std::string("a\0b", 3);
  test.expected = std::string(kExcerptMax, '"');
  test.output = "\r\n\r\n";
  test.truncated = true;
  test.lossy = true;
  test.message = "killed by SIGSEGV";
  test.reason.code = ReasonCode::exception;
  test.reason.name = "ValueError";
  test.reason.number = 1;
  test.reason.limit_ms = 500;
  test.reason.limit_kb = 64;
  test.reason.processes = 32;
  test.reason.line = 7;
  test.reason.hint = ReasonHint::minus_one;
  test.reason.output_line = 4;
  test.reason.output_column = 5;
  test.points = {250'000};
  test.judge_message = "the checker's words \xC3\xA9";
  test.errors = "Traceback\n";
  test.trace = {{1, 7}, {3, 9}};
  report.reason = test.reason;
  report.tests = {test, TestReport{}};
  return report;
}

// Databases hold these bytes: a change of one of them needs a new format.
const std::string kFullReason =
    R"({"code":"exception","name":"ValueError","number":1,"limit_ms":500,"limit_kb":64,"processes":32,"line":7,)"
    R"("hint":"minusOne","output_line":4,"output_column":5})";
const std::string kEmptyReason =
    R"({"code":"","name":"","number":-1,"limit_ms":0,"limit_kb":0,"processes":0,"line":0,"hint":""})";

TEST(ReportCodec, EveryFieldComesBack) {
  const Report report = full_report();
  const auto decoded = decode_report(encode_report(report));
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, report);
  EXPECT_EQ(*decode_report(encode_report(Report{})), Report{});
}

TEST(ReportCodec, KeepsEachByteOfAReport) {
  std::string quotes;
  for (std::size_t i = 0; i < kExcerptMax; ++i) quotes += "\\\"";
  const std::string full_test =
      R"({"index":1,"test":"0102030405060708090a0bff","test_version":3,"verdict":"RE","cpu_time_ms":1,"wall_time_ms":2,)"
      R"("memory_kb":1099511627776,"weight":0,"group":"group )"
      "\xC3\xA9"
      R"(","visibility":"visible","input":"a\u0000b","expected":")" +
      quotes + R"(","output":"\r\n\r\n","truncated":true,"lossy":true,"message":"killed by SIGSEGV","reason":)" +
      kFullReason +
      R"(,"errors":"Traceback\n","trace":[{"row":1,"line":7},{"row":3,"line":9}],"points_millionths":250000,)"
      R"("judge_message":"the checker's words )"
      "\xC3\xA9"
      R"("})";
  const std::string empty_test =
      R"({"index":0,"test":"000000000000000000000000","test_version":0,"verdict":"IE","cpu_time_ms":0,"wall_time_ms":0,)"
      R"("memory_kb":0,"weight":1,"group":"","visibility":"hidden","input":"","expected":"","output":"",)"
      R"("truncated":false,"lossy":false,"message":"","reason":)" +
      kEmptyReason + R"(,"errors":"","trace":[]})";
  Report report = full_report();
  report.admin_detail = "\b\f\x1F \x7F / \xE2\x82 \xFF";
  EXPECT_EQ(encode_report(report),
            R"({"format":2,"verdict":"WA","score_hundredths":3333,"output":"quote \" backslash \\ newline \n tab \t )"
            R"(nul-free \u0001)"
            "\x7F </script> \xF0\x9F\x92\xA5 \xE2\x80\xA8"
            R"(","output_lossy":true,"output_truncated":true,"output_visibility":"hidden",)"
            R"("message":"first difference: line 1, column 3","reason":)" +
                kFullReason +
                R"(,"admin_detail":"\b\f\u001f )"
                "\x7F / \xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD"
                R"(","cpu_time_ms":31,"memory_kb":43120,"compile_time_ms":980,"problem_version":7,"tests":[)" +
                full_test + "," + empty_test + R"(],"judged_at_ms":1700000000123})");
}

TEST(ReportCodec, KeepsEachByteOfAResultOfARun) {
  RunResult result{Verdict::runtime_error, "out \xF0\x9F\x92\xA5\n", true, true, "exit code 3", 12, 34, 5678};
  result.reason = full_report().reason;
  result.errors = "words\n";
  result.trace = {{1, 2}};
  EXPECT_EQ(encode_run_result(result),
            R"({"format":2,"verdict":"RE","output":"out )"
            "\xF0\x9F\x92\xA5"
            R"(\n","lossy":true,"truncated":true,"message":"exit code 3","cpu_time_ms":12,"wall_time_ms":34,)"
            R"("memory_kb":5678,"reason":)" +
                kFullReason + R"(,"errors":"words\n","trace":[{"row":1,"line":2}]})");
}

TEST(ReportCodec, NamesTheFirstProblem) {
  const std::string good = encode_report(full_report());
  const struct {
    std::string_view from;
    std::string_view to;
    std::string_view problem;
  } rows[] = {
      {R"("format":2)", R"("format":3)", "its format is 3, and this version knows those up to 2"},
      {R"("format":2,)", "", "format is missing"},
      {R"("format":2)", R"("format":"2")", "format is not a whole number in range"},
      {R"("verdict":"WA")", R"("verdict":"QUEUED")", "verdict is no verdict"},
      {R"("score_hundredths":3333)", R"("score_hundredths":33.5)", "score_hundredths is not a whole number in range"},
      {R"("output_lossy":true)", R"("output_lossy":1)", "output_lossy is not true or false"},
      {R"("output_visibility":"hidden")", R"("output_visibility":"public")", "output_visibility is no visibility"},
      {R"("message":"first difference: line 1, column 3")", R"("message":7)", "message is not a text"},
      {R"("code":"exception")", R"("code":"other")", "reason is no reason"},
      {R"("hint":"minusOne")", R"("hint":"other")", "reason is no reason"},
      {R"("code":"exception",)", "", "code is missing"},
      {R"("output_line":4,)", "", "object has unknown fields"},
      {R"(,"output_column":5)", "", "output_column is missing"},
      {R"("problem_version":7,)", "", "problem_version is missing"},
      {R"("judged_at_ms":1700000000123)", R"("judged_at":1700000000123)", "judged_at_ms is missing"},
      {R"("tests":[)", R"("tests":[7,)", "value is not an object"},
      {R"("test":"01)", R"("test":"x1)", "test is no id"},
      {R"("trace":[{"row":1,"line":7},{"row":3,"line":9}])", R"("trace":{})", "trace is not a list"},
      {R"("points_millionths":250000)", R"("points_millionths":-1)", "points_millionths is out of range"},
      {R"("row":1,)", R"("row":1,"extra":2,)", "object has unknown fields"},
  };
  for (const auto& row : rows) {
    std::string text = good;
    const auto at = text.find(row.from);
    ASSERT_NE(at, std::string::npos) << row.from;
    const auto refused = decode_report(text.replace(at, row.from.size(), row.to));
    ASSERT_FALSE(refused) << row.from;
    EXPECT_EQ(refused.error().message, "reading a report: " + std::string(row.problem)) << row.from;
  }
}

TEST(ReportCodec, EveryVerdictAndScoreComesBack) {
  for (int verdict = 0; verdict <= static_cast<int>(Verdict::cancelled); ++verdict) {
    Report report;
    report.verdict = static_cast<Verdict>(verdict);
    EXPECT_EQ(decode_report(encode_report(report))->verdict, report.verdict);
  }
  for (int hundredths = 0; hundredths <= 10'000; ++hundredths) {
    Report report;
    report.score = hundredths / 100.0;
    ASSERT_EQ(decode_report(encode_report(report))->score, report.score);
  }
}

TEST(ReportCodec, BytesThatAreNotUtf8AreReplaced) {
  const std::string mark = "\xEF\xBF\xBD";
  const struct {
    std::string bytes;
    std::string text;
  } rows[] = {
      {"a\xFF"
       "b",
       "a" + mark + "b"},
      {"\x80", mark},
      {"\xC0\xAF", mark + mark},                        // overlong
      {"\xED\xA0\x80", mark + mark + mark},             // a surrogate
      {"\xF4\x90\x80\x80", mark + mark + mark + mark},  // beyond U+10FFFF
      {"\xE2\x82", mark + mark},                        // cut short
      {"\xF0\x9F\x92\xA5", "\xF0\x9F\x92\xA5"},
      {"\xEF\xBF\xBF", "\xEF\xBF\xBF"},
  };
  for (const auto& row : rows) {
    Report report;
    report.output = row.bytes;
    const auto decoded = decode_report(encode_report(report));
    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_EQ(decoded->output, row.text);
  }
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
  Report report;
  report.message = every_byte;
  EXPECT_TRUE(decode_report(encode_report(report)));
}

TEST(ReportCodec, AResultOfARunComesBack) {
  RunResult result{Verdict::runtime_error, "out \xF0\x9F\x92\xA5\n", true, true, "exit code 3", 12, 34, 5678};
  result.reason.code = ReasonCode::exit_code;
  result.reason.number = 3;
  result.errors = "words\n";
  result.trace = {{1, 2}};
  const std::string text = encode_run_result(result);
  const auto decoded = decode_run_result(text);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, result);
  for (const std::string& bad : {std::string(), std::string("{}"), text + "x", encode_report({}),
                                 text.substr(0, text.size() - 1) + ",\"extra\":1}"}) {
    const auto refused = decode_run_result(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, ErrorCode::corrupt);
  }
}

TEST(ReportCodec, ReadsReportsOfEarlierVersions) {
  const auto report = decode_report(
      R"({"format":1,"verdict":"RE","score_hundredths":5000,"output":"o","output_lossy":false,"output_truncated":false,)"
      R"("output_visibility":"visible","message":"test 1: exit code 1","admin_detail":"","cpu_time_ms":1,"memory_kb":2,)"
      R"("compile_time_ms":3,"problem_version":4,"judged_at_ms":5,"tests":[{"index":1,"test":"0102030405060708090a0bff",)"
      R"("test_version":1,"verdict":"RE","cpu_time_ms":1,"wall_time_ms":2,"memory_kb":3,"weight":1,"group":"",)"
      R"("visibility":"visible","input":"i","expected":"e","output":"o","truncated":false,"lossy":false,)"
      R"("message":"exit code 1"}]})");
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->message, "test 1: exit code 1");
  EXPECT_EQ(report->tests.at(0).message, "exit code 1");
  EXPECT_EQ(report->tests.at(0).reason, Reason{});
  EXPECT_EQ(report->tests.at(0).points, Points{});
  const auto run = decode_run_result(
      R"({"format":1,"verdict":"AC","output":"o","lossy":false,"truncated":false,"message":"","cpu_time_ms":1,)"
      R"("wall_time_ms":2,"memory_kb":3})");
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->reason, Reason{});
}

// As 0.1.0 stored it before tests had points, and as it is stored now.
TEST(ReportCodec, AReportFromBeforePointsKeepsItsBytes) {
  const auto test = [](int index, std::string_view verdict) {
    return R"({"index":)" + std::to_string(index) +
           R"(,"test":"0102030405060708090a0bff","test_version":3,"verdict":")" + std::string(verdict) +
           R"(","cpu_time_ms":1,"wall_time_ms":2,"memory_kb":3,"weight":1,"group":"","visibility":"visible",)"
           R"("input":"i","expected":"e","output":"o","truncated":false,"lossy":false,"message":"m","reason":)" +
           kEmptyReason + R"(,"errors":"","trace":[]})";
  };
  const std::string bytes =
      R"({"format":2,"verdict":"WA","score_hundredths":3333,"output":"o","output_lossy":false,)"
      R"("output_truncated":false,"output_visibility":"visible","message":"test 2: m","reason":)" +
      kEmptyReason +
      R"(,"admin_detail":"","cpu_time_ms":1,"memory_kb":2,"compile_time_ms":3,"problem_version":4,"tests":[)" +
      test(1, "AC") + "," + test(2, "WA") + "," + test(3, "TLE") + R"(],"judged_at_ms":5})";
  const auto report = decode_report(bytes);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->tests.at(0).points, Points{Points::kMax});
  EXPECT_EQ(report->tests.at(1).points, Points{});
  EXPECT_EQ(report->tests.at(2).points, Points{});
  EXPECT_EQ(score_of(ScoringRule::weighted, report->tests, 3), report->score);
  EXPECT_EQ(encode_report(*report), bytes);
}

TEST(ReportCodec, StoresPointsOnlyWhereTheVerdictDoesNotSayThem) {
  for (const auto verdict : {Verdict::accepted, Verdict::wrong_answer, Verdict::time_limit}) {
    for (const std::int64_t millionths : {std::int64_t{0}, std::int64_t{1}, Points::kMax}) {
      TestReport test;
      test.verdict = verdict;
      test.points = {millionths};
      Report report;
      report.tests = {test};
      const auto text = encode_report(report);
      EXPECT_EQ(decode_report(text)->tests.at(0).points, test.points);
      EXPECT_EQ(text.find("points") == std::string::npos, test.points == points_of(verdict)) << text;
    }
  }
}

TEST(ReportCodec, AnythingElseIsCorrupt) {
  const std::string good = encode_report(full_report());
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  const std::string bad[] = {
      "",
      "{",
      "null",
      "[]",
      "{}",
      good + "x",
      good.substr(0, good.size() / 2),
      std::string(100'000, '['),
      with("\"format\":2", "\"format\":3"),
      with("\"format\":2", "\"format\":0"),
      with("\"format\":2", "\"format\":1"),  // that one has no reasons
      with("\"code\":\"exception\"", "\"code\":\"other\""),
      with("\"row\":1", "\"rows\":1"),
      with("\"points_millionths\":250000", "\"points_millionths\":1000001"),
      with("\"points_millionths\":250000", "\"points_millionths\":-1"),
      with("\"points_millionths\":250000", "\"points_millionths\":0.5"),
      with("\"format\":2", "\"format\":\"2\""),
      with("\"verdict\":\"WA\"", "\"verdict\":\"QUEUED\""),
      with("\"output_lossy\":true", "\"output_lossy\":1"),
      with("\"cpu_time_ms\":31", "\"cpu_time_ms\":3.5"),
      with("\"problem_version\":7", "\"problem_version\":99999999999"),
      with("\"problem_version\":7", "\"problem_versions\":7"),
      with("\"format\":2", "\"format\":2,\"extra\":null"),
      with("\"visibility\":\"visible\"", "\"visibility\":\"public\""),
      with("\"test\":\"01", "\"test\":\"x1"),
      with("\"tests\":[", "\"tests\":[7,"),
  };
  for (const std::string& text : bad) {
    const auto decoded = decode_report(text);
    ASSERT_FALSE(decoded) << text.substr(0, 80);
    EXPECT_EQ(decoded.error().code, ErrorCode::corrupt);
    EXPECT_FALSE(decoded.error().message.empty());
  }
}

}  // namespace
}  // namespace autograder
