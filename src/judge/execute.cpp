#include "judge/execute.h"

namespace autograder {

Result<Outcome> execute(Box& box, const Command& command, std::stop_token stop) {
  if (stop.stop_requested()) return fail(ErrorCode::unavailable, "the judging was stopped");
  AG_ASSIGN(auto running, box.start(command));
  Result<Outcome> outcome = [&] {
    std::stop_callback kill(stop, [&] { running->kill(); });
    return running->wait();
  }();
  if (stop.stop_requested()) return fail(ErrorCode::unavailable, "the judging was stopped");
  if (outcome && std::holds_alternative<Killed>(outcome->ending)) {
    return fail(ErrorCode::failed, "a run was killed and nobody of ours did it");
  }
  return outcome;
}

}  // namespace autograder
