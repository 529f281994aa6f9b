#include "sandbox/linux/process_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "foundation/unique_fd.h"

namespace autograder {

std::string folder_of(pid_t pid) {
  return "/proc/" + std::to_string(pid);
}

std::string read_small(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> buffer;
  const ssize_t size = file ? ::read(file.get(), buffer.data(), buffer.size()) : -1;
  return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(0, size))};
}

std::vector<long long> numbers_of(std::string_view text) {
  std::vector<long long> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    long long number = 0;
    const auto [after, error] = std::from_chars(at, end, number);
    if (error == std::errc{}) numbers.push_back(number);
    at = std::max(after, at) + 1;
  }
  return numbers;
}

// The second field is a name in parentheses that may hold anything.
ProcessStat stat_of(pid_t pid) {
  const std::string text = read_small(folder_of(pid) + "/stat");
  const auto name_end = text.rfind(") ");
  if (name_end == std::string::npos) return {};
  // After the name: state, parent (1) ... cutime (13), cstime (14), counted without the state.
  const auto numbers = numbers_of(std::string_view(text).substr(std::min(text.size(), name_end + 4)));
  if (numbers.size() < 13) return {};
  const auto tick = std::chrono::nanoseconds(1'000'000'000) / ::sysconf(_SC_CLK_TCK);
  return {static_cast<pid_t>(numbers[0]), (numbers[11] + numbers[12]) * tick};
}

std::vector<pid_t> threads_of(pid_t pid) {
  std::vector<pid_t> threads;
  DIR* const directory = ::opendir((folder_of(pid) + "/task").c_str());
  if (directory == nullptr) return threads;
  while (const dirent* entry = ::readdir(directory)) {
    if (entry->d_name[0] != '.') threads.push_back(std::atoi(entry->d_name));
  }
  ::closedir(directory);
  return threads;
}

ThreadTimes times_of(pid_t thread) {
  const auto numbers = numbers_of(read_small(folder_of(thread) + "/schedstat"));
  if (numbers.size() < 2) return {};
  return {Duration(numbers[0]), Duration(numbers[1])};
}

}  // namespace autograder
