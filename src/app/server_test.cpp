#include "app/server.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace autograder {
namespace {

TEST(ReadLanguages, WhatIsSetBoundsThoseThatNameLimitsOfTheirOwn) {
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
