#include "app/privileges.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>

#include "foundation/log.h"

namespace autograder {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kFallbackUid = 64'000;
constexpr const char* kFallbackDirectory = "/var/lib/autograder";

bool parse_uid(const std::string& text, uid_t& uid) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), uid);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

SystemUser identity_of(uid_t uid) {
  if (const passwd* entry = ::getpwuid(uid)) return {uid, entry->pw_gid, entry->pw_name};
  return {uid, uid, "uid " + std::to_string(uid)};
}

// Whether every directory above `path` lets the user pass. Asked in the user's name: we are the only thread.
bool can_reach(const fs::path& path, const SystemUser& identity) {
  if (::geteuid() != 0) return true;
  if (::setegid(identity.gid) != 0 || ::seteuid(identity.uid) != 0) return false;
  const bool reached = ::faccessat(AT_FDCWD, path.parent_path().c_str(), X_OK, AT_EACCESS) == 0;
  return (::seteuid(0) == 0 && ::setegid(0) == 0) && reached;
}

// Gives a directory of root's and what is in it to the user; links are not followed, nothing of others is touched.
Result<> give(const fs::path& directory, const SystemUser& identity) {
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
    struct stat status{};
    if (::lstat(entry.path().c_str(), &status) != 0 || status.st_uid != 0) continue;
    if (::lchown(entry.path().c_str(), identity.uid, identity.gid) != 0)
      return fail_errno("giving " + entry.path().string() + " to " + identity.name);
  }
  if (::lchown(directory.c_str(), identity.uid, identity.gid) != 0)
    return fail_errno("giving " + directory.string() + " to " + identity.name);
  if (::chmod(directory.c_str(), 0700) != 0) return fail_errno("closing " + directory.string() + " to others");
  return {};
}

}  // namespace

Result<SystemUser> choose_identity(const Config& config, const Environment& environment) {
  if (::geteuid() != 0) return identity_of(::geteuid());
  uid_t uid = 0;
  if (!config.user.empty()) {
    if (!parse_uid(config.user, uid)) {
      const passwd* entry = ::getpwnam(config.user.c_str());
      if (entry == nullptr) return fail(ErrorCode::invalid, "server.user: user not found: " + config.user);
      uid = entry->pw_uid;
    }
    if (uid == 0) return fail(ErrorCode::invalid, "server.user must not be root");
    return identity_of(uid);
  }
  const auto sudo = environment.find("SUDO_UID");
  if (sudo != environment.end() && parse_uid(sudo->second, uid) && uid != 0) return identity_of(uid);
  if (const passwd* entry = ::getpwnam("autograder"); entry != nullptr && entry->pw_uid != 0)
    return identity_of(entry->pw_uid);
  return identity_of(kFallbackUid);
}

Result<std::string> prepare_data_directory(const Config& config, const SystemUser& identity) {
  std::error_code error;
  fs::path path = fs::absolute(config.data, error).lexically_normal();
  if (path.has_parent_path() && path.filename().empty()) path = path.parent_path();
  if (!config.data_given && !can_reach(path, identity)) {
    log::info("The server's user cannot reach the default data directory; another one is used",
              {{"default", path.string()}, {"used", kFallbackDirectory}, {"user", identity.name}});
    path = kFallbackDirectory;
  }
  const std::string name = "the data directory " + path.string();
  const mode_t before = ::umask(022);
  fs::create_directories(path.parent_path(), error);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    ::umask(before);
    return fail_errno("making " + name);
  }
  ::umask(before);
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return fail_errno("looking at " + name);
  if (S_ISLNK(status.st_mode)) {
    path = fs::canonical(path, error);
    if (error || ::lstat(path.c_str(), &status) != 0) return fail_errno("following " + name, error.value());
  }
  if (!S_ISDIR(status.st_mode)) return fail(ErrorCode::invalid, name + " is not a directory");
  if (status.st_uid != identity.uid) {
    if (::geteuid() != 0 || (status.st_uid != 0 && !fs::is_empty(path, error))) {
      return fail(ErrorCode::denied, name + " belongs to " + identity_of(status.st_uid).name +
                                         ", but the server runs as " + identity.name +
                                         ": start it as its owner, set server.user, or chown it");
    }
    AG_TRY(give(path, identity));
  }
  if (!can_reach(path, identity)) {
    return fail(ErrorCode::denied, name + " cannot be reached by " + identity.name +
                                       ": a directory above it is closed to that user; choose another with --data");
  }
  return path.string();
}

Result<> become(const SystemUser& identity) {
  if (::geteuid() == 0) {
    if (::setgroups(0, nullptr) != 0) return fail_errno("dropping supplementary groups");
    if (::setresgid(identity.gid, identity.gid, identity.gid) != 0)
      return fail_errno("becoming the group of " + identity.name);
    if (::setresuid(identity.uid, identity.uid, identity.uid) != 0) return fail_errno("becoming " + identity.name);
    if (::setuid(0) == 0) return fail(ErrorCode::failed, "dropping root's rights: they could be taken back");
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return fail_errno("setting no_new_privs");
  return {};
}

}  // namespace autograder
