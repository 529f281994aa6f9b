#include "app/server.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "api/api.h"
#include "app/judge_meters.h"
#include "app/tidier.h"
#include "catalog/user_rules.h"
#include "foundation/crypto.h"
#include "foundation/log.h"
#include "foundation/random.h"
#include "judge/worker.h"
#include "live/memory/memory_live.h"
#include "live/queued_bus.h"
#include "storage/postgres/postgres_storage.h"
#include "storage/sqlite/data_lock.h"
#include "storage/sqlite/sqlite_storage.h"

#ifndef AUTOGRADER_VERSION
#define AUTOGRADER_VERSION "0.0.0"
#endif

namespace autograder {

const char* const kVersion = AUTOGRADER_VERSION;

namespace {

namespace fs = std::filesystem;

// The signing secret of tokens: made at first start, 0600, never printed.
Result<std::string> read_or_make_secret(const std::string& data) {
  const std::string path = data + "/token_secret";
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file && errno == ENOENT) {
    std::array<std::uint8_t, 32> bytes;
    fill_random(bytes);
    const std::string fresh = path + ".new";
    ::unlink(fresh.c_str());
    const UniqueFd made(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!made) return fail_errno("making " + fresh);
    const std::string text = to_hex(bytes);
    if (::write(made.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::fsync(made.get()) != 0) {
      return fail_errno("writing " + fresh);
    }
    if (::rename(fresh.c_str(), path.c_str()) != 0) return fail_errno("renaming " + fresh);
    return text;
  }
  if (!file) return fail_errno("opening " + path);
  std::array<char, 256> buffer;
  const ssize_t size = ::read(file.get(), buffer.data(), buffer.size());
  if (size < 32)
    return fail(ErrorCode::corrupt, path + " is shorter than 32 bytes: remove it to make a new one (all tokens end)");
  return std::string(buffer.data(), static_cast<std::size_t>(size));
}

// Files that imports of a killed server left behind; the directory is ours alone.
void remove_unfinished_imports(const std::string& data) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(data, error)) {
    std::error_code ignored;
    if (entry.path().filename().string().starts_with("import-")) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

Result<std::vector<Language>> read_languages(const Config& config) {
  const std::string& directory = config.languages_directory;
  CompileLimits limits;
  if (config.compile_cpu_time_ms > 0) limits.cpu_time = std::chrono::milliseconds(config.compile_cpu_time_ms);
  if (config.compile_memory_mb > 0) limits.memory = mib(config.compile_memory_mb);
  if (directory.empty()) return builtin_languages(limits);
  std::vector<fs::path> paths;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".toml") paths.push_back(entry.path());
  }
  if (error) return fail_errno("reading worker.languages " + directory, error.value());
  std::sort(paths.begin(), paths.end());
  std::vector<Language> languages;
  for (const auto& path : paths) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    AG_ASSIGN(auto language, parse_language(text.str(), path.filename().string(), limits));
    languages.push_back(std::move(language));
  }
  if (languages.empty()) return fail(ErrorCode::invalid, "worker.languages: no .toml file in " + directory);
  return languages;
}

std::vector<std::string> warm_files_of(const Detection& detection) {
  std::vector<std::string> files;
  for (const auto& language : detection.ready) {
    for (const auto& program : language.programs) {
      files.push_back(program);
      const auto home = fs::path(program).parent_path().parent_path();
      for (const auto& path : language.language.warm) files.push_back(home / path);
    }
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

std::vector<std::string> mount_directories_of(const Detection& detection) {
  std::vector<std::string> directories;
  for (const auto& language : detection.ready) {
    for (const auto& mount : language.mounts) directories.push_back(mount.host_path);
  }
  std::sort(directories.begin(), directories.end());
  directories.erase(std::unique(directories.begin(), directories.end()), directories.end());
  return directories;
}

int worker_slots(const Config& config) {
  if (config.workers > 0) return config.workers;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

Result<std::string> database_path(const Config& config, const std::string& data) {
  if (is_postgres_url(config.database)) {
    return fail(ErrorCode::invalid,
                "this command is for SQLite, and the database is in PostgreSQL: use pg_dump, pg_restore and VACUUM");
  }
  constexpr std::string_view kScheme = "sqlite:";
  return config.database.empty() ? data + "/autograder.db" : config.database.substr(kScheme.size());
}

namespace {

// Leases of other processes are alive: those of a dead one run out by themselves.
Result<std::unique_ptr<Storage>> open_postgres(const Config& config, const Clock& clock, StorageOptions options) {
  PostgresOptions postgres;
  postgres.url = config.database;
  postgres.connections_max = config.database_connections_max;
  postgres.connections_min = config.database_connections_min;
  postgres.socket_timeout = std::chrono::milliseconds(config.database_timeout_ms);
  options.end_leases_at_open = false;
  return open_postgres_storage(postgres, clock, options);
}

}  // namespace

Result<std::unique_ptr<Storage>> open_storage(const Config& config, const std::string& data, const Clock& clock,
                                              OpenStorage how) {
  StorageOptions options;
  options.queue_max = config.queue_max;
  options.free_min = mib(config.free_min_mb);
  if (config.rate_limits) options.stored_a_day_max = mib(config.stored_a_day_mb);
  options.reports_a_user_max = mib(config.reports_a_user_mb);
  options.end_leases_at_open = how.end_leases;
  if (is_postgres_url(config.database)) return open_postgres(config, clock, options);
  AG_ASSIGN(const auto path, database_path(config, data));
  if (how.must_exist && !fs::exists(path))
    return fail(ErrorCode::not_found,
                "there is no database at " + path + ": start the server once, or name it with --data");
  auto storage = open_sqlite_storage(path, clock, options);
  if (!storage) return in_context("opening the database " + path, storage.error());
  return storage;
}

Result<> check_password(const std::string& password) {
  if (const auto fault = password_fault(password)) return fail(ErrorCode::invalid, "password: " + *fault);
  return {};
}

Result<> add_user(Storage& storage, const Clock& clock, const std::string& name, const std::string& email,
                  const std::string& password, bool admin) {
  if (const auto fault = user_name_fault(name)) return fail(ErrorCode::invalid, "name: " + *fault);
  if (const auto fault = email_fault(email)) return fail(ErrorCode::invalid, "email: " + *fault);
  AG_TRY(check_password(password));
  IdGenerator ids(clock);
  User user;
  user.id = ids.next<UserId>();
  user.name = name;
  user.email = email;
  user.role = admin ? Role::admin : Role::student;
  user.created_at = user.updated_at = clock.now();
  AG_ASSIGN(user.password_hash, bcrypt_hash(password));
  return storage.users().create(user);
}

// In the order of construction; taken down in reverse.
struct Server::Parts {
  SystemClock clock;
  IdGenerator ids{clock};
  std::unique_ptr<DataLock> lock;
  std::unique_ptr<RateLimiter> limiter;
  std::shared_ptr<Cache> cache;
  std::unique_ptr<QueuedBus> bus;
  Metrics metrics;
  std::optional<JudgeMeters> meters;
  std::unique_ptr<Storage> storage;
  std::unique_ptr<Tidier> tidier;
  pid_t launcher = -1;
  std::unique_ptr<Sandbox> sandbox;
  std::unique_ptr<Worker> worker;
  std::unique_ptr<Api> api;
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() {
  stop();
}

std::uint16_t Server::port() const {
  return parts_->api->port();
}
pid_t Server::launcher() const {
  return parts_->launcher;
}

void Server::stop() {
  if (parts_->api) parts_->api->stop();
  if (parts_->worker) parts_->worker->stop();
}

Result<std::unique_ptr<Server>> Server::start(const Config& config, const std::string& data, LauncherHandle launcher) {
  auto parts = std::make_unique<Parts>();
  AG_ASSIGN(auto lock, lock_data_directory(data));
  parts->lock = std::make_unique<DataLock>(std::move(lock));
  remove_unfinished_imports(data);
  parts->limiter = make_memory_rate_limiter(parts->clock);
  parts->meters.emplace(parts->metrics);
  parts->cache = make_memory_cache(parts->clock);
  parts->bus = std::make_unique<QueuedBus>(make_memory_event_bus(), parts->cache, parts->clock);
  parts->metrics.watch_counter("events_dropped_total", "Events that were not told, since too many waited.", {},
                               [bus = parts->bus.get()] { return static_cast<double>(bus->dropped()); });
  AG_ASSIGN(parts->storage, open_storage(config, data, parts->clock, {.end_leases = true}));
  parts->tidier = std::make_unique<Tidier>(parts->storage->upkeep());
  AG_ASSIGN(auto secret, read_or_make_secret(data));
  if (!config.admin_email.empty()) {
    AG_ASSIGN(const auto users, parts->storage->users().list({}, 1));
    if (users.empty()) {
      if (const auto added =
              add_user(*parts->storage, parts->clock, "Administrator", config.admin_email, config.admin_password, true);
          !added) {
        return in_context("making the first admin from AUTOGRADER_ADMIN_EMAIL and AUTOGRADER_ADMIN_PASSWORD",
                          added.error());
      }
      log::info("Made the first admin", {{"email", config.admin_email}});
    }
  }
  AG_ASSIGN(const auto languages, read_languages(config));
  auto detection = detect_languages(languages);
  if (launcher.pid > 0) {
    LinuxSandboxOptions options;
    options.boxes = worker_boxes(worker_slots(config));
    options.spare = worker_slots(config) + 1;
    options.first_uid = config.first_uid;
    options.allow_degraded = config.allow_degraded;
    options.warm_files = warm_files_of(detection);
    const std::string caches = fs::absolute(data).string() + "/cache";
    std::error_code error;
    fs::create_directories(caches, error);
    if (error) return fail(ErrorCode::failed, "making " + caches + ": " + error.message());
    options.mount_directories = mount_directories_of(detection);
    options.mount_roots = {caches};
    parts->launcher = launcher.pid;
    const uid_t launched_by = launcher.user;
    auto sandbox = connect_sandbox(std::move(launcher), options);
    if (!sandbox) return in_context("starting the sandbox", sandbox.error());
    parts->sandbox = std::move(*sandbox);
    WorkerOptions worker;
    worker.slots = worker_slots(config);
    worker.on_judged = [meters = *parts->meters](const Job& job, const Report& report) {
      meters.judged(job.language, report);
    };
    worker.pipeline.on_compiled = [meters = *parts->meters](const std::string& language, Duration taken) {
      meters.compiled(language, taken);
    };
    worker.on_first_lease = [meters = *parts->meters](const Job& job, Duration waited) { meters.leased(job, waited); };
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    worker.host = host.data();
    worker.pipeline.compiler_output_max = kib(config.compile_output_max_kb);
    worker.version = kVersion;
    worker.cache_directory = caches;
    for (const auto& layer : inspect_host(config.allow_degraded, launched_by)) {
      if (!layer.present && !layer.required) worker.missing_layers.push_back(layer.name + ": " + layer.detail);
    }
    parts->worker = std::make_unique<Worker>(worker, *parts->storage, *parts->bus, *parts->sandbox, detection,
                                             parts->ids, parts->clock);
    parts->worker->report_to(parts->metrics);
  }

  ApiOptions api;
  api.address = config.listen_address;
  api.port = config.listen_port;
  api.token_secret = std::move(secret);
  api.code_max = static_cast<std::size_t>(config.code_max_kb) * 1024;
  api.streams_max = static_cast<std::size_t>(config.streams_max);
  api.streams_a_user_max = static_cast<std::size_t>(config.streams_a_user_max);
  api.rate_limits = config.rate_limits;
  if (!config.registration_domains.empty()) {
    log::warn(
        "Registration is bound to mail domains, but mail is not confirmed: anybody may claim an address of theirs");
  }
  api.registering = {config.registration_open, config.registration_domains};
  api.cors_origins = config.cors_origins;
  api.trusted_proxies = config.trusted_proxies;
  for (const auto& language : languages) {
    api.languages.push_back(language.id);
    api.language_names[language.id] = language.name;
  }
  api.worker_expected = config.worker;
  api.io_threads = config.io_threads;
  api.blocking_threads = config.blocking_threads;
  api.connections_max = config.connections_max;
  api.connections_an_address_max = config.connections_an_address_max;
  api.answers_max = static_cast<std::size_t>(mib(config.answers_max_mb).count);
  api.requests_an_address_max = config.requests_an_address_max;
  api.file_directory = data;
  api.disk_free_min = mib(config.free_min_mb).count;
  api.version = kVersion;
  api.site = built_in_site();
  api.metrics_token = config.metrics_token;
  api.metrics_address = config.metrics_address;
  api.metrics_port = config.metrics_port;
  parts->api = std::make_unique<Api>(api, *parts->storage, *parts->bus, *parts->limiter, *parts->cache, parts->ids,
                                     parts->metrics, parts->clock);
  // The worker's row first, so that the first /health is a true one.
  if (parts->worker) AG_TRY(parts->worker->start());
  AG_TRY(parts->api->listen());
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

}  // namespace autograder
