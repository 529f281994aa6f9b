// The commands of the command line.
#pragma once

namespace autograder {

// Parses the command line and runs the command. 0: done; 1: failed; 2: the command line or the configuration is wrong.
int run_command_line(int argc, char** argv);

}  // namespace autograder
