#include "foundation/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <vector>

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

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string one; std::getline(file, one);) lines.push_back(one);
  return lines;
}

TEST(Log, AFileIsAppendedToFromStartToStart) {
  const auto path = ::testing::TempDir() + "autograder-log-" + std::to_string(::getpid());
  std::filesystem::remove(path);
  ASSERT_TRUE(set_up({.level = Level::info, .json = true, .file = path}));
  debug("Too quiet for this level");
  info("Created", {{"submission", "abc"}, {"request", "a b"}});
  auto lines = lines_of(path);  // a line is there as soon as its call returns
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(lines[0].starts_with("{\"time\":\"2")) << lines[0];
  EXPECT_TRUE(lines[0].ends_with(R"(Z","level":"info","message":"Created","submission":"abc","request":"a b"})"))
      << lines[0];

  ASSERT_TRUE(set_up({.level = Level::debug, .json = false, .file = path}));
  debug("Judged", {{"test", 1}, {"words", "a b"}});
  lines = lines_of(path);
  ASSERT_EQ(lines.size(), 2u) << "what a start before wrote stays";
  EXPECT_TRUE(lines[1].ends_with(" debug Judged  test=1  words=\"a b\"")) << lines[1];

  const auto refused = set_up({.level = Level::info, .json = false, .file = path + "/below-a-file"});
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.starts_with("opening log.file: ")) << refused.error().message;
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace autograder::log
