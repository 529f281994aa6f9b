// Shared by all commands: flags, exit codes, complaints.
#pragma once

#include <map>
#include <string>

#include "app/config.h"
#include "foundation/result.h"

namespace autograder {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUse = 2;

// Settings by flags; applied over file and environment.
struct Flags {
  std::string config_file;
  std::map<std::string, std::string> settings;
};

// Says what is wrong on standard error; the exit code that fits.
int complain(const Error& error);

// What follows postgres:// in an argument, a password maybe, is seen by no other process's `ps` from here on.
void hide_passwords(int argc, char** argv);

// Defaults < file < environment < flags.
Result<Config> read_config(const Flags& flags, const Environment& environment);

}  // namespace autograder
