#include "sandbox/linux/warmer.h"

#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace autograder {
namespace {

constexpr std::chrono::seconds kLookEvery{5};
// The kernel reads ahead no more than this for one call, by default.
constexpr std::int64_t kStep = 128 << 10;

std::int64_t quarter_of_memory() {
  struct sysinfo host{};
  return ::sysinfo(&host) == 0 ? static_cast<std::int64_t>(host.totalram) * host.mem_unit / 4 : 0;
}

// Returns the bytes of the file that are now in memory, `left` at most.
std::int64_t read_whole(int file, std::int64_t left) {
  static std::array<char, 1 << 16> buffer;
  std::int64_t size = 0;
  ssize_t got = 0;
  while (size < left && (got = ::read(file, buffer.data(), buffer.size())) > 0) size += got;
  return size;
}

// As read_whole, but passes over what is in memory already: 7 ms of a core for 340 MB.
std::int64_t bring_back(int file, std::int64_t left) {
  struct stat status{};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  const auto size = std::min<std::int64_t>(status.st_size, left);
  for (std::int64_t at = 0; at < size; at += kStep) ::posix_fadvise(file, at, kStep, POSIX_FADV_WILLNEED);
  return size;
}

void warm(const std::vector<std::string>& patterns, std::int64_t (*bring_in)(int file, std::int64_t left)) {
  std::int64_t left = quarter_of_memory();
  for (const auto& pattern : patterns) {
    glob_t found{};
    if (::glob(pattern.c_str(), GLOB_BRACE | GLOB_NOSORT, nullptr, &found) == 0) {
      for (std::size_t i = 0; i < found.gl_pathc && left > 0; ++i) {
        const UniqueFd file(::open(found.gl_pathv[i], O_RDONLY | O_CLOEXEC | O_NONBLOCK));
        if (file) left -= bring_in(file.get(), left);
      }
    }
    ::globfree(&found);
  }
}

// The launcher's descriptors stay with the launcher: the one who waits for their end must not wait for us.
[[noreturn]] void serve(const std::vector<std::string>& patterns, int bell, pid_t launcher) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != launcher) ::_exit(0);
  ::prctl(PR_SET_NAME, "ag-warmer");
  if (::dup2(bell, STDIN_FILENO) < 0) ::_exit(0);
  ::close_range(STDERR_FILENO + 1, ~0U, 0);
  warm(patterns, read_whole);
  static std::array<char, 1 << 16> rings;  // all that a pipe holds
  while (::read(STDIN_FILENO, rings.data(), rings.size()) > 0) {
    warm(patterns, bring_back);
    std::this_thread::sleep_for(kLookEvery);
  }
  ::_exit(0);
}

}  // namespace

void Warmer::start(const std::vector<std::string>& patterns) {
  std::array<int, 2> ends;
  if (patterns.empty() || ::pipe2(ends.data(), O_CLOEXEC) != 0) return;
  const UniqueFd heard(ends[0]);
  bell_ = UniqueFd(ends[1]);
  ::fcntl(bell_.get(), F_SETFL, O_NONBLOCK);
  const pid_t launcher = ::getpid();
  if (::fork() == 0) serve(patterns, heard.get(), launcher);
}

void Warmer::look_again() {
  if (!bell_) return;
  [[maybe_unused]] const ssize_t rung = ::write(bell_.get(), "", 1);
}

}  // namespace autograder
