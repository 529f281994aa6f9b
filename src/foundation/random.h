// Randomness from the kernel: ids, secrets, tokens.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace autograder {

// Fills from getrandom(2); never fails once the kernel's pool is ready (a failure is a CHECK).
void fill_random(std::span<std::uint8_t> bytes);
std::uint64_t random_u64();
// `characters` of [a-zA-Z0-9] without look-alikes: for passwords shown to a person.
std::string random_password(int characters);

}  // namespace autograder
