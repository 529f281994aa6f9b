#include "app/upkeep_commands.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

TEST(ParseDate, TakesDaysThatThereAre) {
  EXPECT_EQ(iso8601(parse_date("2026-09-01").value()), "2026-09-01T00:00:00.000Z");
  EXPECT_EQ(iso8601(parse_date("2028-02-29").value()), "2028-02-29T00:00:00.000Z");
  for (const auto* bad : {"", "2026-9-1", "2026-02-30", "2027-02-29", "2026-13-01", "2026-00-01", "1969-12-31",
                          "2026-09-01 ", "01.09.2026", "2026-09-0x", "-026-09-01"}) {
    const auto date = parse_date(bad);
    ASSERT_FALSE(date) << bad;
    EXPECT_EQ(date.error().message, "--before must be a date such as 2026-09-01");
  }
}

}  // namespace
}  // namespace autograder
