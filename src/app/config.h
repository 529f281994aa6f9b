// Reads every setting: defaults < file < environment < flags. The only reader of either.
//
// Knows:          the names of settings, their bounds, their forms in TOML and in the environment.
// Does not know:  what the parts do with them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "foundation/log.h"
#include "foundation/result.h"

namespace autograder {

// Values by their key ("server.listen"), checked. In TOML the part before the dot is a table; in the environment
// AUTOGRADER_SERVER_LISTEN, or the short names that docs/operating/configure.md lists (AUTOGRADER_LISTEN).
struct Config {
  std::string listen_address = "127.0.0.1";
  std::uint16_t listen_port = 5000;
  std::string data = "var";
  bool data_given = false;  // by file, environment or flag: then it is used or refused, never replaced
  std::string database;     // "sqlite:PATH", or of PostgreSQL, maybe with a password; empty: in the data directory
  int database_connections_max = 10;
  int database_connections_min = 2;
  int database_timeout_ms = 45'000;
  std::vector<std::string> cors_origins;
  std::vector<std::string> trusted_proxies;
  int io_threads = 1;
  int blocking_threads = 4;
  int connections_max = 4096;
  int connections_an_address_max = 0;  // 0: half of them
  bool rate_limits = true;
  bool registration_open = true;
  std::vector<std::string> registration_domains;  // when open: of mail addresses; empty: any
  int queue_max = 10'000;
  int free_min_mb = 256;  // free on the database's disk; below it nothing new is taken
  int code_max_kb = 64;
  int stored_a_day_mb = 128;           // of one user; sources, inputs, outputs
  int reports_a_user_mb = 256;         // of all days; beyond, the oldest give up their excerpts
  int answers_max_mb = 256;            // that wait to be read
  int requests_an_address_max = 1024;  // served at the same time
  int streams_max = 3000;
  int streams_a_user_max = 32;
  int workers = 0;  // submissions judged at the same time; 0: one a core
  bool worker = true;
  int compile_cpu_time_ms = 0;  // this and the next: of all languages; 0: what their files say
  int compile_memory_mb = 0;
  int compile_output_max_kb = 64;  // of each of the compiler's two streams; of all languages
  bool allow_degraded = false;     // judge where the host gives no usable cgroup
  std::uint32_t first_uid = 65'600;
  std::string languages_directory;  // files here are read instead of the built-in ones
  std::string user;  // user to switch to when started as root; empty: SUDO_UID, else autograder, else uid 64000
  std::string metrics_address;  // empty: no port of its own
  std::uint16_t metrics_port = 0;
  log::Options log;
  std::string metrics_token;   // environment only; never printed
  std::string admin_email;     // environment only
  std::string admin_password;  // environment only; never printed
};

using Environment = std::map<std::string, std::string>;
// This process's environment: the one call of its kind. Secrets are there no more afterwards, neither for programs that
// are started later nor in /proc.
Environment read_environment();
// Nothing of it is left, in /proc neither: for a process that needs none.
void forget_environment();

// One setting from whatever source; `invalid` names the key and the bound.
Result<> set_config(Config& config, const std::string& key, const std::string& value);
// A TOML file: unknown keys, wrong types and values out of bounds are errors with the line.
Result<> read_config_file(Config& config, const std::string& path);
Result<> read_config_text(Config& config, std::string_view text, const std::string& name);
Result<> read_config_environment(Config& config, const Environment& environment);

// All settings as TOML, with a sentence each; secrets left out.
std::string print_config(const Config& config);

}  // namespace autograder
