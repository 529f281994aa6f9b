// Which seeds the simulations try: those of the command line, of the environment, or a few.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <optional>

namespace autograder::simulation {

inline std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// The one to replay and to tell of.
inline std::optional<std::uint64_t> only_seed() {
  const auto seed = from_environment("AUTOGRADER_SEED", 0);
  return seed == 0 ? std::nullopt : std::optional(seed);
}
inline std::uint64_t seeds() {
  return from_environment("AUTOGRADER_SEEDS", 10);
}

}  // namespace autograder::simulation
