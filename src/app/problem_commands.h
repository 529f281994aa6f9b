// Commands that import problem packages into a server's database and export them, while the server runs or not.
//
// Knows:          the roles of storage, packages.
// Does not know:  HTTP, judging. A running server sees the changes by the database's change counter, and judges what a
//                 package bundles.
#pragma once

#include <string>

#include "app/command_line.h"

namespace autograder {

struct ProblemArguments {
  std::string package;  // of import: a directory or a zip archive
  std::string author;   // of import: the email of an admin; empty: the first there is
  bool verify = true;   // of import: queue the package's submissions
  bool convert = true;  // of import: CRLF line ends of tests to LF
  bool wait = true;     // of import: until a server that runs has judged them
  std::string problem;  // of export: an id or a uuid
  std::string file;     // of export: a new zip archive
};

// Each returns the exit code of the process.
int problem_import(const Flags& flags, const ProblemArguments& arguments);
int problem_export(const Flags& flags, const ProblemArguments& arguments);
int problem_list(const Flags& flags);

}  // namespace autograder
