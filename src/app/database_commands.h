// Verbs that work on a server's database, beside it or without it: users, dead letters.
//
// Knows:          the roles of storage, standard input and output.
// Does not know:  HTTP, judging. A running server sees the changes by the database's change counter.
#pragma once

#include <string>

#include "app/command_line.h"

namespace autograder {

struct UserArguments {
  std::string email;
  std::string name;
  bool admin = false;
};

// Each returns the exit code of the process. As root they become the owner of the data directory first.
int user_add(const Flags& flags, const UserArguments& arguments);
int user_passwd(const Flags& flags, const UserArguments& arguments);
int user_list(const Flags& flags);

// Jobs that were given up: list them with their reasons, put one (or all) back into the queue, forget one.
int queue_list(const Flags& flags);
int queue_retry(const Flags& flags, const std::string& job);
int queue_purge(const Flags& flags, const std::string& job);

}  // namespace autograder
