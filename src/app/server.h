// The program put together: storage, API, worker and sandbox, chosen and joined here and nowhere else.
//
// Knows:          every concrete part.
// Does not know:  the command line.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/config.h"
#include "foundation/clock.h"
#include "foundation/result.h"
#include "judge/languages.h"
#include "sandbox/linux/linux_sandbox.h"
#include "storage/storage.h"

namespace autograder {

extern const char* const kVersion;

// Where the configuration says the file of the database is, `data` being the prepared data directory. `invalid` when it is in
// PostgreSQL, which has programs of its own for copies.
Result<std::string> database_path(const Config& config, const std::string& data);

// That database.
struct OpenStorage {
  bool end_leases = false;  // the caller holds the lock of the data directory, in which SQLite's database is
  bool must_exist = false;  // commands other than serve do not make a database of SQLite
};
Result<std::unique_ptr<Storage>> open_storage(const Config& config, const std::string& data, const Clock& clock,
                                              OpenStorage how);

// The language files that the configuration names, or those built in. `invalid` names the file and the key.
Result<std::vector<Language>> read_languages(const Config& config);
// Files of runtimes and compilers, as patterns; read once so that no run is charged for their pages.
std::vector<std::string> warm_files_of(const Detection& detection);
// Directories of tools outside /usr, and those that languages name too: all that a command may have mounted.
std::vector<std::string> mount_directories_of(const Detection& detection);
// Submissions judged at the same time: the setting, or one a core.
int worker_slots(const Config& config);

// `invalid` says what is wrong (catalog/user_rules.h).
Result<> check_password(const std::string& password);

// Adds a user by the rules that the API keeps, too (catalog/user_rules.h); for first admins and the command line.
Result<> add_user(Storage& storage, const Clock& clock, const std::string& name, const std::string& email,
                  const std::string& password, bool admin);

class Server final {
 public:
  // `launcher` is empty when this process does not judge. Rights are dropped already.
  static Result<std::unique_ptr<Server>> start(const Config& config, const std::string& data, LauncherHandle launcher);
  ~Server();  // stop()

  std::uint16_t port() const;
  // The launcher's pid; -1 without one. Its end is the end of judging: the process should end too.
  pid_t launcher() const;
  // In good order: no more connections, leases given back.
  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace autograder
