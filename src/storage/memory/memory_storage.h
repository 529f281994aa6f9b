// Storage that lives and dies with the process: for tests and for trying things out.
//
// Knows:          every rule of the storage roles.
// Does not know:  files. Nothing survives the process.
//
// The completions of submit and finish run on the caller's thread, after all locks are released.
#pragma once

#include <memory>

#include "foundation/clock.h"
#include "storage/storage.h"
#include "storage/storage_options.h"

namespace autograder {

// `clock` outlives the storage and is its database time.
std::unique_ptr<Storage> make_memory_storage(const Clock& clock, StorageOptions options = {});

}  // namespace autograder
