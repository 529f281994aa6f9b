// Bytes in memory behind a descriptor: written once, then sealed, so that the holder of the descriptor can only read.
#pragma once

#include <string>
#include <string_view>

#include "domain/limits.h"
#include "foundation/result.h"
#include "foundation/unique_fd.h"

namespace autograder {

// An empty memfd that may grow until it is sealed. `name` shows in /proc only.
Result<UniqueFd> make_memfd(const char* name);
Result<> write_all(int fd, std::string_view bytes);
Result<> seal(int fd);

// The size of a memfd or regular file.
Result<Bytes> size_of(int fd);
// Up to `max` bytes from the start; the descriptor's own offset stays where it is.
Result<std::string> read_start(int fd, Bytes max);

// A sealed memfd as text, without a copy. Sealed means that it cannot shrink under the reader.
class MappedFile final {
 public:
  static Result<MappedFile> map(int fd);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  std::string_view text() const { return {static_cast<const char*>(address_), size_}; }

 private:
  MappedFile(void* address, std::size_t size) : address_(address), size_(size) {}

  void* address_;  // null when empty
  std::size_t size_;
};

}  // namespace autograder
