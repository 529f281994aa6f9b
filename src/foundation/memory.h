// Returns freed memory to the system: large blocks at once, the many small ones of a flood when it is over.
#pragma once

#include <cstddef>

namespace autograder {

// Once, at the beginning of a program. Without it the allocator keeps freed blocks of up to 32 MiB for itself.
void return_large_blocks_at_once();

// Looks from time to time whether the allocator holds much memory that nobody uses, and returns it.
class FreeMemory final {
 public:
  // Any one thread at a time. Takes milliseconds when there is much: not on an I/O thread.
  void look();

 private:
  std::size_t kept_ = 0;  // bytes that returning what is free did not return
};

}  // namespace autograder
