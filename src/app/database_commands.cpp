#include "app/database_commands.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>

#include "app/privileges.h"
#include "app/server.h"
#include "domain/text.h"
#include "foundation/crypto.h"
#include "foundation/random.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/data_lock.h"

namespace autograder {
namespace {

// Commands beside a server work on its database as the owner of the data directory. Returns that directory.
Result<std::string> enter_data_directory(const Config& config) {
  AG_ASSIGN(const auto identity, choose_identity(config, read_environment()));
  AG_ASSIGN(const auto data, prepare_data_directory(config, identity));
  AG_TRY(become(identity));
  return data;
}

// From the first line of standard input; a made one, shown once, when a person is at the terminal.
std::string ask_password() {
  std::string password;
  if (::isatty(STDIN_FILENO) == 0 && std::getline(std::cin, password) && !password.empty()) return password;
  password = random_password(16);
  std::cout << "Password (shown once): " << password << "\n";
  return password;
}

}  // namespace

Result<Entered> enter_data_directory_of(const Flags& flags) {
  AG_ASSIGN(auto config, read_config(flags, read_environment()));
  AG_ASSIGN(auto data, enter_data_directory(config));
  return Entered{std::move(config), std::move(data)};
}

Result<std::unique_ptr<Storage>> open_beside(const Flags& flags, const Clock& clock) {
  AG_ASSIGN(const auto entered, enter_data_directory_of(flags));
  return open_storage(entered.config, entered.data, clock, {.must_exist = true});
}

int user_add(const Flags& flags, const UserArguments& arguments) {
  const SystemClock clock;
  const auto storage = open_beside(flags, clock);
  if (!storage) return complain(storage.error());
  const std::string password = ask_password();
  const auto added = add_user(**storage, clock, arguments.name.empty() ? arguments.email : arguments.name,
                              arguments.email, password, arguments.admin);
  if (!added) return complain(added.error());
  std::cout << "Added " << arguments.email << (arguments.admin ? " as an admin" : "") << "\n";
  return kDone;
}

int user_passwd(const Flags& flags, const UserArguments& arguments) {
  const SystemClock clock;
  const auto storage = open_beside(flags, clock);
  if (!storage) return complain(storage.error());
  auto user = (*storage)->users().find_by_email(arguments.email);
  if (!user) return complain(user.error());
  if (!*user) return complain({ErrorCode::not_found, "user not found: " + arguments.email});
  const std::string password = ask_password();
  if (const auto bounded = check_password(password); !bounded) return complain(bounded.error());
  const auto hash = bcrypt_hash(password);
  if (!hash) return complain(hash.error());
  (*user)->password_hash = *hash;
  (*user)->generation += 1;
  (*user)->updated_at = clock.now();
  if (const auto updated = (*storage)->users().update(**user); !updated) return complain(updated.error());
  std::cout << "Changed the password of " << arguments.email << "; older tokens are no longer valid\n";
  return kDone;
}

int user_list(const Flags& flags) {
  const SystemClock clock;
  const auto storage = open_beside(flags, clock);
  if (!storage) return complain(storage.error());
  UserId after;
  for (;;) {
    constexpr int kPage = 100;
    const auto users = (*storage)->users().list(after, kPage);
    if (!users) return complain(users.error());
    for (const auto& user : *users) {
      std::printf("%s  %-8s %-9s %s\n", user.id.hex().c_str(), user.role == Role::admin ? "admin" : "student",
                  user.disabled ? "disabled" : "", user.email.c_str());
      after = user.id;
    }
    if (static_cast<int>(users->size()) < kPage) return kDone;
  }
}

namespace {

constexpr int kLettersPage = 100;

// Calls `act` with each dead letter, a page at a time.
template <class Act>
Result<> for_each_letter(DeadLetters& letters, Act act) {
  JobId after;
  for (;;) {
    AG_ASSIGN(const auto page, letters.list(after, kLettersPage));
    for (const auto& letter : page) {
      after = letter.job.id;
      AG_TRY(act(letter));
    }
    if (static_cast<int>(page.size()) < kLettersPage) return {};
  }
}

// "all" or one id; `act` works on one job.
template <class Act>
int with_letters(const Flags& flags, const std::string& job, const char* done, Act act) {
  const auto id = JobId::parse(job);
  if (!id && job != "all") return complain({ErrorCode::invalid, "JOB must be \"all\" or 24 hexadecimal characters"});
  const SystemClock clock;
  const auto storage = open_beside(flags, clock);
  if (!storage) return complain(storage.error());
  DeadLetters& letters = (*storage)->dead_letters();
  int count = 0;
  const auto one = [&](JobId which) -> Result<> {
    AG_TRY(act(letters, which));
    ++count;
    return {};
  };
  // Jobs that are retried or purged leave the listing, so a page is read whole before it is worked on.
  const auto worked =
      id ? one(*id) : for_each_letter(letters, [&](const DeadLetter& letter) { return one(letter.job.id); });
  std::printf("%s %d\n", done, count);
  return worked ? kDone : complain(worked.error());
}

}  // namespace

int queue_list(const Flags& flags) {
  const SystemClock clock;
  const auto storage = open_beside(flags, clock);
  if (!storage) return complain(storage.error());
  const auto depth = (*storage)->jobs().depth();
  if (!depth) return complain(depth.error());
  std::printf("waiting %lld, leased %lld, dead %lld\n", static_cast<long long>(depth->waiting),
              static_cast<long long>(depth->leased), static_cast<long long>(depth->dead));
  const auto listed = for_each_letter((*storage)->dead_letters(), [](const DeadLetter& letter) -> Result<> {
    std::printf("%s  %-8s %s  %s  %s\n", letter.job.id.hex().c_str(), std::string(name_of(letter.job.kind)).c_str(),
                hex_of(letter.job.subject).c_str(), iso8601(letter.died_at).c_str(),
                printable(letter.reason, 300).c_str());
    return {};
  });
  return listed ? kDone : complain(listed.error());
}

int queue_retry(const Flags& flags, const std::string& job) {
  return with_letters(flags, job,
                      "Put back into the queue:", [](DeadLetters& letters, JobId id) { return letters.requeue(id); });
}

int queue_purge(const Flags& flags, const std::string& job) {
  return with_letters(flags, job, "Forgotten:", [](DeadLetters& letters, JobId id) { return letters.purge(id); });
}

namespace {

// The database and what belongs to it go out of the way, under names that tell when.
Result<> move_away(const std::string& path, const std::string& suffix) {
  for (const char* part : {"", "-wal", "-shm", "-journal"}) {
    const std::string from = path + part;
    if (::rename(from.c_str(), (path + suffix + part).c_str()) != 0 && errno != ENOENT)
      return fail_errno("moving " + from + " away");
  }
  return {};
}

Result<BackupInfo> restore(const Config& config, const std::string& file) {
  // Before rights are dropped, so that it is said plainly when the server's user may not read it.
  const std::string absolute = std::filesystem::absolute(file);
  AG_ASSIGN(const auto data, enter_data_directory(config));
  const auto lock = lock_data_directory(data);
  if (!lock) return in_context("a server may be running", lock.error());
  AG_ASSIGN(const auto path, database_path(config, data));
  AG_TRY(check_backup(absolute));
  const std::string kept = ".before-restore-" + std::to_string(to_ms(SystemClock{}.now()));
  const bool had_one = std::filesystem::exists(path);
  AG_TRY(move_away(path, kept));
  if (had_one) std::printf("The database that was there is kept as %s%s\n", path.c_str(), kept.c_str());
  return restore_database(absolute, path);
}

}  // namespace

int db_migrate(const Flags& flags) {
  const SystemClock clock;
  const auto storage = open_beside(flags, clock);
  if (!storage) return complain(storage.error());
  std::printf("The database's schema is up to date\n");
  return kDone;
}

int db_backup(const Flags& flags, const std::string& file) {
  const auto config = read_config(flags, read_environment());
  if (!config) return complain(config.error());
  const std::string target = std::filesystem::absolute(file);
  const auto data = enter_data_directory(*config);
  if (!data) return complain(data.error());
  const auto path = database_path(*config, *data);
  if (!path) return complain(path.error());
  const auto made = back_up_database(*path, target);
  if (!made) return complain(made.error());
  std::printf("Copied %lld bytes (schema %d) to %s, and checked the copy\n", static_cast<long long>(made->size.count),
              made->schema, target.c_str());
  return kDone;
}

int db_restore(const Flags& flags, const std::string& file) {
  const auto config = read_config(flags, read_environment());
  if (!config) return complain(config.error());
  const auto restored = restore(*config, file);
  if (!restored) return complain(restored.error());
  std::printf("Restored %lld bytes (schema %d)\n", static_cast<long long>(restored->size.count), restored->schema);
  return kDone;
}

}  // namespace autograder
