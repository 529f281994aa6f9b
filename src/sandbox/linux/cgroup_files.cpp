#include "sandbox/linux/cgroup_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

namespace autograder {
namespace {

Result<UniqueFd> open_at(int directory, const char* name, int flags) {
  UniqueFd file(::openat(directory, name, flags | O_CLOEXEC));
  if (!file) return fail_errno("opening " + std::string(name));
  return file;
}

}  // namespace

Result<UniqueFd> open_file(const std::string& path, int flags) {
  UniqueFd file(::open(path.c_str(), flags | O_CLOEXEC));
  if (!file) return fail_errno("opening " + path);
  return file;
}

Result<std::int64_t> read_number(int fd, std::string_view what) {
  char text[32];
  const ssize_t size = ::pread(fd, text, sizeof text, 0);
  if (size <= 0) return fail_errno("reading " + std::string(what));
  std::int64_t number = 0;
  std::from_chars(text, text + size, number);
  return number;
}

Result<> write_text(int fd, std::string_view text, std::string_view what) {
  if (::pwrite(fd, text.data(), text.size(), 0) < 0) return fail_errno("writing " + std::string(what));
  return {};
}

Result<> write_file(const std::string& path, std::string_view text) {
  AG_ASSIGN(const UniqueFd file, open_file(path, O_WRONLY));
  return write_text(file.get(), text, path);
}

Result<std::int64_t> read_number_at(int directory, const char* name) {
  AG_ASSIGN(const UniqueFd file, open_at(directory, name, O_RDONLY));
  return read_number(file.get(), name);
}

Result<> write_at(int directory, const char* name, std::string_view text) {
  AG_ASSIGN(const UniqueFd file, open_at(directory, name, O_WRONLY));
  return write_text(file.get(), text, name);
}

std::int64_t keyed_number(int fd, std::string_view key) {
  char text[1024];
  const ssize_t size = ::pread(fd, text, sizeof text, 0);
  if (size <= 0) return 0;
  std::string_view lines(text, static_cast<std::size_t>(size));
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ') {
      std::int64_t number = 0;
      std::from_chars(line.data() + key.size() + 1, line.data() + line.size(), number);
      return number;
    }
  }
  return 0;
}

std::int64_t keyed_number_at(int directory, const char* name, std::string_view key) {
  const UniqueFd file(::openat(directory, name, O_RDONLY | O_CLOEXEC));
  return file ? keyed_number(file.get(), key) : 0;
}

std::vector<std::string> words_of(const std::string& path) {
  std::vector<std::string> words;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  std::istringstream in(line);
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::vector<pid_t> ids_in(const std::string& path) {
  std::vector<pid_t> ids;
  std::ifstream file(path);
  for (pid_t id = 0; file >> id;) ids.push_back(id);
  return ids;
}

std::vector<pid_t> processes_of(const std::string& directory) {
  return ids_in(directory + "/cgroup.procs");
}

std::vector<CgroupMount> cgroup_mounts() {
  std::vector<CgroupMount> mounts;
  std::ifstream file("/proc/self/mountinfo");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string id, parent, device, skip;
    CgroupMount mount;
    words >> id >> parent >> device >> mount.root >> mount.point;
    while (words >> skip && skip != "-") {
    }
    std::string source;
    words >> mount.type >> source >> mount.options;
    if (mount.type == "cgroup" || mount.type == "cgroup2") mounts.push_back(mount);
  }
  return mounts;
}

std::vector<CgroupMembership> cgroup_memberships() {
  std::vector<CgroupMembership> list;
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    list.push_back({line.substr(first + 1, second - first - 1), line.substr(second + 1)});
  }
  return list;
}

std::string own_directory(const CgroupMount& mount, const std::string& group) {
  std::string relative = group;
  if (mount.root != "/" && relative.starts_with(mount.root)) relative = relative.substr(mount.root.size());
  return relative == "/" || relative.empty() ? mount.point : mount.point + relative;
}

}  // namespace autograder
