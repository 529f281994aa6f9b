#include "judge/language_tools.h"

#include <gtest/gtest.h>

#include "judge/testing/small_world.h"

namespace autograder {
namespace {

TEST(LanguageTools, HasWhatWasDetected) {
  const LanguageTools tools(small_detection());
  EXPECT_EQ(tools.ids(), (std::vector<std::string>{"compiled", "script"}));
  EXPECT_EQ(tools.find("script")->run_argv, script_language().run_argv);
  EXPECT_FALSE(tools.find("cobol"));
  EXPECT_EQ(tools.all().size(), 2U);
  EXPECT_EQ(tools.status().size(), 2U);
}

// A job in hand keeps what it began with.
TEST(LanguageTools, AReplacementIsForJobsThatBeginLater) {
  LanguageTools tools(small_detection());
  const auto before = tools.find("compiled");
  auto language = compiled_language();
  language.identity = "upgraded";
  tools.replace(language);
  EXPECT_NE(before->identity, "upgraded");
  EXPECT_EQ(tools.find("compiled")->identity, "upgraded");
  EXPECT_EQ(tools.detected()[0].identity, before->identity);
  EXPECT_EQ(tools.all().size(), 2U);
}

TEST(LanguageTools, TellsWhatWasFoundOut) {
  LanguageTools tools(small_detection());
  Library library;
  library.name = "numbers";
  tools.tell("script", "script 1.2", std::vector{library});
  EXPECT_EQ(tools.status()[1].version, "script 1.2");
  ASSERT_EQ(tools.status()[1].libraries.size(), 1U);
  EXPECT_EQ(tools.status()[0].version, "");
  tools.tell("script", "script 1.3", std::nullopt);
  EXPECT_EQ(tools.status()[1].version, "script 1.3");
  EXPECT_EQ(tools.status()[1].libraries.size(), 1U) << "those of before stay";
  tools.tell("cobol", "1", std::nullopt);
}

}  // namespace
}  // namespace autograder
