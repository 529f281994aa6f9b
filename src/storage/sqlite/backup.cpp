#include "storage/sqlite/backup.h"

#include <SQLiteCpp/Backup.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "foundation/unique_fd.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/schema.h"

namespace autograder {
namespace {

using sqlite::Connection;
using sqlite::Query;

constexpr int kPagesAStep = 1024;  // 4 MiB
constexpr std::chrono::seconds kBusyTimeout{30};

Result<> check_file(const std::string& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) return fail_errno(path);
  if (!S_ISREG(found.st_mode)) return fail(ErrorCode::invalid, path + " is not a regular file");
  return {};
}

Result<> check_absent(const std::string& path) {
  struct stat found{};
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    const std::string name = path + suffix;
    if (::lstat(name.c_str(), &found) == 0) return fail(ErrorCode::conflict, name + " exists already");
    if (errno != ENOENT) return fail_errno(name);
  }
  return {};
}

Result<BackupInfo> describe(Connection& db, const std::string& path) {
  AG_ASSIGN(const int schema, sqlite::readable_schema(db, path));
  Query pages = db.query("PRAGMA page_count");
  Query page_size = db.query("PRAGMA page_size");
  pages.next();
  page_size.next();
  return BackupInfo{schema, Bytes{pages.integer(0) * page_size.integer(0)}};
}

Result<> check_whole(Connection& db, const std::string& path) {
  Query check = db.query("PRAGMA integrity_check(1)");
  if (!check.next()) return fail(ErrorCode::corrupt, path + ": the integrity check said nothing");
  const std::string said = check.text(0);
  if (said != "ok") return fail(ErrorCode::corrupt, path + " is damaged: " + said);
  Query foreign = db.query("PRAGMA foreign_key_check");
  if (foreign.next()) {
    return fail(ErrorCode::corrupt, path + " is damaged: rows of " + foreign.text(0) + " are orphans");
  }
  return {};
}

// A new file that goes again unless it is kept.
class NewFile final {
 public:
  explicit NewFile(std::string path) : path_(std::move(path)) {}
  ~NewFile() {
    if (!made_) return;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) ::unlink((path_ + suffix).c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  Result<> make() {
    AG_TRY(check_absent(path_));
    const UniqueFd file(::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file && errno == EEXIST) return fail(ErrorCode::conflict, path_ + " exists already");
    if (!file) return fail_errno("making " + path_);
    made_ = true;
    return {};
  }
  // The file and its name are on the disk.
  Result<> keep() {
    std::string directory = std::filesystem::path(path_).parent_path().string();
    if (directory.empty()) directory = ".";
    for (const std::string& name : {path_, directory}) {
      const UniqueFd open(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
      if (!open || ::fsync(open.get()) != 0) return fail_errno("bringing " + name + " to the disk");
    }
    made_ = false;
    return {};
  }

 private:
  const std::string path_;
  bool made_ = false;
};

// One transaction of reading over all steps: a copy of one moment, which writers do not make begin again.
Result<BackupInfo> copy(const std::string& from_path, const std::string& target) {
  AG_TRY(check_file(from_path));
  Connection from(from_path, Connection::Use::read, kBusyTimeout);
  from.execute("BEGIN");
  AG_TRY(describe(from, from_path));  // opens the moment
  NewFile file(target);
  AG_TRY(file.make());
  BackupInfo info;
  {
    Connection to(target, Connection::Use::write, kBusyTimeout);
    {
      SQLite::Backup backup(to.raw(), from.raw());
      int step = SQLITE_OK;
      while (step == SQLITE_OK) step = backup.executeStep(kPagesAStep);
      if (step != SQLITE_DONE) return fail(ErrorCode::unavailable, target + " is in use");
    }
    {
      // One file, without a log beside it, until it is opened for use.
      Query mode = to.query("PRAGMA journal_mode = DELETE");
      if (!mode.next() || mode.text(0) != "delete") {
        return fail(ErrorCode::failed, target + " cannot be made one file");
      }
    }
    AG_TRY(check_whole(to, from_path));
    AG_ASSIGN(info, describe(to, target));
  }
  AG_TRY(file.keep());
  return info;
}

Result<BackupInfo> copy_as(const std::string& doing, const std::string& from, const std::string& target) {
  auto made = sqlite::guarded("copying", [&] { return copy(from, target); });
  if (!made) return in_context(doing, std::move(made).error());
  return made;
}

}  // namespace

Result<BackupInfo> back_up_database(const std::string& path, const std::string& target) {
  return copy_as("backing up " + path, path, target);
}

Result<BackupInfo> check_backup(const std::string& path) {
  auto checked = sqlite::guarded("reading", [&]() -> Result<BackupInfo> {
    AG_TRY(check_file(path));
    Connection db(path, Connection::Use::read, kBusyTimeout);
    AG_ASSIGN(const BackupInfo info, describe(db, path));
    AG_TRY(check_whole(db, path));
    return info;
  });
  if (!checked) return in_context("checking the backup " + path, std::move(checked).error());
  return checked;
}

Result<BackupInfo> restore_database(const std::string& backup, const std::string& path) {
  return copy_as("restoring " + backup, backup, path);
}

}  // namespace autograder
