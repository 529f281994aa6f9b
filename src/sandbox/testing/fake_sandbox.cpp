#include "sandbox/testing/fake_sandbox.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "foundation/check.h"
#include "sandbox/linux/captured_stream.h"

namespace autograder {
namespace {

std::string read_whole(int fd) {
  std::string text;
  char piece[65536];
  for (ssize_t got = 0; (got = ::pread(fd, piece, sizeof piece, static_cast<off_t>(text.size()))) > 0;) {
    text.append(piece, static_cast<std::size_t>(got));
  }
  return text;
}

template <class Stream>
void bound_stream(const Stream& stream, std::string& text, Ending& ending, bool is_stderr) {
  const auto* capture = std::get_if<Capture>(&stream);
  CapturedStream captured(capture ? *capture : Capture{});
  if (capture) captured.add(text);
  if (captured.over()) ending = OutputLimit{is_stderr};
  text = captured.take();
}

}  // namespace

class FakeRunning final : public Running {
 public:
  FakeRunning(FakeSandbox& sandbox, SeenCommand seen) : sandbox_(sandbox), seen_(std::move(seen)) {}

  Result<Outcome> wait() override {
    auto outcome = sandbox_.script_(seen_);
    if (!outcome) return outcome;
    bound_stream(seen_.command.stdout_to, outcome->stdout_text, outcome->ending, false);
    bound_stream(seen_.command.stderr_to, outcome->stderr_text, outcome->ending, true);
    std::vector<CollectedFile> collected;
    for (const auto& wanted : seen_.command.collect) {
      auto found = std::find_if(outcome->collected.begin(), outcome->collected.end(),
                                [&](const CollectedFile& file) { return file.name == wanted.name; });
      collected.push_back(found == outcome->collected.end() ? CollectedFile{wanted.name, UniqueFd(), "absent"}
                                                            : std::move(*found));
    }
    outcome->collected = std::move(collected);
    if (killed_) outcome->ending = Killed{};
    return outcome;
  }
  void kill() override {
    if (!killed_.exchange(true)) seen_.killed->count_down();
  }

 private:
  FakeSandbox& sandbox_;
  const SeenCommand seen_;
  std::atomic<bool> killed_{false};
};

class FakeBox final : public Box {
 public:
  FakeBox(FakeSandbox& sandbox, int number) : sandbox_(sandbox), number_(number) {}
  ~FakeBox() override {
    MutexLock lock(sandbox_.mutex_);
    --sandbox_.open_;
  }

  Result<std::unique_ptr<Running>> start(const Command& command) override {
    if (command.argv.empty() || !command.argv.front().starts_with('/')) {
      return fail(ErrorCode::invalid, "argv[0] has to be an absolute path");
    }
    SeenCommand seen{number_, command, {}, {}, std::make_shared<std::latch>(1)};
    for (const auto& file : command.files) {
      const auto* bytes = std::get_if<std::string>(&file.content);
      seen.files[file.name] = bytes ? *bytes : read_whole(std::get<int>(file.content));
    }
    if (const auto* stream = std::get_if<FdStream>(&command.stdin_from)) seen.stdin_text = read_whole(stream->fd);
    {
      MutexLock lock(sandbox_.mutex_);
      sandbox_.seen_.push_back(seen);
    }
    return std::make_unique<FakeRunning>(sandbox_, std::move(seen));
  }

 private:
  FakeSandbox& sandbox_;
  const int number_;
};

Result<std::vector<std::unique_ptr<Box>>> FakeSandbox::open(int count) {
  std::vector<std::unique_ptr<Box>> boxes;
  MutexLock lock(mutex_);
  for (int i = 0; i < count; ++i) boxes.push_back(std::make_unique<FakeBox>(*this, ++opened_));
  open_ += count;
  open_max_ = std::max(open_max_, open_);
  return boxes;
}

std::vector<SeenCommand> FakeSandbox::seen() const {
  MutexLock lock(mutex_);
  return seen_;
}

int FakeSandbox::boxes_opened() const {
  MutexLock lock(mutex_);
  return opened_;
}

int FakeSandbox::boxes_open() const {
  MutexLock lock(mutex_);
  return open_;
}

int FakeSandbox::boxes_open_max() const {
  MutexLock lock(mutex_);
  return open_max_;
}

Outcome exited(int code, std::string stdout_text, std::string stderr_text) {
  auto outcome = ended(Exited{code});
  outcome.stdout_text = std::move(stdout_text);
  outcome.stderr_text = std::move(stderr_text);
  return outcome;
}

Outcome ended(Ending ending) {
  Outcome outcome;
  outcome.ending = ending;
  outcome.cpu_time = std::chrono::milliseconds(10);
  outcome.wall_time = std::chrono::milliseconds(12);
  outcome.memory_peak = mib(4);
  return outcome;
}

Outcome with_file(Outcome outcome, std::string name, std::string_view bytes) {
  UniqueFd fd(::memfd_create("collected", MFD_CLOEXEC));
  CHECK(fd && ::write(fd.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  outcome.collected.push_back({std::move(name), std::move(fd), {}});
  return outcome;
}

}  // namespace autograder
