// `autograder judge`: sources against a package, without a server.
//
// Knows:          the order of things: rights, package, sandbox, submissions, tables.
// Does not know:  how a submission is judged.
#pragma once

#include <string>
#include <vector>

#include "app/command_line.h"

namespace autograder {

struct JudgeArguments {
  std::string package;
  std::vector<std::string> sources;
  bool verify = false;
  bool json = false;
  std::string language;  // of the sources; empty: by their endings
  std::string cache;     // where build caches are kept between calls; empty: nowhere
};

// 0: all is as expected; 1: something is not; 2: the command line or the package is wrong.
int judge_package(const Flags& flags, const JudgeArguments& arguments, int argc, char** argv);

}  // namespace autograder
