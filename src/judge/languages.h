// Reads language files (TOML) and finds which of them this host can serve.
//
// Knows:          the form of languages/*.toml, candidates of tools, versions.
// Does not know:  submissions, problems.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "domain/language.h"
#include "foundation/result.h"
#include "sandbox/sandbox.h"

namespace autograder {

// A language whose tools were found: every "{tool}" in its argument lists is replaced.
struct ReadyLanguage {
  Language language;
  std::vector<std::string> compile_argv;
  std::vector<std::string> run_argv;  // still contains "{memory_mb}": see placeholders.h
  std::vector<std::string> version_argv;
  std::vector<std::string> cache_argv;
  std::vector<std::string> library_argv;  // with the names it is asked for
  std::vector<ReadOnlyMount> mounts;
  std::vector<ReadOnlyMount> compile_mounts;  // more of them, in boxes that compile
  std::vector<std::string> programs;          // its tools, by their real paths
  // SHA-256 over the language file and its tools (path, inode, size, time of change): what compiling depends on.
  std::string identity;
};

// Limits of compilations, as the server's configuration sets them: no language's file gets past one of these.
struct CompileLimits {
  std::optional<std::chrono::milliseconds> cpu_time{};  // absent: what the file says, 10 s where it says nothing
  std::optional<Bytes> memory{};                        // absent: as above, 1 GiB
};

// One file; its name without ".toml" is the language's id. `invalid` names the file, the line and the key. Unknown keys
// are errors. The keys are described in languages/README.md.
Result<Language> parse_language(std::string_view toml, std::string_view file_name,
                                const CompileLimits& compile_limits = {});

// Those of languages/ that are built into the binary, in order of id.
std::vector<Language> builtin_languages(const CompileLimits& compile_limits = {});

// Looks for the tools: absolute paths only, never PATH. Status says what is missing and the remedy.
struct Detection {
  std::vector<ReadyLanguage> ready;
  std::vector<LanguageStatus> status;  // of all, ready or not; versions still empty
};
Detection detect_languages(const std::vector<Language>& languages);
// The language's identity with its present tools: another one after an upgrade.
std::string identity_now(const ReadyLanguage& language);

// Runs `version_argv` in a box and takes the first line that has a digit. Slow (tens of ms a language): call it after
// the server listens.
Result<std::string> find_version(Sandbox& sandbox, const ReadyLanguage& language, std::stop_token stop = {});

// Runs `library_argv` in a box, as a program would run: which of the libraries named by the file it can use, in the
// file's order. Seconds where large ones are there. Empty for a language that names none.
Result<std::vector<Library>> find_libraries(Sandbox& sandbox, const ReadyLanguage& language, std::stop_token stop = {});

}  // namespace autograder
