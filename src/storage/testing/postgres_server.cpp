#include "storage/testing/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "foundation/unique_fd.h"
#include "storage/postgres/connection.h"

namespace autograder {
namespace {

constexpr const char* kTemplate = "autograder_template";

// The newest that the distribution installed.
std::string find_programs() {
  std::string newest;
  int newest_version = 0;
  std::error_code absent;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", absent)) {
    const int version = std::atoi(entry.path().filename().c_str());
    if (version > newest_version && std::filesystem::exists(entry.path() / "bin/initdb")) {
      newest_version = version;
      newest = entry.path() / "bin";
    }
  }
  if (newest.empty()) {
    std::fprintf(stderr, "PostgreSQL is not installed: apt-get install postgresql\n");
    std::exit(1);
  }
  return newest;
}

// PostgreSQL refuses to run as root.
const passwd* other_user() {
  if (::geteuid() != 0) return nullptr;
  const passwd* user = ::getpwnam("postgres");
  CHECK(user != nullptr);
  return user;
}

// Ends with this process, whatever ends it. What it says goes to `out`.
pid_t launch(const std::vector<std::string>& command, int out) {
  const passwd* user = other_user();
  std::vector<char*> argv;
  for (const std::string& part : command) argv.push_back(const_cast<char*>(part.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  CHECK(child >= 0);
  if (child > 0) return child;
  if (user != nullptr && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) {
    ::_exit(126);
  }
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // PostgreSQL's immediate stop
  if (::getppid() != parent) ::_exit(126);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  ::execv(argv.front(), argv.data());
  ::_exit(127);
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

}  // namespace

PostgresServer& PostgresServer::shared() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() : programs_(find_programs()) {
  if (const passwd* user = other_user()) {
    CHECK(::chown(directory_.path().c_str(), user->pw_uid, user->pw_gid) == 0);
  }
  const std::string log = directory_.path() + "/initdb.log";
  const UniqueFd out(::open(log.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  CHECK(wait_for(launch({programs_ + "/initdb", "-D", directory_.path() + "/data", "-U", "postgres", "-A", "trust",
                         "-N", "-E", "UTF8", "--locale=C.UTF-8"},
                        out.get())) == 0);
  start();
  execute(std::string("CREATE DATABASE ") + kTemplate);
  const SystemClock clock;
  CHECK(open_postgres_storage({.url = url(kTemplate)}, clock).has_value());
  // Nobody may use what is copied: waits for the ends of those connections.
  execute(std::string("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '") + kTemplate +
          "'");
}

PostgresServer::~PostgresServer() {
  stop();
}

// Nobody reads its log after that, and its pipe is closed: a full one would stop PostgreSQL.
void PostgresServer::start() {
  int ends[2];
  CHECK(::pipe2(ends, O_CLOEXEC) == 0);
  const UniqueFd says(ends[0]);
  const UniqueFd out(ends[1]);
  process_ = launch(
      {programs_ + "/postgres", "-D", directory_.path() + "/data", "-c", "listen_addresses=", "-c",
       "unix_socket_directories=" + directory_.path(), "-c", "log_min_messages=log", "-c", "log_checkpoints=off", "-c",
       "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB"},
      out.get());
  std::string said;
  while (said.find("ready to accept connections") == std::string::npos) {
    char buffer[512];
    const ssize_t size = ::read(says.get(), buffer, sizeof buffer);
    CHECK(size > 0);
    said.append(buffer, static_cast<std::size_t>(size));
  }
}

void PostgresServer::stop() {
  ::kill(process_, SIGQUIT);
  wait_for(process_);
}

std::string PostgresServer::url(const std::string& database) const {
  return "postgres://postgres@/" + database + "?host=" + directory_.path();
}

void PostgresServer::execute(const std::string& sql) {
  try {
    postgres::Connection({.url = url("postgres")}).execute(sql);
  } catch (const postgres::Failure& failure) {
    std::fprintf(stderr, "%s: %s\n", sql.c_str(), failure.message.c_str());
    CHECK(false);
  }
}

std::string PostgresServer::make_database() {
  const std::string name = "test_" + std::to_string(++databases_);
  execute("CREATE DATABASE " + name + " TEMPLATE " + kTemplate);
  return name;
}

void PostgresServer::drop_database(const std::string& name) {
  execute("DROP DATABASE " + name + " WITH (FORCE)");
}

PostgresTestStorage::PostgresTestStorage(const Clock& clock, const StorageOptions& options)
    : database_(PostgresServer::shared().make_database()) {
  auto opened = open_postgres_storage({.url = PostgresServer::shared().url(database_), .time_of_the_clock = true},
                                      clock, options);
  if (!opened) std::fprintf(stderr, "%s\n", opened.error().message.c_str());
  CHECK(opened.has_value());
  storage_ = std::move(*opened);
}

PostgresTestStorage::~PostgresTestStorage() {
  storage_.reset();
  PostgresServer::shared().drop_database(database_);
}

}  // namespace autograder
