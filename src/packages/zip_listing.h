// The entries of a zip archive, read from its central directory and compared with its local headers: so the entries that
// are checked are those that are unpacked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/limits.h"
#include "foundation/result.h"

namespace autograder {

struct ZipEntry {
  std::string name;
  bool directory = false;
  std::int64_t offset = 0;      // of its local header
  std::int64_t compressed = 0;  // bytes, as the central directory says
};

struct ZipBounds {
  int entries = 20'000;
  Bytes archive = mib(256);
  Bytes total = mib(512);  // of what is unpacked
  Bytes file = mib(64);    // one file
  // Unpacked bytes may be that many times the archive's, once they pass `ratio_from`.
  int ratio = 200;
  Bytes ratio_from = mib(32);
};

// In order of their places in the file. `invalid`: no zip archive; more entries than the bound; an entry that is
// encrypted, a link or a device; a name that is hostile, a duplicate, or is another in its local header; entries that
// overlap; anything behind the end; the 64-bit form.
Result<std::vector<ZipEntry>> list_zip(int fd, const ZipBounds& bounds = {});

}  // namespace autograder
