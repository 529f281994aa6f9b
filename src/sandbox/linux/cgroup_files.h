// The small files of cgroup file systems: read a number, write a word, find a key; errors name the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result.h"
#include "foundation/unique_fd.h"

namespace autograder {

Result<UniqueFd> open_file(const std::string& path, int flags);
Result<std::int64_t> read_number(int fd, std::string_view what);
Result<> write_text(int fd, std::string_view text, std::string_view what);
Result<> write_file(const std::string& path, std::string_view text);

// "name" below `directory`, for files that are read or written once.
Result<std::int64_t> read_number_at(int directory, const char* name);
Result<> write_at(int directory, const char* name, std::string_view text);

// The number after `key` in a file of "key number" lines; 0 when it is not there.
std::int64_t keyed_number(int fd, std::string_view key);
std::int64_t keyed_number_at(int directory, const char* name, std::string_view key);

// The words of a file's first line: "cpu memory pids".
std::vector<std::string> words_of(const std::string& path);
// The ids in a file that has one a line: cgroup.procs, tasks, cgroup.threads.
std::vector<pid_t> ids_in(const std::string& path);
// The process ids in a directory's cgroup.procs.
std::vector<pid_t> processes_of(const std::string& directory);

// A line of /proc/self/mountinfo.
struct CgroupMount {
  std::string root;
  std::string point;
  std::string type;  // cgroup or cgroup2
  std::string options;
};
std::vector<CgroupMount> cgroup_mounts();

// A line of /proc/self/cgroup: which group of one hierarchy this process is in.
struct CgroupMembership {
  std::string controllers;  // empty for v2
  std::string group;
};
std::vector<CgroupMembership> cgroup_memberships();

// The directory of our own group in the hierarchy mounted at `mount`.
std::string own_directory(const CgroupMount& mount, const std::string& group);

}  // namespace autograder
