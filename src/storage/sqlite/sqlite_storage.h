// Storage in one SQLite file: durable when it says so, on one host.
//
// Knows:          the file, its schema, its lock time-outs.
// Does not know:  the data directory's lock (data_lock.h), other hosts.
#pragma once

#include <memory>
#include <string>

#include "foundation/clock.h"
#include "foundation/result.h"
#include "storage/storage.h"
#include "storage/storage_options.h"

namespace autograder {

// Makes the file when it is absent and brings its schema up to date. `clock` outlives the storage and is its database
// time. Errors say what is wrong with the file: `not_found` (no such directory), `denied` (read-only, no permission),
// `corrupt` (not a database), `invalid` (another program's, or of a newer version).
Result<std::unique_ptr<Storage>> open_sqlite_storage(const std::string& path, const Clock& clock,
                                                     StorageOptions options = {});

}  // namespace autograder
