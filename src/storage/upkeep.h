// Deletes old data, so that the disk is never full for good: by itself, and by an administrator's command.
//
// Knows:          how long runs and keys are kept, what of a report is large, how much room there is.
// Does not know:  who asks for it, and when.
//
// Each verb is one short step of its own transaction: nothing that is refused elsewhere undoes it, and it keeps nobody
// waiting. The caller repeats it while there is `more`.
#pragma once

#include <chrono>

#include "domain/id.h"
#include "domain/limits.h"
#include "foundation/clock.h"
#include "foundation/result.h"

namespace autograder {

// An answered run, whose code and input went with the answer. Any other run is kept kRunKept.
constexpr std::chrono::minutes kRunAnswerKept{10};

struct Tidied {
  int rows = 0;  // that went
  bool more = false;
};

struct TidiedReports {
  int reports = 0;    // that gave up their excerpts
  SubmissionId next;  // go on after this one
  bool more = false;
};

// In bytes; all 0 where nothing is on a disk.
struct Room {
  Bytes database{};     // the file
  Bytes free_inside{};  // of it, where rows were that went
  Bytes free_on_disk{};
};

class Upkeep {
 public:
  virtual ~Upkeep() = default;
  // Drops what was kept long enough: runs with their jobs, idempotency keys. Gives room inside the database back to a
  // disk that is below its free minimum.
  virtual Result<Tidied> sweep() = 0;
  // Runs that were created before, with their jobs, but for those that a worker has begun.
  virtual Result<Tidied> forget_runs(Time before) = 0;
  // Deletes the outputs of programs, and the excerpts of tests, of reports of submissions that were created before and come after
  // `after` (empty: from the first). Verdict, score and figures stay.
  virtual Result<TidiedReports> remove_excerpts(Time before, SubmissionId after) = 0;
  virtual Result<Room> room() = 0;
};

}  // namespace autograder
