// Bugs of our own: log one line and abort, so that a supervisor starts us again with the truth still in the database.
#pragma once

namespace autograder {

[[noreturn]] void check_failed(const char* file, int line, const char* condition);

}  // namespace autograder

// For states that only a bug can reach. Never for input, the network, the disk or the program under test.
#define CHECK(condition)                                          \
  do {                                                            \
    if (!(condition)) [[unlikely]]                                \
      ::autograder::check_failed(__FILE__, __LINE__, #condition); \
  } while (false)
