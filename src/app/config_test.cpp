#include "app/config.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

std::string error_of(const Result<>& result) {
  return result ? "" : result.error().message;
}

TEST(Config, ReadsTomlThenEnvironment) {
  Config config;
  ASSERT_TRUE(read_config_text(config,
                               "[server]\nlisten = \"0.0.0.0:80\"\n[limits]\nrate_limits = false\nqueue_max = 7\n"
                               "[cors]\norigins = [\"https://a.example\", \"https://b.example\"]\n",
                               "x.toml"));
  EXPECT_EQ(config.listen_address, "0.0.0.0");
  EXPECT_EQ(config.listen_port, 80);
  EXPECT_FALSE(config.rate_limits);
  EXPECT_EQ(config.queue_max, 7);
  EXPECT_EQ(config.cors_origins.size(), 2u);
  ASSERT_TRUE(read_config_environment(config, {{"AUTOGRADER_LISTEN", "[::1]:81"},
                                               {"AUTOGRADER_LIMITS_QUEUE_MAX", "8"},
                                               {"AUTOGRADER_RATE_LIMITS", "on"},
                                               {"PATH", "/bin"}}));
  EXPECT_EQ(config.listen_address, "::1");
  EXPECT_EQ(config.listen_port, 81);
  EXPECT_EQ(config.queue_max, 8);
  EXPECT_TRUE(config.rate_limits);
}

TEST(Config, SaysWhatIsWrongAndWhere) {
  Config config;
  EXPECT_EQ(error_of(read_config_text(config, "[server]\n\nlisen = \"x\"\n", "x.toml")),
            "x.toml:3: unknown setting server.lisen; `autograder config print` lists them");
  EXPECT_EQ(error_of(read_config_text(config, "[limits]\nqueue_max = 0\n", "x.toml")),
            "x.toml:2: limits.queue_max must be a whole number from 1 to 100000000");
  EXPECT_EQ(error_of(read_config_text(config, "listen = 3\n", "x.toml")),
            "x.toml:1: unknown setting listen outside a [table]");
  EXPECT_NE(error_of(read_config_text(config, "[server\n", "x.toml")).find("x.toml:1: "), std::string::npos);
  EXPECT_NE(error_of(read_config_text(config, "[server]\nlisten = 1.5\n", "x.toml")).find("must be a text"),
            std::string::npos);
  EXPECT_EQ(error_of(read_config_environment(config, {{"AUTOGRADER_LOG_LEVEL", "loud"}})),
            "AUTOGRADER_LOG_LEVEL: log.level must be debug, info, warn or error");
  EXPECT_EQ(error_of(read_config_environment(config, {{"AUTOGRADER_LISTNE", "x"}})),
            "AUTOGRADER_LISTNE: unknown setting; `autograder config print` lists them");
  EXPECT_TRUE(read_config_environment(config, {{"AUTOGRADER_COMPILER_LAUNCHER", "ccache"}}));
  EXPECT_FALSE(read_config_file(config, "/nonexistent/autograder.toml"));
}

TEST(Config, ReadsWhoMayRegister) {
  Config config;
  EXPECT_TRUE(config.registration_open);
  ASSERT_TRUE(set_config(config, "auth.registration", "closed"));
  EXPECT_FALSE(config.registration_open);
  ASSERT_TRUE(read_config_environment(config, {{"AUTOGRADER_REGISTRATION", "a.example,b.example"}}));
  EXPECT_TRUE(config.registration_open);
  EXPECT_EQ(config.registration_domains, (std::vector<std::string>{"a.example", "b.example"}));
  Config again;
  ASSERT_TRUE(read_config_text(again, print_config(config), "printed"));
  EXPECT_EQ(again.registration_domains, config.registration_domains);
  ASSERT_TRUE(set_config(config, "auth.registration", "open"));
  EXPECT_TRUE(config.registration_domains.empty());
  for (const auto* bad : {"", "everyone", "@a.example", ","}) {
    EXPECT_FALSE(set_config(config, "auth.registration", bad)) << bad;
  }
}

TEST(Config, ReadsWhereFiguresAreServed) {
  Config config;
  ASSERT_TRUE(read_config_environment(
      config, {{"AUTOGRADER_METRICS_LISTEN", "[::1]:9100"}, {"AUTOGRADER_METRICS_TOKEN", "hidden-secret"}}));
  EXPECT_EQ(config.metrics_address, "::1");
  EXPECT_EQ(config.metrics_port, 9100);
  EXPECT_EQ(config.metrics_token, "hidden-secret");
  EXPECT_EQ(print_config(config).find("hidden-secret"), std::string::npos);
  EXPECT_FALSE(set_config(config, "metrics.listen", "9100"));
  ASSERT_TRUE(set_config(config, "metrics.listen", ""));
  EXPECT_EQ(config.metrics_address, "");
}

TEST(Config, ReadsTheLimitsOfCompiling) {
  Config config;
  EXPECT_EQ(config.compile_cpu_time_ms, 0) << "the languages' own";
  EXPECT_EQ(config.compile_memory_mb, 0);
  EXPECT_EQ(config.compile_output_max_kb, 64);
  ASSERT_TRUE(read_config_text(config, "[compile]\ncpu_time_ms = 500\nmemory_mb = 128\n", "x.toml"));
  ASSERT_TRUE(read_config_environment(config, {{"AUTOGRADER_COMPILE_OUTPUT_MAX_KB", "1"}}));
  EXPECT_EQ(config.compile_cpu_time_ms, 500);
  EXPECT_EQ(config.compile_memory_mb, 128);
  EXPECT_EQ(config.compile_output_max_kb, 1);
  EXPECT_EQ(error_of(set_config(config, "compile.cpu_time_ms", "99")),
            "compile.cpu_time_ms must be 0 or a whole number from 100 to 600000");
  EXPECT_FALSE(set_config(config, "compile.memory_mb", "15"));
  EXPECT_FALSE(set_config(config, "compile.output_max_kb", "0"));
  EXPECT_EQ(config.compile_cpu_time_ms, 500);
  ASSERT_TRUE(set_config(config, "compile.cpu_time_ms", "0"));
  EXPECT_EQ(config.compile_cpu_time_ms, 0);
}

TEST(Config, ReadsHowManyMayListen) {
  Config config;
  EXPECT_EQ(config.streams_max, 3000);
  EXPECT_EQ(config.streams_a_user_max, 32);
  ASSERT_TRUE(read_config_text(config, "[live]\nstreams_max = 10000\n", "x.toml"));
  ASSERT_TRUE(read_config_environment(config, {{"AUTOGRADER_LIVE_STREAMS_A_USER_MAX", "2"}}));
  EXPECT_EQ(config.streams_max, 10'000);
  EXPECT_EQ(config.streams_a_user_max, 2);
  EXPECT_FALSE(set_config(config, "live.streams_max", "0"));
  EXPECT_FALSE(set_config(config, "live.streams_a_user_max", "1000001"));
}

TEST(Config, ReadsHowMuchAUserMayStore) {
  Config config;
  EXPECT_EQ(config.stored_a_day_mb, 128);
  EXPECT_EQ(config.reports_a_user_mb, 256);
  ASSERT_TRUE(read_config_text(config, "[limits]\nstored_a_day_mb = 0\nreports_a_user_mb = 1\n", "x.toml"));
  EXPECT_EQ(config.stored_a_day_mb, 0);
  EXPECT_EQ(config.reports_a_user_mb, 1);
  EXPECT_EQ(error_of(set_config(config, "limits.stored_a_day_mb", "-1")),
            "limits.stored_a_day_mb must be a whole number from 0 to 1000000");
  EXPECT_FALSE(set_config(config, "limits.reports_a_user_mb", "1000001"));
}

TEST(Config, PrintsWhatItReads) {
  Config config;
  ASSERT_TRUE(set_config(config, "server.listen", "127.0.0.2:5"));
  ASSERT_TRUE(set_config(config, "cors.origins", "https://a.example"));
  config.admin_password = "hidden-secret";
  const std::string text = print_config(config);
  EXPECT_EQ(text.find("hidden-secret"), std::string::npos);
  Config again;
  ASSERT_TRUE(read_config_text(again, text, "printed")) << text;
  EXPECT_EQ(print_config(again), text);
}

TEST(Config, TakesADatabaseOfPostgresAndShowsNoPassword) {
  Config config;
  const std::string url = "postgres://anna:s%40cret@db.example.org/judge";
  ASSERT_TRUE(read_config_environment(config, {{"AUTOGRADER_DATABASE_URL", url}}));
  EXPECT_EQ(config.database, url);
  const std::string printed = print_config(config);
  EXPECT_NE(printed.find("postgres://anna@db.example.org/judge"), std::string::npos) << printed;
  EXPECT_EQ(printed.find("cret"), std::string::npos);
  for (const char* wrong :
       {"mysql://anna:s%40cret@db/judge", "postgres://anna:s%40cret@db", "postgres://anna:s%40cret@[db/judge"}) {
    const std::string error = error_of(set_config(config, "database.url", wrong));
    EXPECT_TRUE(error.starts_with("database.url must ")) << error;
    EXPECT_EQ(error.find("cret"), std::string::npos) << error;
  }
}

}  // namespace
}  // namespace autograder
