#include "app/commands.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "app/command_line.h"
#include "app/config.h"
#include "app/database_commands.h"
#include "app/judge_command.h"
#include "app/privileges.h"
#include "app/problem_commands.h"
#include "app/server.h"
#include "app/upkeep_commands.h"
#include "foundation/log.h"
#include "foundation/memory.h"
#include "foundation/random.h"
#include "judge/languages.h"

namespace autograder {
namespace {

// Connections, test data and boxes each hold descriptors: as many as the host allows.
void raise_open_files() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &files);
}

// Until a signal asks for the end, or the launcher dies.
int wait_for_end(const Server& server, const sigset_t& signals) {
  for (;;) {
    siginfo_t info{};
    if (::sigwaitinfo(&signals, &info) < 0) continue;
    if (info.si_signo == SIGCHLD) {
      if (server.launcher() > 0 && ::waitpid(server.launcher(), nullptr, WNOHANG) == server.launcher()) {
        log::error("The sandbox's launcher died; the server ends so that its supervisor starts both again");
        return kFailed;
      }
      continue;
    }
    log::info("Stopping: no more connections, leases given back",
              {{"signal", info.si_signo == SIGINT ? "SIGINT" : "SIGTERM"}});
    return kDone;
  }
}

int serve(const Flags& flags, int argc, char** argv) {
  return_large_blocks_at_once();
  // Before the configuration is read: the launcher shall hold no secret of it.
  LauncherHandle launcher;
  if (!flags.settings.contains("worker.enabled")) {
    auto forked = fork_launcher(argc, argv, forget_environment);
    if (!forked) return complain(forked.error());
    launcher = std::move(*forked);
  }
  const Environment environment = read_environment();
  auto config = read_config(flags, environment);
  if (!config) return complain(config.error());
  if (!config->worker) launcher = {};  // it ends when its socket closes
  const auto identity = choose_identity(*config, environment);
  if (!identity) return complain(identity.error());
  const auto data = prepare_data_directory(*config, *identity);
  if (!data) return complain(data.error());
  if (const auto became = become(*identity); !became) return complain(became.error());
  ::umask(077);  // what the server writes is its own alone
  if (const auto logging = log::set_up(config->log); !logging) return complain(logging.error());

  sigset_t signals;
  ::sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGCHLD}) ::sigaddset(&signals, signal);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  raise_open_files();

  auto server = Server::start(*config, *data, std::move(launcher));
  if (!server) return complain(server.error());
  config->admin_password.clear();
  const bool loopback = config->listen_address.starts_with("127.") || config->listen_address == "::1";
  if (!loopback && config->trusted_proxies.empty()) {
    log::warn("Serving beyond loopback without a TLS proxy: passwords and tokens travel in the clear",
              {{"address", config->listen_address}});
  }
  log::info("Serving", {{"address", config->listen_address},
                        {"port", (*server)->port()},
                        {"data", *data},
                        {"user", identity->name},
                        {"version", kVersion}});
  const int code = wait_for_end(**server, signals);
  (*server)->stop();
  return code;
}

int check_host(const Flags& flags, bool sandbox_alone, int argc, char** argv) {
  const auto config = read_config(flags, read_environment());
  if (!config) return complain(config.error());
  const auto languages = sandbox_alone ? Result<std::vector<Language>>() : read_languages(*config);
  if (!languages) return complain(languages.error());
  bool complete = true;
  const auto line = [&](bool present, bool required, const std::string& name, const std::string& detail) {
    std::printf("%-8s %-12s %s\n", present ? "ok" : required ? "MISSING" : "absent", name.c_str(), detail.c_str());
    complete = complete && (present || !required);
  };
  for (const auto& layer : inspect_host(config->allow_degraded, ::geteuid()))
    line(layer.present, layer.required, layer.name, layer.detail);
  const auto files = inspect_shown_files({});
  line(files.present, files.required, files.name, files.detail);
  const auto detection = detect_languages(*languages);
  std::unique_ptr<Sandbox> sandbox;
  if (complete) {
    // After the look at the host: a process beside us would be one that shares our group.
    auto launcher = fork_launcher(argc, argv);
    LinuxSandboxOptions options;
    options.boxes = 1;
    options.spare = 0;
    options.first_uid = config->first_uid;
    options.allow_degraded = config->allow_degraded;
    options.mount_directories = mount_directories_of(detection);
    auto connected = launcher ? connect_sandbox(std::move(*launcher), options)
                              : Result<std::unique_ptr<Sandbox>>(std::unexpected(launcher.error()));
    line(static_cast<bool>(connected), true, "box",
         connected ? "one was made and is ready" : connected.error().message);
    if (connected) sandbox = std::move(*connected);
  }
  for (const auto& status : detection.status) {
    std::string version;
    for (const auto& ready : detection.ready) {
      if (ready.language.id != status.id || !sandbox) continue;
      // Asked again though a server keeps the answers: the command shows that tools answer in a box.
      if (const auto found = find_version(*sandbox, ready)) version = *found;
    }
    line(status.available, false, status.id, status.available ? version : status.reason);
  }
  std::printf(complete ? "\nThis host can judge.\n" : "\nThis host cannot judge: see what is MISSING above.\n");
  return complete ? kDone : kFailed;
}

void add_setting(CLI::App* command, Flags& flags, const char* flag, const char* key, const char* what) {
  command->add_option_function<std::string>(
      flag, [&flags, key](const std::string& value) { flags.settings[key] = value; }, what);
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app("AutoGrader: takes a student's program, runs it in a sandbox, and answers with a verdict.",
               "autograder");
  app.require_subcommand(1);
  Flags flags;
  UserArguments user;
  const auto add_common = [&](CLI::App* command) {
    command->add_option("--config", flags.config_file, "Configuration file (default: autograder.toml, if it exists)");
    add_setting(command, flags, "--data", "server.data", "Data directory (default: var)");
    add_setting(command, flags, "--database", "database.url",
                "sqlite:PATH or postgres://USER@HOST/DATABASE (default: in the data directory); better in a file or in "
                "AUTOGRADER_DATABASE_URL with a password");
  };

  auto* serve_command = app.add_subcommand("serve", "Serve the API and judge submissions");
  add_common(serve_command);
  add_setting(serve_command, flags, "--listen", "server.listen", "Address and port (default: 127.0.0.1:5000)");
  auto* workers = serve_command->add_option_function<std::string>(
      "--workers", [&](const std::string& value) { flags.settings["worker.slots"] = value; },
      "Number of submissions to judge at the same time");
  serve_command
      ->add_flag_callback(
          "--no-worker", [&] { flags.settings["worker.enabled"] = "off"; }, "Do not judge in this process")
      ->excludes(workers);
  add_setting(serve_command, flags, "--user", "server.user",
              "Unprivileged user to switch to when started as root (default: SUDO_UID)");

  bool sandbox_alone = false;
  auto* check_command =
      app.add_subcommand("check-host", "Check which isolation and languages this host provides, and what is missing");
  check_command->add_option("--config", flags.config_file,
                            "Configuration file (default: autograder.toml, if it exists)");
  check_command->add_flag("--sandbox", sandbox_alone, "Check only the isolation, not the languages");
  auto* version_command = app.add_subcommand("version", "Print the version");
  auto* config_command = app.add_subcommand("config", "Show the configuration");
  config_command->require_subcommand(1);
  auto* print_command = config_command->add_subcommand("print", "Print all settings with their values and meanings");
  add_common(print_command);

  auto* user_command = app.add_subcommand("user", "Manage users");
  user_command->require_subcommand(1);
  auto* add_command = user_command->add_subcommand(
      "add", "Add a user; read the password from standard input, or generate one and show it once");
  auto* passwd_command = user_command->add_subcommand("passwd", "Change a password, read or generated as by add");
  auto* list_command = user_command->add_subcommand("list", "List all users");
  for (auto* command : {add_command, passwd_command, list_command}) add_common(command);

  std::string job;
  auto* queue_command = app.add_subcommand("queue", "Show the queue; retry or delete dead jobs");
  queue_command->require_subcommand(1);
  auto* dead_command =
      queue_command->add_subcommand("list", "Show the queue depth and the dead jobs with their reasons");
  auto* retry_command = queue_command->add_subcommand("retry", "Put a dead job back into the queue");
  auto* purge_command = queue_command->add_subcommand("purge", "Delete a dead job; its report stays");
  for (auto* command : {dead_command, retry_command, purge_command}) add_common(command);
  for (auto* command : {retry_command, purge_command})
    command->add_option("job", job, "Id of the job, or all")->required();
  for (auto* command : {add_command, passwd_command}) command->add_option("email", user.email, "Email")->required();
  add_command->add_option("--name", user.name, "Name (default: the email)");
  add_command->add_flag("--admin", user.admin, "Make the user an admin");

  std::string file;
  auto* db_command = app.add_subcommand("db", "Maintain the database");
  db_command->require_subcommand(1);
  auto* migrate_command = db_command->add_subcommand("migrate", "Update the schema (serve does this too)");
  auto* backup_command =
      db_command->add_subcommand("backup", "Copy the database into a new file while the server runs");
  auto* restore_command =
      db_command->add_subcommand("restore", "Replace the database with a backup; stop the server first");
  auto* room_command = db_command->add_subcommand("room", "Show its size, and the free space in it and on its disk");
  PurgeArguments purge;
  auto* purge_db_command =
      db_command->add_subcommand("purge", "Free space in it: delete old runs, or the outputs of old submissions");
  auto* compact_command =
      db_command->add_subcommand("compact", "Shrink its file as far as possible; stop the server first");
  for (auto* command :
       {migrate_command, backup_command, restore_command, room_command, purge_db_command, compact_command}) {
    add_common(command);
  }
  purge_db_command
      ->add_option("what", purge.what, "runs, or outputs (the outputs and excerpts of reports; verdicts stay)")
      ->required();
  purge_db_command->add_option(
      "--before", purge.before,
      "Only from before this UTC date, as 2026-09-01 (default for runs: all that no client waits for)");
  for (auto* command : {backup_command, restore_command}) {
    command->add_option("file", file, "The backup file; the server's user must be able to read and write it")
        ->required();
  }

  ProblemArguments problem;
  auto* problem_command = app.add_subcommand("problem", "Import, export and list problems of a server's database");
  problem_command->require_subcommand(1);
  auto* import_command =
      problem_command->add_subcommand("import", "Import a package; update the problem if its uuid is known");
  auto* export_command = problem_command->add_subcommand("export", "Write a problem as a package");
  auto* problems_command = problem_command->add_subcommand("list", "List all problems, newest first");
  for (auto* command : {import_command, export_command, problems_command}) add_common(command);
  import_command->add_option("package", problem.package, "A directory or a zip archive")->required();
  import_command->add_option("--author", problem.author, "Email of an admin (default: the first admin)");
  import_command->add_flag("!--no-verify", problem.verify,
                           "Do not judge the package's submissions (default: queue them behind all others)");
  import_command->add_flag("!--keep-line-ends", problem.convert,
                           "Keep CRLF and byte order marks of tests (default: convert to LF)");
  import_command->add_flag("!--no-wait", problem.wait, "Do not wait for a running server to judge them");
  export_command->add_option("problem", problem.problem, "Id or uuid of the problem")->required();
  export_command->add_option("file", problem.file, "Name of the new zip archive")->required();

  JudgeArguments judging;
  auto* judge_command = app.add_subcommand("judge", "Judge sources against a problem package, without a server");
  judge_command->add_option("--config", flags.config_file, "Configuration file (default: autograder.toml)");
  judge_command->add_option("package", judging.package, "A problem package: a directory or a zip archive")->required();
  judge_command->add_option("source", judging.sources, "Source files to judge, each like a student's submission");
  judge_command->add_flag("--verify", judging.verify,
                          "Judge the package's own submissions and compare with the expected verdicts");
  judge_command->add_flag("--json", judging.json, "Print one JSON document instead of tables");
  judge_command->add_option("--language", judging.language, "Language of the sources (default: by file extension)");
  judge_command->add_option("--cache", judging.cache, "Directory for build caches of languages, kept between calls");

  if (argc > 1 && argv[1][0] != '-') {
    const auto named = [&](const CLI::App* command) { return command->check_name(argv[1]); };
    if (app.get_subcommands(named).empty()) {
      const std::string word = argv[1];
      return complain({ErrorCode::invalid, "unknown command " + word + "; autograder --help lists them"});
    }
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUse;
  }
  hide_passwords(argc, argv);
  if (*serve_command) return serve(flags, argc, argv);
  if (*check_command) return check_host(flags, sandbox_alone, argc, argv);
  if (*import_command) return problem_import(flags, problem);
  if (*export_command) return problem_export(flags, problem);
  if (*problems_command) return problem_list(flags);
  if (*judge_command) return judge_package(flags, judging, argc, argv);
  if (*add_command) return user_add(flags, user);
  if (*passwd_command) return user_passwd(flags, user);
  if (*list_command) return user_list(flags);
  if (*dead_command) return queue_list(flags);
  if (*retry_command) return queue_retry(flags, job);
  if (*purge_command) return queue_purge(flags, job);
  if (*migrate_command) return db_migrate(flags);
  if (*room_command) return db_room(flags);
  if (*purge_db_command) return db_purge(flags, purge);
  if (*compact_command) return db_compact(flags);
  if (*backup_command) return db_backup(flags, file);
  if (*restore_command) return db_restore(flags, file);
  if (*version_command) {
    std::cout << "autograder " << kVersion << "\n";
    return kDone;
  }
  const auto config = read_config(flags, read_environment());
  if (!config) return complain(config.error());
  std::cout << print_config(*config);
  return kDone;
}

}  // namespace autograder
