// gtest's main, with `--seed N` for AUTOGRADER_SEED=N. The log is off, but for the seed that is replayed.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <string_view>

#include "foundation/check.h"
#include "foundation/log.h"
#include "simulation/seeds.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i + 1 < argc; ++i) {
    if (std::string_view(argv[i]) == "--seed") ::setenv("AUTOGRADER_SEED", argv[i + 1], 1);
  }
  using namespace autograder;
  CHECK(log::set_up({.level = simulation::only_seed() ? log::Level::info : log::Level::off}).has_value());
  return RUN_ALL_TESTS();
}
