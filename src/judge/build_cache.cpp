#include "judge/build_cache.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "domain/text.h"
#include "foundation/unique_fd.h"
#include "judge/crash_mark.h"
#include "judge/execute.h"
#include "judge/memfd.h"
#include "judge/tar.h"
#include "judge/verdict.h"

namespace autograder {
namespace {

namespace fs = std::filesystem;

constexpr Bytes kWordsMax = kib(64);
constexpr std::size_t kWordsShown = 300;

Error cannot(const std::string& what, const std::error_code& error) {
  return Error{ErrorCode::failed, what + ": " + error.message()};
}

// The tar that the language's own tools leave in a box which sees nothing of anybody.
Result<UniqueFd> make_tar(Sandbox& sandbox, const ReadyLanguage& ready, std::stop_token stop) {
  const auto& cache = ready.language.cache;
  Command command;
  command.argv = ready.cache_argv;
  command.environment = ready.language.compile_environment;
  command.mounts = ready.mounts;
  command.collect.push_back({cache.file, cache.size_max});
  if (!ready.language.crash.locate.empty()) {
    command.files.push_back({std::string(kCrashMarkFile), std::string(crash_mark_source())});
  }
  command.limits = cache.limits;
  command.stdout_to = Capture{kWordsMax};
  command.stderr_to = Capture{kWordsMax};
  command.own_core = false;
  AG_ASSIGN(auto boxes, sandbox.open(1));
  AG_ASSIGN(auto outcome, execute(*boxes.front(), command, stop));
  const auto ended = verdict_of(outcome, RunBounds{cache.limits, kWordsMax, kWordsMax});
  if (ended.verdict != Verdict::accepted) {
    return fail(ErrorCode::failed, ended.message + ": " + printable(outcome.stderr_text, kWordsShown));
  }
  for (auto& file : outcome.collected) {
    if (file.name == cache.file && file.content) return std::move(file.content);
    if (file.name == cache.file) return fail(ErrorCode::failed, "the file " + file.name + " is " + file.problem);
  }
  return fail(ErrorCode::failed, "the sandbox did not say what became of " + cache.file);
}

// On the disk for good before its name is: a cut of power must not leave a cache of empty files.
Result<> keep(const std::string& fresh, const std::string& kept) {
  const UniqueFd directory(::open(fresh.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory || ::syncfs(directory.get()) != 0) return fail_errno("writing " + fresh + " out");
  if (::rename(fresh.c_str(), kept.c_str()) != 0) return fail_errno("renaming " + fresh);
  return {};
}

Result<> make_cache(Sandbox& sandbox, const ReadyLanguage& ready, const std::string& directory, const std::string& kept,
                    std::stop_token stop) {
  AG_ASSIGN(const auto tar, make_tar(sandbox, ready, stop));
  const auto fresh = kept + ".new";
  std::error_code error;
  fs::remove_all(fresh, error);
  if (error) return std::unexpected(cannot("removing " + fresh, error));
  fs::create_directories(fresh, error);
  if (error) return std::unexpected(cannot("making " + fresh, error));
  // Boxes have users of their own, and meet this directory as a mount.
  fs::permissions(fresh, fs::perms(0755), error);
  if (error) return std::unexpected(cannot("opening " + fresh + " for all", error));
  {
    AG_ASSIGN(const auto bytes, MappedFile::map(tar.get()));
    if (auto unpacked = unpack_tar(bytes.text(), fresh); !unpacked) {
      fs::remove_all(fresh, error);
      return unpacked;
    }
  }
  AG_TRY(keep(fresh, kept));
  // Those of other versions, and what a sudden end left.
  const auto prefix = ready.language.id + "@";
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with(prefix) && entry.path() != kept) fs::remove_all(entry.path(), error);
  }
  return {};
}

}  // namespace

Result<ReadyLanguage> with_build_cache(Sandbox& sandbox, const ReadyLanguage& ready, const std::string& directory,
                                       std::stop_token stop) {
  const auto& cache = ready.language.cache;
  const auto kept = directory + "/" + ready.language.id + "@" + ready.identity;
  std::error_code error;
  if (!fs::is_directory(kept, error)) AG_TRY(make_cache(sandbox, ready, directory, kept, stop));
  ReadyLanguage faster = ready;
  faster.compile_argv.insert(faster.compile_argv.begin() + 1, cache.arguments.begin(), cache.arguments.end());
  for (const auto& [name, value] : cache.environment) faster.language.compile_environment[name] = value;
  faster.compile_mounts.push_back({kept, cache.mount});
  return faster;
}

}  // namespace autograder
