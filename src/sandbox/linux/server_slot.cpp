#include "sandbox/linux/server_slot.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>

#include "foundation/log.h"

namespace autograder {
namespace {

constexpr int kUserDatabaseMs = 5000;  // it may be a server in the network

bool is_in_range(std::uint64_t id, uid_t first) {
  return id >= first && id - first < kUidsOfServer;
}

// The files of this host, read once: a question an id would take a tenth of a second.
std::string owner_in_files(uid_t first) {
  ::setpwent();
  while (const auto* user = ::getpwent()) {
    if (is_in_range(user->pw_uid, first))
      return std::string("user ") + user->pw_name + " has id " + std::to_string(user->pw_uid);
  }
  ::setgrent();
  while (const auto* group = ::getgrent()) {
    if (is_in_range(group->gr_gid, first))
      return std::string("group ") + group->gr_name + " has id " + std::to_string(group->gr_gid);
  }
  return {};
}

// Directories of users elsewhere mostly answer questions and no list.
bool has_users_elsewhere() {
  std::ifstream file("/etc/nsswitch.conf");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string word;
    words >> word;
    if (word != "passwd:" && word != "group:") continue;
    while (words >> word) {
      if (word != "files" && word != "compat" && word != "systemd" && !word.starts_with('[')) return true;
    }
  }
  return false;
}

std::string owner_elsewhere(uid_t first) {
  for (uid_t id = first; id < first + kUidsOfServer; ++id) {
    if (const auto* user = ::getpwuid(id))
      return std::string("user ") + user->pw_name + " has id " + std::to_string(id);
    if (const auto* group = ::getgrgid(id))
      return std::string("group ") + group->gr_name + " has id " + std::to_string(id);
  }
  return {};
}

[[noreturn]] void ask_user_database(uid_t first, int answer) {
  std::string owner = owner_in_files(first);
  if (owner.empty() && has_users_elsewhere()) owner = owner_elsewhere(first);
  ::_exit(owner.empty() || ::write(answer, owner.data(), owner.size()) > 0 ? 0 : 1);
}

}  // namespace

Result<std::string> owner_of_ids(uid_t first) {
  // In a process that ends: the database's modules have no business in the launcher, whose copies the boxes are.
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail_errno("making a pipe");
  const UniqueFd answer(ends[0]);
  UniqueFd told(ends[1]);
  const pid_t child = ::fork();
  if (child < 0) return fail_errno("forking a look into the user database");
  if (child == 0) ask_user_database(first, told.get());
  told.reset();
  pollfd waited{answer.get(), POLLIN, 0};
  std::array<char, 256> text{};
  const bool answered = ::poll(&waited, 1, kUserDatabaseMs) == 1;
  const ssize_t size = answered ? ::read(answer.get(), text.data(), text.size()) : -1;
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  if (size < 0) return fail(ErrorCode::unavailable, "the user database did not answer within five seconds");
  return std::string(text.data(), static_cast<std::size_t>(size));
}

Result<ServerSlot> reserve_server_slot(uid_t first_uid) {
  const std::string directory = "/run/autograder";
  if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) return fail_errno("making " + directory);
  std::string owners;  // of ranges that are somebody's
  for (int index = 0; index < kServersMax; ++index) {
    const std::string path = directory + "/server-" + std::to_string(index) + ".lock";
    UniqueFd lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lock) return fail_errno("opening " + path);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) {
      const uid_t first = first_uid + static_cast<uid_t>(index) * kUidsOfServer;
      const auto owner = owner_of_ids(first);
      if (!owner) {
        log::warn("It is unknown whether the ids of boxes belong to a user",
                  {{"first_uid", static_cast<std::int64_t>(first)}, {"reason", owner.error().message}});
      } else if (!owner->empty()) {
        // A program must not have the rights of a person's account.
        log::warn("The ids of boxes belong to a user; the next ones are used", {{"owner", *owner}});
        owners += (owners.empty() ? "" : ", ") + *owner;
        continue;
      }
      return ServerSlot{std::move(lock), first, "autograder-" + std::to_string(index)};
    }
    if (errno != EWOULDBLOCK) return fail_errno("locking " + path);
  }
  if (!owners.empty()) {
    return fail(ErrorCode::exhausted, "reserving uids for the sandbox: " + owners +
                                          ": set sandbox.first_uid to the first of " + std::to_string(kUidsOfServer) +
                                          " ids that nobody has");
  }
  return fail(ErrorCode::exhausted,
              "reserving uids for the sandbox: " + std::to_string(kServersMax) + " servers run on this host already");
}

namespace {

// Whether the directory at `path` is the one that was opened: its last owner may have removed it meanwhile.
bool is_same(int directory, const std::string& path) {
  struct stat ours{}, theirs{};
  return ::fstat(directory, &ours) == 0 && ::stat(path.c_str(), &theirs) == 0 && ours.st_ino == theirs.st_ino;
}

}  // namespace

Result<ServerSlot> reserve_group_slot(const std::string& base) {
  for (int index = 0; index < kServersMax;) {
    const std::string name = "autograder-" + std::to_string(index);
    const std::string path = base + "/" + name;
    if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return fail_errno("making the cgroup " + path);
    UniqueFd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!directory && errno == ENOENT) continue;
    if (!directory) return fail_errno("opening " + path);
    if (::flock(directory.get(), LOCK_EX | LOCK_NB) == 0) {
      if (is_same(directory.get(), path)) return ServerSlot{std::move(directory), 0, name};
      continue;
    }
    if (errno != EWOULDBLOCK) return fail_errno("locking " + path);
    ++index;
  }
  return fail(ErrorCode::exhausted, "reserving a cgroup for the sandbox: " + std::to_string(kServersMax) +
                                        " servers run in " + base + " already");
}

}  // namespace autograder
