// Queues a package's own solutions after its import, and reads their results as a table of expected and actual verdicts.
//
// Knows:          the roles of storage, what packages expect.
// Does not know:  HTTP, who is asking, how programs are judged.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/submission.h"
#include "packages/verification.h"
#include "storage/storage.h"

namespace autograder {

// One program of the package, and its state.
struct BundledSeen {
  BundledSubmission submission;          // without its source
  std::optional<SubmissionState> state;  // absent: it is not judged, and `why_not` says why
  std::string why_not;
  std::optional<JudgedSubmission> judged;  // held to the problem's time limit
  std::vector<Finding> findings;           // of what was judged: what is not as expected
};
// The whole of a problem's last import.
struct VerificationSeen {
  ProblemId problem;
  int problem_version = 0;
  Time created_at{};
  Package package;        // as decode_terms (package_terms.h) gives it
  Duration time_limit{};  // of the problem as it is now
  std::vector<BundledSeen> submissions;
  bool done = false;         // nothing waits
  bool as_expected = false;  // done, and all that was judged is, an accepted one among them
  TimeBounds bounds;
  std::optional<Duration> proposed;     // when done
  std::vector<std::string> complaints;  // when done
};

enum class VerifyWish { judge, leave };

// In the place of an earlier import's. `judge`: each program in a language that some worker has (or that none is there
// to deny) is queued behind all that students send, with a time limit that is stretched as the package's margin asks.
// Solutions that do not fit into a full queue are named in `notes`; other errors are the store's.
Result<> queue_verification(Storage& storage, IdGenerator& ids, Time now, UserId author, const Problem& problem,
                            const Package& package, VerifyWish wish, std::vector<std::string>& notes);

// The present table, held to the present time limit of the problem. Absent when no package came.
Result<std::optional<VerificationSeen>> read_verification(Storage& storage, const Problem& problem);

}  // namespace autograder
