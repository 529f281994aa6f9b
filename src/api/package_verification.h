// Queues a package's own solutions after its import, and reads their results as a table of expected and actual verdicts.
//
// Knows:          the roles of storage, what packages expect.
// Does not know:  HTTP, who is asking, how programs are judged.
#pragma once

#include "api/wire/verification_wire.h"
#include "storage/storage.h"

namespace autograder {

enum class VerifyWish { judge, leave };

// In the place of an earlier import's. `judge`: each program in a language that some worker has (or that none is there
// to deny) is queued behind all that students send, with a time limit that is stretched as the package's margin asks.
// Solutions that do not fit into a full queue are named in `notes`; other errors are the store's.
Result<> queue_verification(Storage& storage, IdGenerator& ids, Time now, UserId author, const Problem& problem,
                            const Package& package, VerifyWish wish, std::vector<std::string>& notes);

// The present table, held to the present time limit of the problem. Absent when no package came.
Result<std::optional<api::VerificationSeen>> read_verification(Storage& storage, const Problem& problem);

}  // namespace autograder
