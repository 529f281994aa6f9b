#include "foundation/result.h"

#include <gtest/gtest.h>

#include "foundation/clock.h"

namespace autograder {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return fail(ErrorCode::invalid, "odd");
  return n / 2;
}
Result<int> quarter(int n) {
  AG_ASSIGN(const int h, half(n));
  return half(h);
}

TEST(Result, AssignReturnsTheFirstError) {
  EXPECT_EQ(quarter(8), 2);
  EXPECT_EQ(quarter(3).error().message, "odd");
  EXPECT_EQ(quarter(6).error().code, ErrorCode::invalid);
}

TEST(Result, ErrnoTellsWhatWasBeingDone) {
  const Error error = fail_errno("opening /x", ENOENT).error();
  EXPECT_EQ(error.message, "opening /x: ENOENT (No such file or directory)");
  EXPECT_EQ(error.code, ErrorCode::not_found);
  EXPECT_EQ(in_context("starting", error).error().message, "starting: opening /x: ENOENT (No such file or directory)");
}

TEST(Clock, WritesIso8601InUtcWithMilliseconds) {
  EXPECT_EQ(iso8601(from_ms(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(iso8601(from_ms(1'795'468'020'123)), "2026-11-23T21:07:00.123Z");
}

}  // namespace
}  // namespace autograder
