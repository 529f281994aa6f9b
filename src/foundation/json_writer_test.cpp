#include "foundation/json_writer.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

TEST(JsonWriter, escapesAndRepairsText) {
  std::string out;
  append_json_text(out, "a\"\n\xff\xc3\xa9");
  EXPECT_EQ(out, "\"a\\\"\\n\xef\xbf\xbd\xc3\xa9\"");
}

TEST(JsonWriter, leavesOutMembersThatAreNotAskedFor) {
  const Projection projection{std::vector<std::string>{"_id", "b"}};
  std::string out;
  JsonObject object(out, &projection);
  object.text("_id", "1");
  object.integer("a", 1);
  object.number("b", 99.5);
  object.end();
  EXPECT_EQ(out, R"({"_id":"1","b":99.5})");
}

}  // namespace
}  // namespace autograder
