// Holds the reports of a broken world against what was sent: the invariants of tests/simulation.
//
// Knows:          submissions, what their programs do, which reports there were.
// Does not know:  workers, faults.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "domain/problem.h"
#include "domain/report.h"
#include "simulation/programs.h"
#include "storage/submission_store.h"

namespace autograder::simulation {

struct Sent {
  SubmissionId id;
  JobId job;           // of the newest judging
  std::size_t number;  // in order of submission
  std::size_t problem = 0;
  Program program = Program::right;
  int test = 0;    // where it fails, from 1
  int broken = 0;  // times that our side still fails
  int judgings = 1;
  int cancelled = 0;
  std::vector<std::string> reports;  // that were seen, the oldest first
};
inline std::string name(const Sent& sent) {
  return "s" + std::to_string(sent.number);
}

class Audit final {
 public:
  using Complain = std::function<void(const std::string&)>;
  Audit(const std::vector<Problem>& problems, Complain complain)
      : problems_(problems), complain_(std::move(complain)) {}

  // No report is changed or goes, and none is of a judging that nobody asked for.
  void look_at(SubmissionStore& submissions, Sent& sent) const;
  // Nothing waits any more: each judging has its report, an IE for each death, a CANCELLED for each cancelling.
  void look_at_the_end(SubmissionStore& submissions, Sent& sent, int deaths) const;

 private:
  void check(const Sent& sent, const Report& report) const;

  const std::vector<Problem>& problems_;
  const Complain complain_;
};

}  // namespace autograder::simulation
