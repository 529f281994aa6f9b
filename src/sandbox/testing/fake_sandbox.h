// A sandbox that runs nothing: a script says how each command ends. It keeps the rules of the real one that callers
// lean on (bounds of captures, one entry for each file asked for, kill) and remembers what it was given.
//
// Knows:          commands, outcomes.
// Does not know:  processes.
#pragma once

#include <functional>
#include <latch>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/mutex.h"
#include "sandbox/sandbox.h"

namespace autograder {

// A command as the box saw it, with the contents of its files and of stdin.
struct SeenCommand {
  int box = 0;      // from 1, in order of opening
  Command command;  // its borrowed descriptors mean nothing any more
  std::map<std::string, std::string> files;
  std::string stdin_text;
  std::shared_ptr<std::latch> killed;  // opens with kill(): a script may wait for it
};

class FakeSandbox final : public Sandbox {
 public:
  // Called on the thread that waits, without any lock held: it may call whatever it likes.
  using Script = std::function<Result<Outcome>(const SeenCommand&)>;

  explicit FakeSandbox(Script script) : script_(std::move(script)) {}

  Result<std::vector<std::unique_ptr<Box>>> open(int count) override;

  std::vector<SeenCommand> seen() const;  // in order of their start
  int boxes_opened() const;
  int boxes_open() const;  // now
  int boxes_open_max() const;

 private:
  friend class FakeBox;
  friend class FakeRunning;

  const Script script_;
  mutable Mutex mutex_;
  std::vector<SeenCommand> seen_ GUARDED_BY(mutex_);
  int opened_ GUARDED_BY(mutex_) = 0;
  int open_ GUARDED_BY(mutex_) = 0;
  int open_max_ GUARDED_BY(mutex_) = 0;
};

// Outcomes for scripts.
Outcome exited(int code, std::string stdout_text = {}, std::string stderr_text = {});
Outcome ended(Ending ending);
// The outcome, with a file that the command left behind.
Outcome with_file(Outcome outcome, std::string name, std::string_view bytes);

}  // namespace autograder
