#include "foundation/memory.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace autograder {

#if defined(__GLIBC__)

namespace {

// Bytes of this process in memory that are neither in use nor from a file. Each arena has its own free blocks.
std::size_t held_and_unused() {
  std::size_t size = 0, resident = 0, of_files = 0;  // pages
  if (!(std::ifstream("/proc/self/statm") >> size >> resident >> of_files)) return 0;
  const auto own = (resident - std::min(resident, of_files)) * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const auto counts = ::mallinfo2();
  return own - std::min(own, counts.uordblks + counts.hblkhd);
}

}  // namespace

void return_large_blocks_at_once() {
  constexpr int kLarge = 256 * 1024;
  constexpr int kKeptOnTop = 4 * 1024 * 1024;
  ::mallopt(M_MMAP_THRESHOLD, kLarge);  // named, it no longer grows by itself
  ::mallopt(M_TRIM_THRESHOLD, kKeptOnTop);
}

void FreeMemory::look() {
  constexpr std::size_t kMuch = 8 * 1024 * 1024;
  const auto held = held_and_unused();
  kept_ = std::min(kept_, held);
  if (held < kept_ + kMuch) return;
  ::malloc_trim(0);
  kept_ = held_and_unused();
}

#else

void return_large_blocks_at_once() {}
void FreeMemory::look() {}

#endif

}  // namespace autograder
