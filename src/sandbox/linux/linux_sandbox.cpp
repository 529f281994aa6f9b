#include "sandbox/linux/linux_sandbox.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <cstring>

#include "foundation/log.h"
#include "foundation/mutex.h"
#include "sandbox/linux/captured_stream.h"
#include "sandbox/linux/launcher.h"
#include "sandbox/linux/order.h"
#include "sandbox/linux/packet.h"

namespace autograder {
namespace {

constexpr unsigned kSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

// Counts the boxes that are open, so that a caller waits here and not in the launcher.
class Places final {
 public:
  explicit Places(int count) : free_(count), all_(count) {}
  bool take(int count) {
    MutexLock lock(mutex_);
    if (count < 1 || count > all_) return false;
    while (free_ < count) condition_.wait(mutex_);
    free_ -= count;
    return true;
  }
  void give_back(int count) {
    {
      MutexLock lock(mutex_);
      free_ += count;
    }
    condition_.notify_all();
  }

 private:
  Mutex mutex_;
  Condition condition_;
  int free_ GUARDED_BY(mutex_);
  const int all_;
};

Result<UniqueFd> make_memfd(std::string_view bytes) {
  UniqueFd file(::memfd_create("autograder", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file) return fail_errno("making a memfd");
  while (!bytes.empty()) {
    const ssize_t size = ::write(file.get(), bytes.data(), bytes.size());
    if (size < 0 && errno != EINTR) return fail_errno("filling a memfd");
    if (size > 0) bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  if (::fcntl(file.get(), F_ADD_SEALS, kSeals) != 0) return fail_errno("sealing a memfd");
  return file;
}

// A file that a box left becomes ours: copied, so that its tmpfs can go, and sealed. `from` is a regular file that nobody
// writes any more.
Result<UniqueFd> copy_out(int from, std::int64_t max) {
  struct stat status{};
  if (::fstat(from, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size > max) {
    return fail(ErrorCode::failed, "bringing a file out of a box: it is not what the launcher said");
  }
  UniqueFd file(::memfd_create("autograder", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file) return fail_errno("making a memfd");
  std::array<char, 1 << 16> buffer;
  for (std::int64_t at = 0; at < status.st_size;) {
    const ssize_t size = ::pread(from, buffer.data(), buffer.size(), at);
    if (size <= 0) return fail_errno("reading a file of a box");
    if (::write(file.get(), buffer.data(), static_cast<std::size_t>(size)) != size)
      return fail_errno("filling a memfd");
    at += size;
  }
  if (::fcntl(file.get(), F_ADD_SEALS, kSeals) != 0) return fail_errno("sealing a memfd");
  return file;
}

struct Stream {
  UniqueFd read_end;
  CapturedStream captured;
};

class LinuxRunning final : public Running {
 public:
  LinuxRunning(int socket, bool& busy, std::vector<CollectFile> collect)
      : socket_(socket), busy_(busy), collect_(std::move(collect)) {}
  ~LinuxRunning() override {
    if (busy_) {
      kill();
      (void)wait();
    }
  }

  Stream& stream(int index) { return streams_[static_cast<std::size_t>(index)]; }

  void kill() override { send_packet(socket_, packet_bytes(PacketKind::kill), {}); }

  Result<Outcome> wait() override {
    std::array<char, 4096> packet;
    std::array<int, kPacketFdsMax> fds;
    PacketInfo info;
    for (;;) {
      std::array<pollfd, 3> polled{
          {{socket_, POLLIN, 0}, {streams_[0].read_end.get(), POLLIN, 0}, {streams_[1].read_end.get(), POLLIN, 0}}};
      if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) return fail_errno("waiting for a run");
      for (std::size_t i = 0; i < streams_.size(); ++i) {
        if (polled[i + 1].revents != 0) drain(streams_[i], false);
      }
      if (polled[0].revents == 0) continue;
      info = receive_packet(socket_, packet, fds, MSG_DONTWAIT);
      if (info.size < 0 && info.error == EAGAIN) continue;
      break;
    }
    busy_ = false;
    std::vector<UniqueFd> owned;
    for (int i = 0; i < info.fd_count; ++i) owned.emplace_back(fds[static_cast<std::size_t>(i)]);
    if (info.size <= 0) return fail(ErrorCode::unavailable, "the sandbox's launcher is gone");
    PacketKind kind{};
    std::memcpy(&kind, packet.data(), sizeof kind);
    if (kind != PacketKind::outcome || info.size != sizeof(OutcomePacket)) {
      return fail(ErrorCode::failed,
                  std::string(packet.data() + sizeof kind, static_cast<std::size_t>(info.size) - sizeof kind));
    }
    // Every writer is dead: what is in the pipes is all there will be.
    for (auto& stream : streams_) drain(stream, true);
    OutcomePacket told;
    std::memcpy(static_cast<void*>(&told), packet.data(), sizeof told);
    return outcome_of(told, std::move(owned));
  }

 private:
  void drain(Stream& stream, bool to_the_end) {
    std::array<char, 1 << 16> buffer;
    while (stream.read_end) {
      const ssize_t size = ::read(stream.read_end.get(), buffer.data(), buffer.size());
      if (size < 0 && errno == EINTR) continue;
      if (size < 0 && errno == EAGAIN) return;
      if (size <= 0) {
        stream.read_end.reset();
        return;
      }
      const bool was_over = stream.captured.over();
      stream.captured.add({buffer.data(), static_cast<std::size_t>(size)});
      if (stream.captured.over() && !was_over) kill();
      if (!to_the_end) return;
    }
  }

  Result<Outcome> outcome_of(const OutcomePacket& told, std::vector<UniqueFd> fds) {
    Outcome outcome;
    std::string_view ending;  // for the log
    switch (told.ending) {
      case EndingKind::exited:
        outcome.ending = Exited{told.value};
        ending = "exited";
        break;
      case EndingKind::signalled:
        outcome.ending = Signalled{told.value};
        ending = "signalled";
        break;
      case EndingKind::cpu_limit:
        outcome.ending = CpuLimit{};
        ending = "cpu limit";
        break;
      case EndingKind::wall_limit:
        outcome.ending = WallLimit{};
        ending = "wall limit";
        break;
      case EndingKind::memory_limit:
        outcome.ending = MemoryLimit{};
        ending = "memory limit";
        break;
      case EndingKind::killed:
        outcome.ending = Killed{};
        ending = "killed";
        break;
    }
    const bool over = streams_[0].captured.over() || streams_[1].captured.over();
    if (over && told.ending != EndingKind::memory_limit && told.ending != EndingKind::cpu_limit) {
      outcome.ending = OutputLimit{!streams_[0].captured.over()};
      ending = "output limit";
    }
    outcome.cpu_time = Duration(told.cpu_time_ns);
    outcome.wall_time = Duration(told.wall_time_ns);
    outcome.core_wait = Duration(told.core_wait_ns);
    outcome.memory_peak = {told.memory_peak_bytes};
    outcome.process_limit_hit = told.process_limit_hit != 0;
    outcome.ended_at = SteadyTime(Duration(told.ended_ns));
    log::debug("box done", {{"ending", ending},
                            {"value", told.value},  // the code or the signal
                            {"cpu_time_us", told.cpu_time_ns / 1000},
                            {"wall_time_us", told.wall_time_ns / 1000},
                            {"core_wait_us", told.core_wait_ns / 1000},
                            {"memory_kb", told.memory_peak_bytes / 1024}});
    outcome.stdout_text = streams_[0].captured.take();
    outcome.stderr_text = streams_[1].captured.take();
    std::size_t next_fd = 0;
    for (std::size_t i = 0; i < collect_.size(); ++i) {
      CollectedFile file{collect_[i].name, {}, {}};
      switch (told.collected[i]) {
        case CollectState::absent:
          file.problem = "absent";
          break;
        case CollectState::not_regular:
          file.problem = "not a regular file";
          break;
        case CollectState::too_large:
          file.problem = "larger than " + std::to_string(collect_[i].max.count >> 10) + " KiB";
          break;
        case CollectState::present: {
          if (next_fd >= fds.size())
            return fail(ErrorCode::failed, "bringing files out of a box: a descriptor is missing");
          AG_ASSIGN(file.content, copy_out(fds[next_fd++].get(), collect_[i].max.count));
          break;
        }
      }
      outcome.collected.push_back(std::move(file));
    }
    return outcome;
  }

  const int socket_;
  bool& busy_;
  const std::vector<CollectFile> collect_;
  std::array<Stream, 2> streams_;  // stdout, stderr
};

class LinuxBox final : public Box {
 public:
  LinuxBox(UniqueFd socket, std::shared_ptr<Places> places) : socket_(std::move(socket)), places_(std::move(places)) {}
  ~LinuxBox() override {
    socket_.reset();
    places_->give_back(1);
  }

  Result<std::unique_ptr<Running>> start(const Command& command) override {
    if (busy_) return fail(ErrorCode::conflict, "starting a command: another one runs in this box");
    if (command.files.size() > kFilesMax) return fail(ErrorCode::invalid, "starting a command: files: at most 32");
    auto running = std::make_unique<LinuxRunning>(socket_.get(), busy_, command.collect);
    std::vector<UniqueFd> owned;
    std::vector<int> fds;
    if (const auto* fd = std::get_if<FdStream>(&command.stdin_from)) fds.push_back(fd->fd);
    AG_TRY(add_output(command.stdout_to, running->stream(0), owned, fds));
    AG_TRY(add_output(command.stderr_to, running->stream(1), owned, fds));
    AG_ASSIGN(std::int64_t files_bytes, copy_of_input(command));
    for (const auto& file : command.files) {
      if (const auto* bytes = std::get_if<std::string>(&file.content)) {
        AG_ASSIGN(auto memfd, make_memfd(*bytes));
        fds.push_back(memfd.get());
        owned.push_back(std::move(memfd));
        files_bytes += whole_pages(static_cast<std::int64_t>(bytes->size()));
      } else {
        struct stat status{};
        const int fd = std::get<int>(file.content);
        if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
          return fail(ErrorCode::invalid, "starting a command: files: " + file.name + " is not a regular file");
        }
        fds.push_back(fd);
        files_bytes += whole_pages(status.st_size);
      }
    }
    AG_ASSIGN(const std::string packet, encode_order(command, files_bytes));
    if (const int error = send_packet(socket_.get(), packet, fds))
      return fail_errno("telling the sandbox's launcher", error);
    busy_ = true;
    return running;
  }

 private:
  static std::int64_t whole_pages(std::int64_t size) { return (size + 4095) / 4096 * 4096; }

  // What the box's init copies beside the files: see choose_input in child.cpp.
  static Result<std::int64_t> copy_of_input(const Command& command) {
    const auto* input = std::get_if<FdStream>(&command.stdin_from);
    if (input == nullptr) return 0;
    for (const auto& file : command.files) {
      const int* fd = std::get_if<int>(&file.content);
      if (fd != nullptr && *fd == input->fd) return 0;
    }
    struct stat status{};
    if (::fstat(input->fd, &status) != 0) return fail_errno("starting a command: stdin");
    return S_ISREG(status.st_mode) ? whole_pages(status.st_size) : 0;
  }

  static Result<> add_output(const std::variant<NullStream, FdStream, Capture>& to, Stream& stream,
                             std::vector<UniqueFd>& owned, std::vector<int>& fds) {
    if (const auto* fd = std::get_if<FdStream>(&to)) fds.push_back(fd->fd);
    if (const auto* capture = std::get_if<Capture>(&to)) {
      std::array<int, 2> ends{};
      if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail_errno("making a pipe");
      stream.read_end = UniqueFd(ends[0]);
      owned.emplace_back(ends[1]);
      ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
      stream.captured = CapturedStream(*capture);
      fds.push_back(ends[1]);
    }
    return {};
  }

  UniqueFd socket_;
  const std::shared_ptr<Places> places_;
  bool busy_ = false;
};

class LinuxSandbox final : public Sandbox {
 public:
  LinuxSandbox(LauncherHandle launcher, int boxes)
      : launcher_(std::move(launcher)), places_(std::make_shared<Places>(boxes)) {}
  ~LinuxSandbox() override {
    launcher_.socket.reset();
    ::waitpid(launcher_.pid, nullptr, 0);  // it removes its cgroups, bounded by two seconds a box
  }

  Result<std::vector<std::unique_ptr<Box>>> open(int count) override {
    if (!places_->take(count)) return fail(ErrorCode::invalid, "opening boxes: count is 1 to the number of boxes");
    std::vector<UniqueFd> sockets;
    if (const auto opened = ask(count, sockets); !opened) {
      places_->give_back(count);
      return std::unexpected(opened.error());
    }
    std::vector<std::unique_ptr<Box>> boxes;
    for (auto& socket : sockets) boxes.push_back(std::make_unique<LinuxBox>(std::move(socket), places_));
    return boxes;
  }

 private:
  Result<> ask(int count, std::vector<UniqueFd>& sockets) {
    MutexLock lock(mutex_);
    const std::array<std::uint32_t, 2> words{static_cast<std::uint32_t>(PacketKind::open),
                                             static_cast<std::uint32_t>(count)};
    if (const int error = send_packet(launcher_.socket.get(), packet_bytes(words), {})) {
      return fail_errno("asking the sandbox's launcher for a box", error);
    }
    std::array<char, 1024> packet;
    std::array<int, kPacketFdsMax> fds;
    const PacketInfo info = receive_packet(launcher_.socket.get(), packet, fds, 0);
    for (int i = 0; i < info.fd_count; ++i) sockets.emplace_back(fds[static_cast<std::size_t>(i)]);
    if (info.size <= 0) return fail(ErrorCode::unavailable, "the sandbox's launcher is gone");
    if (static_cast<int>(sockets.size()) != count) {
      return fail(ErrorCode::failed, std::string(packet.data() + sizeof(PacketKind),
                                                 static_cast<std::size_t>(info.size) - sizeof(PacketKind)));
    }
    return {};
  }

  LauncherHandle launcher_;
  const std::shared_ptr<Places> places_;
  Mutex mutex_;  // one question to the launcher at a time
};

// The command line may hold a database's password, and the environment the first admin's: the launcher must keep
// neither of them.
void forget_arguments(int argc, char** argv) {
  ::clearenv();
  for (int i = 1; i < argc; ++i) std::memset(argv[i], 0, std::strlen(argv[i]));
}

}  // namespace

Result<LauncherHandle> fork_launcher(int argc, char** argv, void (*forget)()) {
  AG_ASSIGN(auto ends, make_packet_pair());
  const pid_t pid = ::fork();
  if (pid < 0) return fail_errno("forking the sandbox's launcher");
  if (pid == 0) {
    ends.first.reset();
    if (forget != nullptr) forget();
    forget_arguments(argc, argv);
    ::prctl(PR_SET_DUMPABLE, 0);
    launcher_main(std::move(ends.second));
  }
  return LauncherHandle{std::move(ends.first), pid, ::geteuid()};
}

Result<std::unique_ptr<Sandbox>> connect_sandbox(LauncherHandle launcher, const LinuxSandboxOptions& options) {
  if (const int error = send_packet(launcher.socket.get(), encode_options(options), {})) {
    return fail_errno("configuring the sandbox's launcher", error);
  }
  std::array<char, 4096> packet;
  std::array<int, kPacketFdsMax> fds;
  const PacketInfo info = receive_packet(launcher.socket.get(), packet, fds, 0);
  if (info.size <= 0) return fail(ErrorCode::unavailable, "the sandbox's launcher ended before it was ready");
  if (info.size > static_cast<ssize_t>(sizeof(PacketKind))) {
    return fail(ErrorCode::unavailable, std::string(packet.data() + sizeof(PacketKind),
                                                    static_cast<std::size_t>(info.size) - sizeof(PacketKind)));
  }
  return std::make_unique<LinuxSandbox>(std::move(launcher), options.boxes);
}

}  // namespace autograder
