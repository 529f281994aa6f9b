// Unpacks a tar that came out of a box: whatever it says is held against bounds first.
//
// Knows:          ustar headers.
// Does not know:  what is packed and why.
#pragma once

#include <string>
#include <string_view>

#include "domain/limits.h"
#include "foundation/result.h"

namespace autograder {

struct TarBounds {
  int entries = 100'000;
  int depth = 16;  // segments of a name
  Bytes total = mib(1024);
};

// Directories (0755) and regular files (0644) below `directory`, which has to be empty and nobody else's. Links,
// devices, absolute names, "..", names said twice and headers of any other kind are `corrupt`: then what was written so
// far stays behind.
Result<> unpack_tar(std::string_view tar, const std::string& directory, const TarBounds& bounds = {});

}  // namespace autograder
