#include "foundation/random.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "foundation/check.h"

namespace autograder {

void fill_random(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    CHECK(got > 0);
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

std::uint64_t random_u64() {
  // Ids ask often; one call of the kernel serves 64 of them.
  thread_local std::array<std::uint64_t, 64> pool;
  thread_local std::size_t used = pool.size();
  if (used == pool.size()) {
    fill_random({reinterpret_cast<std::uint8_t*>(pool.data()), sizeof pool});
    used = 0;
  }
  return pool[used++];
}

std::string random_password(int characters) {
  constexpr std::string_view kAlphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
  std::string text;
  while (static_cast<int>(text.size()) < characters) {
    std::uint8_t byte = 0;
    fill_random({&byte, 1});
    if (byte < 256 / kAlphabet.size() * kAlphabet.size()) text += kAlphabet[byte % kAlphabet.size()];
  }
  return text;
}

}  // namespace autograder
