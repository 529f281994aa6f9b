#include "app/command_line.h"

#include <cstring>
#include <filesystem>
#include <iostream>

namespace autograder {

int complain(const Error& error) {
  std::cerr << "autograder: " << error.message << "\n";
  return error.code == ErrorCode::invalid ? kWrongUse : kFailed;
}

void hide_passwords(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    for (const char* scheme : {"postgres://", "postgresql://"}) {
      char* const found = std::strstr(argv[i], scheme);
      if (found == nullptr) continue;
      char* const secret = found + std::strlen(scheme);
      std::memset(secret, '*', std::strlen(secret));
    }
  }
}

Result<Config> read_config(const Flags& flags, const Environment& environment) {
  Config config;
  std::string file = flags.config_file;
  if (file.empty() && environment.contains("AUTOGRADER_CONFIG")) file = environment.at("AUTOGRADER_CONFIG");
  if (file.empty() && std::filesystem::exists("autograder.toml")) file = "autograder.toml";
  if (!file.empty()) AG_TRY(read_config_file(config, file));
  AG_TRY(read_config_environment(config, environment));
  for (const auto& [key, value] : flags.settings) {
    if (const auto set = set_config(config, key, value); !set) return std::unexpected(set.error());
  }
  return config;
}

}  // namespace autograder
