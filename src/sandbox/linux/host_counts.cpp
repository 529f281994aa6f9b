#include "sandbox/linux/host_counts.h"

#include <fstream>

namespace autograder {
namespace {

// What one program's processes may hold in the languages that ship: 1,024 processes (java.toml), 256 files each.
constexpr long long kOpenFilesOfProgram = 1024 * 256;
constexpr long long kOpenFilesOfOthers = 100'000;  // the server's and the host's

}  // namespace

long long number_in(const char* path, long long otherwise) {
  std::ifstream file(path);
  long long number = otherwise;
  file >> number;
  return number;
}

std::string why_watches_may_run_out(long long allowed) {
  // A watch takes 180 to 200 bytes of a program's memory; the default is what 4 % of the host's memory holds.
  constexpr long long kBytes = 180;
  constexpr long long kEnough = 100'000'000;  // for 16 GiB, as four programs with the largest limit have
  if (allowed >= kEnough) return {};
  return "programs of " + std::to_string(allowed * kBytes >> 20) +
         " MiB together can take all epoll watches of this user, and no connection is accepted until they end: sysctl "
         "fs.epoll.max_user_watches=" +
         std::to_string(kEnough) + " (their memory limits bound them), or start the server as root";
}

long long watches_allowed() {
  return number_in("/proc/sys/fs/epoll/max_user_watches", 0);
}

std::string why_open_files_may_run_out(long long allowed, unsigned cores) {
  const long long programs = kOpenFilesOfProgram * cores;
  const long long enough = programs + kOpenFilesOfOthers;
  if (allowed >= enough) return {};
  return "programs on " + std::to_string(cores) + " cores can hold " + std::to_string(programs) +
         " open files together, and this host allows " + std::to_string(allowed) +
         " in all: then no connection is accepted until they end: sysctl fs.file-max=" + std::to_string(enough);
}

long long open_files_allowed() {
  return number_in("/proc/sys/fs/file-max", 0);
}

}  // namespace autograder
