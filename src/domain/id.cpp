#include "domain/id.h"

#include <algorithm>

#include "foundation/crypto.h"
#include "foundation/random.h"

namespace autograder {

std::optional<IdBytes> parse_id_bytes(std::string_view hex) {
  IdBytes bytes;
  if (!from_hex(hex, bytes)) return std::nullopt;
  return bytes;
}

std::string id_hex(const IdBytes& bytes) {
  return to_hex(bytes);
}

IdBytes first_id_at(Time time) {
  const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(0, to_ms(time)));
  IdBytes bytes{};
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  return bytes;
}

IdBytes IdGenerator::next_bytes() {
  const auto now = static_cast<std::uint64_t>(std::max<std::int64_t>(0, to_ms(clock_.now()))) << 16;
  std::uint64_t stamp = 0;
  {
    MutexLock lock(mutex_);
    last_ = std::max(last_ + 1, now);
    stamp = last_;
  }
  const std::uint64_t salt = random_u64();
  IdBytes bytes;
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(stamp >> (56 - 8 * i));
  for (int i = 0; i < 4; ++i) bytes[8 + i] = static_cast<std::uint8_t>(salt >> (8 * i));
  return bytes;
}

}  // namespace autograder
