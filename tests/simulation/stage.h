// The beginning of a world: chance, ids, an empty database and problems of a few tests.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <random>

#include "domain/problem.h"
#include "storage/blob_store.h"
#include "storage/testing/temporary_directory.h"

namespace autograder::simulation {

// All chance of a world: the same seed throws the same.
class Dice final {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}

  int between(int low, int high) {
    return low + static_cast<int>(random_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(int per_mille) { return between(0, 999) < per_mille; }
  // One element of a container that is not empty.
  template <class Container>
  auto& pick(Container&& from) {
    return from[static_cast<std::size_t>(between(0, static_cast<int>(std::size(from)) - 1))];
  }

 private:
  std::mt19937_64 random_;
};

// Ids in the order in which they were asked for, the same in each run.
class Ids final {
 public:
  template <class IdType>
  IdType next() {
    IdBytes bytes{};
    const std::uint64_t number = ++last_;
    for (std::size_t i = 0; i < 8; ++i) bytes[4 + i] = static_cast<std::uint8_t>(number >> (8 * (7 - i)));
    return IdType(bytes);
  }

 private:
  std::uint64_t last_ = 0;
};

// In memory, with a database of the present schema.
std::shared_ptr<const TemporaryDirectory> directory_with_empty_database();

// It has one to four tests, whose output is right when it is right_output(input).
Problem any_problem(Dice& dice, Ids& ids, BlobStore& blobs);

}  // namespace autograder::simulation
