#include "judge/tool_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "judge/testing/small_world.h"
#include "judge/testing/worker_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder {
namespace {

// The language "compiled", whose compiler is a file of this directory.
class ToolWatchTest : public testing::Test {
 protected:
  ToolWatchTest() { upgrade_to("1.0"); }

  void upgrade_to(const std::string& version) {
    std::ofstream(directory_.path() + "/tool.new") << version;
    std::filesystem::rename(directory_.path() + "/tool.new", directory_.path() + "/tool");
  }
  LanguageTools tools() {
    auto language = compiled_language();
    language.programs = {directory_.path() + "/tool"};
    language.identity = identity_now(language);
    Detection found;
    found.status.push_back({.id = "compiled", .name = {}, .available = true});
    found.ready.push_back(language);
    return LanguageTools(std::move(found));
  }
  // How the tools answer.
  std::function<Result<Outcome>()> answer_ = [] { return exited(0, "tool 1.2.3\n"); };
  int asked_ = 0;

  const TemporaryDirectory directory_;
  FakeSandbox sandbox_{[this](const SeenCommand&) {
    ++asked_;
    return answer_();
  }};
};

TEST_F(ToolWatchTest, AsksOnceForEachStateOfTheTools) {
  auto known = tools();
  ToolWatch watch(known, sandbox_, "");
  auto found = watch.find_versions();
  EXPECT_TRUE(found.any);
  EXPECT_FALSE(found.changed);
  EXPECT_EQ(known.status()[0].version, "tool 1.2.3");
  EXPECT_FALSE(watch.find_versions().any);
  EXPECT_EQ(asked_, 1);
  upgrade_to("1.1");
  Logged log;
  found = watch.find_versions();
  EXPECT_TRUE(found.any && found.changed);
  EXPECT_EQ(asked_, 2);
  EXPECT_NE(known.find("compiled")->identity, known.detected()[0].identity);
  EXPECT_THAT(log.read(), testing::HasSubstr("the tools of a language changed"));
}

TEST_F(ToolWatchTest, ToolsThatDoNotAnswerHaveNoVersion) {
  answer_ = [] { return exited(1); };
  auto known = tools();
  ToolWatch watch(known, sandbox_, "");
  Logged log;
  EXPECT_TRUE(watch.find_versions().any);
  EXPECT_EQ(known.status()[0].version, "");
  EXPECT_THAT(log.read(), testing::HasSubstr("the version of a language could not be found"));
}

TEST_F(ToolWatchTest, FindsNothingOnceItWasStopped) {
  auto known = tools();
  ToolWatch watch(known, sandbox_, directory_.path() + "/cache");
  watch.stop();
  EXPECT_FALSE(watch.find_versions().any);
  EXPECT_EQ(known.status()[0].version, "");
  watch.make_build_caches();
}

}  // namespace
}  // namespace autograder
