#include "app/server.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "storage/testing/waiting_storage.h"

namespace autograder {
namespace {

TEST(AddUser, KeepsTheRulesThatTheApiKeeps) {
  ManualClock clock;
  WaitingStorage storage(clock);
  const auto why_not = [&](const std::string& name, const std::string& email, const std::string& password) {
    const auto added = add_user(storage, clock, name, email, password, false);
    return added ? std::string("added") : added.error().message;
  };
  const std::string password = "a long password";
  EXPECT_EQ(why_not("Ada", "ada@example.org", password), "added");
  EXPECT_EQ(why_not("   ", "bob@example.org", password), "name: must not be blank");
  EXPECT_EQ(why_not("Bob", "@@@", password), "email: must be an email address");
  EXPECT_EQ(why_not("Bob", "bob@example.org", "short"), "password: under 8 bytes");
  EXPECT_EQ(storage.users().list({}, 10)->size(), 1U);
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
