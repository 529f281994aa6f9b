#include "storage/sqlite/database.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>

#include "foundation/log.h"
#include "foundation/unique_fd.h"
#include "storage/sqlite/fill_words.h"
#include "storage/sqlite/schema.h"

namespace autograder::sqlite {
namespace {

Result<> check_path(const std::string& path) {
  std::string directory = std::filesystem::path(path).parent_path().string();
  if (directory.empty()) directory = ".";
  struct stat found{};
  if (::stat(directory.c_str(), &found) != 0) return fail_errno("the directory of the database, " + directory);
  if (!S_ISDIR(found.st_mode)) return fail(ErrorCode::invalid, directory + " is not a directory");
  if (::stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode)) {
    return fail(ErrorCode::invalid, path + " is not a regular file");
  }
  // It will hold password hashes: made for its owner alone, before SQLite would make it for all. A file that is there
  // is left alone, since closing a second descriptor would drop the locks of other owners in this process.
  const UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file && errno != EEXIST) return fail_errno("making the file");
  return {};
}

Result<> set_journal(Connection& db, const std::string& path) {
  Query mode = db.query("PRAGMA journal_mode = WAL");
  if (!mode.next() || mode.text(0) != "wal") {
    return fail(ErrorCode::failed, path + " cannot have a write-ahead log: its file system lacks shared memory");
  }
  return {};
}

// Bytes that a write leaves on the disk besides its rows.
void save_disk(Connection& db) {
  // A page that no row uses any more is not written once more with zeros: what is deleted costs no room.
  db.execute("PRAGMA secure_delete = FAST");
  // A log that a long read let grow is cut when it starts again.
  db.execute("PRAGMA journal_size_limit = " + std::to_string(kLogLimit.count));
}

// Ends the leases of a predecessor that died, and deletes its half-written blobs.
Result<> tidy_up(Connection& db, const Clock& clock) {
  db.execute("BEGIN IMMEDIATE");
  const int ended = db.query("UPDATE jobs SET leased_until_ms = min(leased_until_ms, ?) WHERE state = 'leased'")
                        .bind(clock.now())
                        .run();
  db.execute("DELETE FROM blobs WHERE complete = 0");
  db.execute("COMMIT");
  if (ended > 0) log::warn("ended the leases of a server that died", {{"jobs", ended}});
  return {};
}

}  // namespace

Readers::Readers(std::vector<std::unique_ptr<Connection>> connections) : connections_(std::move(connections)) {
  for (const auto& connection : connections_) free_.push_back(connection.get());
}

Connection* Readers::take() {
  MutexLock lock(mutex_);
  while (free_.empty()) returned_.wait(mutex_);
  Connection* connection = free_.back();
  free_.pop_back();
  return connection;
}

void Readers::put_back(Connection* connection) {
  {
    MutexLock lock(mutex_);
    free_.push_back(connection);
  }
  returned_.notify_one();
}

void Readers::abandon(Connection& db) {
  const Result<> rolled_back = guarded("rolling back", [&]() -> Result<> {
    db.query("ROLLBACK").run();
    return {};
  });
  if (!rolled_back) log::error("a read could not be ended", {{"error", rolled_back.error().message}});
}

Database::Database(const std::string& path, const Clock& clock, const StorageOptions& options,
                   std::unique_ptr<Connection> copying, std::vector<std::unique_ptr<Connection>> reading,
                   std::unique_ptr<Connection> writing)
    : clock_(clock),
      options_(options),
      disk(path, options.free_min, clock),
      checkpointer(std::move(copying), static_cast<int>(kLogLimit.count / 4096)),
      readers(std::move(reading)),
      writer(std::move(writing), options, &checkpointer) {}

void Database::post_in_turn(std::string_view doing, Ahead, Work work, Done done) {
  writer.post(doing, std::move(work), std::move(done));
}

bool Database::try_post(std::string_view doing, Ahead, Work work, Done done) {
  Writer::Work written = std::move(work);
  return writer.try_post(doing, written, done);
}

Result<> Database::run_read(std::string_view doing, Work work) {
  return readers.read(doing, work);
}

Result<> Database::run_write(std::string_view doing, Work work, sql::Turn, Ahead) {
  return writer.run(doing, std::move(work));
}

Result<std::unique_ptr<Database>> open_database(const std::string& path, const Clock& clock,
                                                const StorageOptions& options) {
  const std::string doing = "opening the database " + path;
  if (auto fit = check_path(path); !fit) return in_context(doing, std::move(fit).error());
  return guarded(doing, [&]() -> Result<std::unique_ptr<Database>> {
    auto writing = std::make_unique<Connection>(path, Connection::Use::write, options.busy_timeout);
    if (writing->read_only()) return fail(ErrorCode::denied, doing + ": it is read-only");
    // Counts for a new file only: room inside can then be given back to the disk.
    writing->execute("PRAGMA auto_vacuum = INCREMENTAL");
    // The schema first: a database that is not ours stays as it is.
    AG_TRY(apply_schema(*writing, embedded_schema(), path, clock.now()));
    AG_TRY(set_journal(*writing, path));
    save_disk(*writing);
    fill_words(*writing);
    if (options.end_leases_at_open) AG_TRY(tidy_up(*writing, clock));
    std::vector<std::unique_ptr<Connection>> reading;
    for (int i = 0; i < std::max(1, options.read_connections); ++i) {
      reading.push_back(std::make_unique<Connection>(path, Connection::Use::read, options.busy_timeout));
    }
    auto copying = std::make_unique<Connection>(path, Connection::Use::write, options.busy_timeout);
    return std::unique_ptr<Database>(
        new Database(path, clock, options, std::move(copying), std::move(reading), std::move(writing)));
  });
}

}  // namespace autograder::sqlite
