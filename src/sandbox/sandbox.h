// Runs a command that may be hostile, and says how it ended.
//
// Knows:          commands, limits, files, endings.
// Does not know:  problems, submissions, verdicts, languages.
//
// A Box is a closed room that serves one stage of one submission (compile, or its runs one after the other). Between
// its runs it is reset: no process, file, IPC object or pid passes from one run to the next. A box serves one
// submission only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/limits.h"
#include "foundation/result.h"
#include "foundation/unique_fd.h"

namespace autograder {

// A file that is in the working directory when the command starts, read-only to it. The bytes are copied into the
// box; the size of all files is added to the run's memory limit and taken off its figures.
struct InputFile {
  std::string name;  // one path segment, 1-100 bytes, not "." or ".."
  std::variant<std::string, int>
      content;  // bytes, or a borrowed descriptor of a regular file or memfd, read from its start
  bool executable = false;
};

// A host directory or file at the same place inside, read-only.
struct ReadOnlyMount {
  std::string host_path;    // absolute; a link on the last segment is refused
  std::string inside_path;  // absolute; made when absent
};

// A regular file to bring out of the working directory after the command ended, however it ended. While `max` is 0 only
// whether it is there is asked; otherwise no link in that directory leads anywhere.
struct CollectFile {
  std::string name;  // one path segment
  Bytes max;
};

struct NullStream {};
struct FdStream {
  int fd;
};  // borrowed until wait() returns
struct Capture {
  Bytes max;
  // So many more bytes may come: those in the middle are left out, and kLeftOut marks the place. One byte more than both
  // ends the run with OutputLimit.
  Bytes left_out{};
};
constexpr std::string_view kLeftOut = "\n... (cut here)\n";

struct Command {
  std::vector<std::string> argv;  // argv[0] is an absolute path inside; at most 128 KiB with the environment
  std::map<std::string, std::string> environment;  // the whole of it
  std::string work_dir = "/code";
  std::vector<InputFile> files;       // at most 32
  std::vector<ReadOnlyMount> mounts;  // at most 16
  std::vector<CollectFile> collect;   // at most 16
  RunLimits limits;
  // stdin: a sealed memfd or file whose content is read from its start; each run gets its own offset.
  std::variant<NullStream, FdStream> stdin_from = NullStream{};
  std::variant<NullStream, FdStream, Capture> stdout_to = NullStream{};
  std::variant<NullStream, FdStream, Capture> stderr_to = NullStream{};
  bool own_core = true;  // keep to the box's core, so that time is fair; compilers may use them all
  bool alone = false;    // with own_core: while it runs, what may use all cores keeps off this one
  bool secret = false;   // what it reads must not be told: not to a command that is not secret and begins after its end
};

// How the main process of the command ended. Everything else it started is dead too.
struct Exited {
  int code;
};
struct Signalled {
  int signal;
};
struct CpuLimit {};     // killed: the group's CPU time passed 1.15 x limit + 50 ms
struct WallLimit {};    // killed: the wall time passed, without the time that it waited for a core
struct MemoryLimit {};  // the kernel's OOM event in the group, whatever the processes made of it
// Killed: a captured stream passed its bound.
struct OutputLimit {
  bool of_stderr = false;
};
struct Killed {};  // by Running::kill()
using Ending = std::variant<Exited, Signalled, CpuLimit, WallLimit, MemoryLimit, OutputLimit, Killed>;

struct CollectedFile {
  std::string name;
  UniqueFd content;     // a sealed memfd; empty when absent
  std::string problem;  // why it is empty: "absent", "not a regular file", "larger than 64 MiB"
};

struct Outcome {
  Ending ending = Killed{};
  Duration cpu_time{};   // of the whole group
  Duration wall_time{};  // of the main process
  Duration core_wait{};  // of the wall time: it could have run, and others had the cores. Counted in long runs alone
  Bytes memory_peak;     // of the whole group, files of the Command taken off
  bool process_limit_hit = false;
  SteadyTime ended_at{};    // when the main process ended: of two joined by pipes, who broke off first
  std::string stdout_text;  // Capture: at most max bytes, and kLeftOut
  std::string stderr_text;
  std::vector<CollectedFile> collected;
};

// A command on its way. One thread waits; kill() may come from any other.
class Running {
 public:
  virtual ~Running() = default;  // kills and waits when wait() was not called
  // Once. Reads captured streams meanwhile. An error is ours (the box is then unusable), never the program's doing.
  virtual Result<Outcome> wait() = 0;
  virtual void kill() = 0;  // harmless when it ended already
};

// One run at a time. Not thread-safe.
class Box {
 public:
  virtual ~Box() = default;  // ends whatever runs; the room is taken down in the background
  // Copies what it needs of `command` before it returns, borrowed descriptors excepted. `invalid` for a command over
  // its bounds.
  virtual Result<std::unique_ptr<Running>> start(const Command& command) = 0;
};

class Sandbox {
 public:
  virtual ~Sandbox() = default;
  // So many boxes at once, or an error and none (so two that need two boxes each cannot block one another). Blocks
  // while all are in use. Any thread.
  virtual Result<std::vector<std::unique_ptr<Box>>> open(int count) = 0;
};

}  // namespace autograder
