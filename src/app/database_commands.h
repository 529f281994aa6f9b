// Commands for a server's database, while the server runs or not: users, dead letters, copies.
//
// Knows:          the roles of storage, standard input and output.
// Does not know:  HTTP, judging. A running server sees the changes by the database's change counter.
#pragma once

#include <memory>
#include <string>

#include "app/command_line.h"
#include "app/config.h"
#include "foundation/clock.h"
#include "storage/storage.h"

namespace autograder {

struct Entered {
  Config config;
  std::string data;
};
// The configuration and the data directory of a server, as its owner: rights are given up for good.
Result<Entered> enter_data_directory_of(const Flags& flags);

// The database of a server, as its owner: rights are given up for good. It is never made here.
Result<std::unique_ptr<Storage>> open_beside(const Flags& flags, const Clock& clock);

struct UserArguments {
  std::string email;
  std::string name;
  bool admin = false;
};

// Each returns the exit code of the process. As root they become the owner of the data directory first.
int user_add(const Flags& flags, const UserArguments& arguments);
int user_passwd(const Flags& flags, const UserArguments& arguments);
int user_list(const Flags& flags);

// Dead jobs: list them with their reasons, retry one (or all), delete one.
int queue_list(const Flags& flags);
int queue_retry(const Flags& flags, const std::string& job);
int queue_purge(const Flags& flags, const std::string& job);

// Brings the database's schema up to date, which `serve` does too.
int db_migrate(const Flags& flags);
// A copy of this moment into a new file, while a server may be running.
int db_backup(const Flags& flags, const std::string& file);
// Puts a backup in the database's place. No server may be running; the old database is kept next to it.
int db_restore(const Flags& flags, const std::string& file);

}  // namespace autograder
