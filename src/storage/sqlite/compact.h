// Makes a database's file as short as it can be: rows that went leave room inside, which only their like can use.
#pragma once

#include <string>

#include "domain/limits.h"
#include "foundation/result.h"

namespace autograder {

struct CompactedBytes {
  Bytes before{};
  Bytes after{};
};

// Nobody else has it open. Needs as much free disk as the file has afterwards, twice; `exhausted` leaves it as it was.
Result<CompactedBytes> compact_database(const std::string& path);

}  // namespace autograder
