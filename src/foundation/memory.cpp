#include "foundation/memory.h"

#include <malloc.h>

namespace autograder {

#if defined(__GLIBC__)

void return_large_blocks_at_once() {
  constexpr int kLarge = 256 * 1024;
  constexpr int kKeptOnTop = 4 * 1024 * 1024;
  ::mallopt(M_MMAP_THRESHOLD, kLarge);  // named, it no longer grows by itself
  ::mallopt(M_TRIM_THRESHOLD, kKeptOnTop);
}

void return_free_memory() {
  ::malloc_trim(0);
}

#else

void return_large_blocks_at_once() {}
void return_free_memory() {}

#endif

}  // namespace autograder
