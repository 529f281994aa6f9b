// Storage in a PostgreSQL database, which any number of servers and workers share.
//
// Knows:          its URL, its schema, lost connections.
// Does not know:  who else uses it.
#pragma once

#include <memory>

#include "foundation/clock.h"
#include "foundation/result.h"
#include "storage/postgres/postgres_options.h"
#include "storage/storage.h"
#include "storage/storage_options.h"

namespace autograder {

// Connects, and brings the schema up to date. `clock` outlives the storage and measures spans; the time of leases is the
// server's. Errors say what is wrong, never with the password: `unavailable` (no server there, wrong password), `invalid` (the
// URL, another program's tables, a newer schema, an old server), `denied` (no right to make tables).
Result<std::unique_ptr<Storage>> open_postgres_storage(const PostgresOptions& postgres, const Clock& clock,
                                                       StorageOptions options = {});

}  // namespace autograder
