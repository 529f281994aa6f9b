#include "foundation/log.h"

#include <gtest/gtest.h>

namespace autograder::log {
namespace {

std::string line(std::string_view value) {
  return encode_json(Level::info, "T", "Stored", {{"code", value}});
}

TEST(Log, NoFieldForgesALineOrBreaksTheJson) {
  EXPECT_EQ(line("a\"b\\c"), R"({"time":"T","level":"info","message":"Stored","code":"a\"b\\c"})");
  EXPECT_EQ(line("x\n{\"level\":\"error\"}").find('\n'), std::string::npos);
  EXPECT_NE(line("\x1b[2J").find("\\u001b[2J"), std::string::npos);
  EXPECT_NE(line("\xc3\xa9").find("\xc3\xa9"), std::string::npos);
  EXPECT_NE(line("\xff").find("\\ufffd"), std::string::npos);
  EXPECT_NE(line("\xed\xa0\x80").find("\\ufffd"), std::string::npos);  // a lone surrogate
  EXPECT_NE(line("\xc2\x9b"
                 "31m")
                .find("\\ufffd"),
            std::string::npos);                                        // C1 control sequence introducer
  EXPECT_NE(line("\xe2\x80\xa8").find("\\ufffd"), std::string::npos);  // line separator
  EXPECT_EQ(line("%s%n{}{0}").find("%s%n{}{0}"), line("").size() - 2);
}

TEST(Log, FieldsKeepTheirTypes) {
  EXPECT_EQ(encode_json(Level::warn, "T", "S", {{"n", 7}, {"x", 0.5}, {"ok", true}, {"bad", 1.0 / 0.0}}),
            R"({"time":"T","level":"warn","message":"S","n":7,"x":0.5,"ok":true,"bad":null})");
}

}  // namespace
}  // namespace autograder::log
