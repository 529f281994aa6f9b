// Bytes named by their SHA-256: inputs and expected outputs of tests. Never changed, kept in rows of 256 KiB.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "domain/limits.h"
#include "foundation/crypto.h"
#include "foundation/result.h"

namespace autograder {

// Bytes that are read piece by piece, more than once: the same place always gives the same bytes.
struct BlobSource {
  std::int64_t size = 0;
  std::function<Result<std::string>(std::int64_t offset, std::int64_t count)> read;
};

class BlobStore {
 public:
  virtual ~BlobStore() = default;
  // At most 64 MiB (`invalid` above). Putting the same bytes twice is no error and costs a look-up.
  virtual Result<Sha256> put(std::string_view bytes) = 0;
  // The same for bytes that are too many to be held at once.
  virtual Result<Sha256> put_from(const BlobSource& source) = 0;
  // Up to `count` bytes from `offset`; fewer at the end, empty past it. `not_found`.
  virtual Result<std::string> read(const Sha256& hash, std::int64_t offset, std::int64_t count) = 0;
  virtual Result<Bytes> size(const Sha256& hash) = 0;
};

}  // namespace autograder
