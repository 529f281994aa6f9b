#include "app/server.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "storage/testing/waiting_storage.h"

namespace autograder {
namespace {

TEST(AddUser, CountsTheNameInCharactersAsTheApiDoes) {
  ManualClock clock;
  WaitingStorage storage(clock);
  const auto add = [&](const std::string& name, const std::string& email) {
    return add_user(storage, clock, name, email, "a long password", false);
  };
  std::string longest;
  for (int i = 0; i < 100; ++i) longest += "\xC3\xBC";
  EXPECT_TRUE(add(longest, "longest@example.org"));
  for (const auto& name : {std::string(), longest + "x", std::string("\xFF")}) {
    const auto added = add(name, "other@example.org");
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().message, "name must be 1 to 100 characters of UTF-8");
  }
}

TEST(ReadLanguages, SettingsBoundLanguagesWithTheirOwnLimits) {
  Config config;
  const auto cpu_time_of = [&](const char* id) {
    const auto languages = read_languages(config).value();
    return std::ranges::find(languages, id, &Language::id)->compile_limits.cpu_time;
  };
  EXPECT_EQ(cpu_time_of("go"), std::chrono::seconds(60));
  EXPECT_EQ(cpu_time_of("java"), std::chrono::seconds(15));
  EXPECT_EQ(cpu_time_of("cpp"), std::chrono::seconds(10));
  ASSERT_TRUE(set_config(config, "compile.cpu_time_ms", "500"));
  for (const auto* id : {"go", "java", "cpp"}) EXPECT_EQ(cpu_time_of(id), std::chrono::milliseconds(500)) << id;
}

}  // namespace
}  // namespace autograder
