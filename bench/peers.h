// The same program under what others would take: bubblewrap, and crun with an OCI bundle.
//
// Knows:          their flags, set as near to our box as they go.
// Does not know:  what is measured.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace autograder {

// What runs inside: argv as the box has it, and the host's file that stands at /code/main (or none).
struct PeerProgram {
  std::vector<std::string> argv;
  std::string file;
};

// Whole, with all namespaces, a read-only /usr, tmpfs where a box has them and no capability. bubblewrap has no cgroup and
// no filter of its own. Nothing when it is not installed.
std::optional<std::vector<std::string>> bubblewrap_command(const PeerProgram& program);

// crun with the same mounts, namespaces and limits, and a filter of about our length. A bundle below `directory` (made
// here) serves all runs.
class Crun {
 public:
  // Leaves out the unified tree of a hybrid host, which crun refuses to stand beside: for the calling thread and its
  // children alone. Nothing when crun is not installed, with the reason on stderr when it cannot run here.
  static std::optional<Crun> prepare(const PeerProgram& program, const std::string& directory);
  // A new container each time: names are not used again.
  std::vector<std::string> command();

 private:
  Crun(std::string bundle, std::string state) : bundle_(std::move(bundle)), state_(std::move(state)) {}

  std::string bundle_;
  std::string state_;
};

}  // namespace autograder
