// Hashes, message authentication and password hashing over OpenSSL and libxcrypt.
//
// Knows:          SHA-256, HMAC-SHA-256, base64url, hexadecimal, bcrypt.
// Does not know:  tokens, users, blobs.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "foundation/result.h"

namespace autograder {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
// For bodies that come in pieces. One thread at a time.
class Sha256Stream final {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;
  void update(std::string_view bytes);
  Sha256 finish();  // once

 private:
  void* context_;
};

Sha256 hmac_sha256(std::string_view key, std::string_view message);
// Time does not depend on where the two differ.
bool equal_constant_time(std::string_view left, std::string_view right);

std::string to_hex(std::span<const std::uint8_t> bytes);
// Lower-case hexadecimal of exactly bytes.size() * 2 characters, else false and bytes unspecified.
bool from_hex(std::string_view text, std::span<std::uint8_t> bytes);
std::string base64url_encode(std::string_view bytes);                // without padding
std::optional<std::string> base64url_decode(std::string_view text);  // strict: no padding, no stray bits

// bcrypt "$2b$" at the cost given (2^cost rounds; 10 takes about 50 ms): never on an I/O thread.
// The password is 8-72 bytes without NUL; the caller checks.
Result<std::string> bcrypt_hash(std::string_view password, int cost = 10);
// False for a wrong password and for a hash that is not bcrypt's.
bool bcrypt_verify(std::string_view password, const std::string& hash);

}  // namespace autograder
