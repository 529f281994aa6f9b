#include "judge/execute.h"

#include <string>

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

bool was_starved(const Outcome& outcome) {
  constexpr int kShareOfWall = 4;
  return std::holds_alternative<WallLimit>(outcome.ending) && outcome.core_wait * kShareOfWall > outcome.wall_time;
}

bool never_had_its_time(const Outcome& outcome, const RunLimits& limits) {
  return was_starved(outcome) && outcome.wall_time - outcome.core_wait < limits.wall_time;
}

std::unexpected<Error> host_is_too_busy(const Outcome& outcome) {
  const auto seconds = [](Duration duration) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
  };
  return fail(ErrorCode::failed, "this host is too busy: of " + seconds(outcome.wall_time) + " s a command waited " +
                                     seconds(outcome.core_wait) + " s for a core");
}

}  // namespace autograder
