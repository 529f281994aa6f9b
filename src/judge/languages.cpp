// Which languages this host can serve, and their versions.
#include "judge/languages.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "domain/text.h"
#include "foundation/crypto.h"
#include "judge/execute.h"
#include "judge/placeholders.h"

namespace autograder {
namespace {

constexpr Bytes kVersionOutputMax = kib(4);
constexpr std::size_t kVersionMax = 100;
constexpr Bytes kLibrariesOutputMax = kib(64);
constexpr RunLimits kLibraryLimits{
    .cpu_time = std::chrono::seconds(30), .wall_time = std::chrono::seconds(61), .memory = mib(1024)};

bool starts_with_directory(std::string_view path, std::string_view directory) {
  return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

// A place that people own or anyone may write to is no place for a judge's tools.
bool is_private_place(std::string_view path) {
  for (const char* place : {"/home", "/root", "/tmp", "/var/tmp", "/run", "/dev", "/proc", "/sys"}) {
    if (starts_with_directory(path, place)) return true;
  }
  return false;
}

std::optional<std::string> real_path(const std::string& path) {
  char resolved[PATH_MAX];
  if (!::realpath(path.c_str(), resolved)) return std::nullopt;
  return std::string(resolved);
}

// The real path of a program that may be executed.
std::optional<std::string> find_program(const std::vector<std::string>& candidates) {
  for (const auto& candidate : candidates) {
    const auto path = real_path(candidate);
    struct stat status{};
    if (path && !is_private_place(*path) && ::stat(path->c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
        (status.st_mode & S_IXOTH) != 0) {
      return path;
    }
  }
  return std::nullopt;
}

// Tells a program from the one in its place after an upgrade.
std::string identity_of(const std::string& program) {
  struct stat status{};
  if (::stat(program.c_str(), &status) != 0) return "\n" + program;
  std::string identity = "\n" + program;
  for (const auto number :
       {static_cast<std::int64_t>(status.st_ino), static_cast<std::int64_t>(status.st_size),
        static_cast<std::int64_t>(status.st_mtim.tv_sec), static_cast<std::int64_t>(status.st_mtim.tv_nsec)}) {
    identity += " " + std::to_string(number);
  }
  return identity;
}

// The directory that a program outside /usr needs: /opt/node for /opt/node/bin/node. Absent for /usr.
std::optional<std::string> mount_for(const std::string& program) {
  if (starts_with_directory(program, "/usr")) return std::nullopt;
  const auto directory = program.substr(0, program.rfind('/'));
  if (directory.ends_with("/bin") && directory != "/bin") return directory.substr(0, directory.size() - 4);
  return directory;
}

std::vector<std::string> with_tools(std::vector<std::string> argv, const std::map<std::string, std::string>& tools) {
  for (auto& argument : argv) {
    for (const auto& [name, path] : tools) {
      const auto placeholder = "{" + name + "}";
      for (auto at = argument.find(placeholder); at != std::string::npos;
           at = argument.find(placeholder, at + path.size())) {
        argument.replace(at, placeholder.size(), path);
      }
    }
  }
  return argv;
}

bool is_script(const std::string& argument) {
  return argument.find('\n') != std::string::npos;
}

// For people: of a shell that gets a script, the tool and the arguments that follow it; other scripts are left out.
std::string command_line(const std::vector<std::string>& argv) {
  const bool by_shell = argv.size() > 3 && argv[1] == "-c" && is_script(argv[2]);
  std::string line;
  for (auto argument = argv.begin() + (by_shell ? 3 : 0); argument != argv.end(); ++argument) {
    if (!line.empty()) line += ' ';
    line += is_script(*argument) ? "'...'" : *argument;
  }
  return line;
}

std::string first_line_with_digit(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (line.find_first_of("0123456789") != std::string_view::npos) return clean_text(line, kVersionMax).text;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace

Detection detect_languages(const std::vector<Language>& languages) {
  Detection detection;
  for (const auto& language : languages) {
    LanguageStatus status{.id = language.id,
                          .name = language.name,
                          .version = {},
                          .available = true,
                          .reason = {},
                          .compile_command = {},
                          .run_command = {},
                          .time_factor = language.time_factor,
                          .memory_factor = language.memory_factor,
                          .template_source = language.template_source,
                          .libraries = {}};
    std::map<std::string, std::string> tools;
    std::vector<ReadOnlyMount> mounts;
    std::vector<std::string> programs;
    for (const auto& [name, candidates] : language.tools) {
      const auto path = find_program(candidates);
      if (!path) {
        status.available = false;
        status.reason = "no " + name + " found; install it so that one of these exists: " + command_line(candidates);
        break;
      }
      tools[name] = *path;
      programs.push_back(*path);
      if (auto mount = mount_for(*path)) mounts.push_back({*mount, *mount});
    }
    for (const auto& mount : language.mounts) {
      if (const auto path = real_path(mount)) mounts.push_back({*path, mount});
    }
    if (status.available) {
      ReadyLanguage ready{.language = language,
                          .compile_argv = with_tools(language.compile_argv, tools),
                          .run_argv = with_tools(language.run_argv, tools),
                          .version_argv = with_tools(language.version_argv, tools),
                          .cache_argv = with_tools(language.cache.argv, tools),
                          .library_argv = with_tools(language.library_argv, tools),
                          .mounts = std::move(mounts),
                          .compile_mounts = {},
                          .programs = std::move(programs),
                          .identity = {}};
      ready.library_argv.insert(ready.library_argv.end(), language.library_names.begin(), language.library_names.end());
      ready.identity = identity_now(ready);
      status.compile_command = command_line(ready.compile_argv);
      status.run_command = command_line(ready.run_argv);
      detection.ready.push_back(std::move(ready));
    }
    detection.status.push_back(std::move(status));
  }
  return detection;
}

std::string identity_now(const ReadyLanguage& language) {
  std::string identity = language.language.fingerprint;
  for (const auto& program : language.programs) identity += identity_of(program);
  return to_hex(sha256(identity));
}

Result<std::string> find_version(Sandbox& sandbox, const ReadyLanguage& ready, std::stop_token stop) {
  Command command;
  command.argv = ready.version_argv;
  command.environment = ready.language.compile_environment;
  command.mounts = ready.mounts;
  command.limits = ready.language.compile_limits;
  command.stdout_to = Capture{kVersionOutputMax};
  command.stderr_to = Capture{kVersionOutputMax};
  AG_ASSIGN(auto boxes, sandbox.open(1));
  AG_ASSIGN(const auto outcome, execute(*boxes.front(), command, stop));
  const auto* exited = std::get_if<Exited>(&outcome.ending);
  auto version = first_line_with_digit(outcome.stdout_text + "\n" + outcome.stderr_text);
  if (!exited || exited->code != 0 || version.empty()) {
    return fail(ErrorCode::failed, "asking " + ready.version_argv.front() +
                                       " for its version: no answer of the right form" +
                                       (outcome.stderr_text.empty() ? "" : ": " + printable(outcome.stderr_text, 200)));
  }
  return ready.language.version_prefix + version;
}

Result<std::vector<Library>> find_libraries(Sandbox& sandbox, const ReadyLanguage& ready, std::stop_token stop) {
  const auto& language = ready.language;
  if (ready.library_argv.empty()) return std::vector<Library>{};
  Command command;
  command.argv = ready.library_argv;
  command.environment = with_memory(language.run_environment, kLibraryLimits.memory);
  command.mounts = ready.mounts;
  command.limits = kLibraryLimits;
  command.stdout_to = Capture{kLibrariesOutputMax};
  command.stderr_to = Capture{kLibrariesOutputMax};
  command.own_core = false;
  AG_ASSIGN(auto boxes, sandbox.open(1));
  AG_ASSIGN(const auto outcome, execute(*boxes.front(), command, stop));
  const auto* exited = std::get_if<Exited>(&outcome.ending);
  if (!exited || exited->code != 0) {
    return fail(ErrorCode::failed, "asking " + ready.library_argv.front() + " for the libraries of " + language.name +
                                       ": " + printable(outcome.stderr_text, 200));
  }
  std::vector<Library> libraries;
  const auto lines = "\n" + outcome.stdout_text;
  for (const auto& name : language.library_names) {
    auto& library = libraries.emplace_back(Library{name, {}});
    const auto start = "\n" + name + " ";
    const auto at = lines.find(start);
    if (at == std::string::npos) continue;
    const auto from = at + start.size();
    library.version = clean_text(std::string_view(lines).substr(from, lines.find('\n', from) - from), kVersionMax).text;
  }
  return libraries;
}

}  // namespace autograder
