#include "judge/compiler.h"

#include <signal.h>
#include <string.h>

#include <algorithm>
#include <cstdint>

#include "domain/report.h"
#include "judge/execute.h"
#include "judge/verdict.h"

namespace autograder {
namespace {

constexpr std::string_view kWorkDir = "/code/";

Command compile_command(const ReadyLanguage& ready, std::string_view code, const CompilerOptions& options) {
  Command command;
  command.argv = ready.compile_argv;
  command.environment = ready.language.compile_environment;
  command.files.push_back({ready.language.source_file, std::string(code)});
  command.mounts = ready.mounts;
  command.mounts.insert(command.mounts.end(), ready.compile_mounts.begin(), ready.compile_mounts.end());
  if (!ready.language.compiled_file.empty()) {
    command.collect.push_back({ready.language.compiled_file, options.compiled_max});
  }
  command.limits = ready.language.compile_limits;
  command.limits.file_size = options.compiled_max;
  const Bytes left_out{std::max<std::int64_t>(0, options.output_all_max.count - options.output_max.count)};
  command.stdout_to = Capture{options.output_max, left_out};
  command.stderr_to = Capture{options.output_max, left_out};
  command.own_core = false;
  return command;
}

// Both streams, errors last, without the directory that every message would begin with.
CleanText words_of(const Outcome& outcome) {
  std::string all = outcome.stdout_text;
  if (!all.empty() && !all.ends_with('\n')) all += '\n';
  all += outcome.stderr_text;
  std::string words;
  std::size_t from = 0;
  for (auto at = all.find(kWorkDir); at != std::string::npos; at = all.find(kWorkDir, from)) {
    const bool whole_path = at == 0 || std::string_view(" \t\n'\"`(:=[").find(all[at - 1]) != std::string_view::npos;
    words.append(all, from, at - from);
    if (!whole_path) words += kWorkDir;
    from = at + kWorkDir.size();
  }
  words.append(all, from);
  return clean_text(words, kOutputMax);
}

// The driver of a compiler says of its parts what a shell would: their signal is not its own.
bool wrote_too_much(const Outcome& outcome) {
  return outcome.stderr_text.find(::sigdescr_np(SIGXFSZ)) != std::string::npos;
}

// Leaves the message empty when it ended well.
void say_what_ended_it(const Outcome& outcome, const ReadyLanguage& ready, const CompilerOptions& options,
                       Compilation& compilation) {
  const Bytes output_max{std::max(options.output_max.count, options.output_all_max.count)};
  const RunBounds bounds{ready.language.compile_limits, output_max, output_max};
  auto ended = verdict_of(outcome, bounds);
  if (ended.verdict == Verdict::accepted) return;
  if (ended.reason.code == ReasonCode::exit_code && wrote_too_much(outcome)) {
    compilation.reason.code = ReasonCode::compiled_file;
    compilation.reason.limit_kb = options.compiled_max.count / 1024;
    compilation.message = "compilation: " + sentence_of(compilation.reason);
  } else if (ended.reason.code == ReasonCode::exit_code) {
    compilation.reason.code = ReasonCode::compiler_refused;
    compilation.message = sentence_of(compilation.reason);
  } else {
    compilation.reason = std::move(ended.reason);
    compilation.message = "compilation: " + ended.message;
  }
}

// One that waited for a core until the wall clock ended it is tried once more: that is no fault of the source.
Result<Outcome> run_compiler(Sandbox& sandbox, const Command& command, std::stop_token stop) {
  const auto run = [&]() -> Result<Outcome> {
    AG_ASSIGN(auto boxes, sandbox.open(1));
    return execute(*boxes.front(), command, stop);
  };
  AG_ASSIGN(auto outcome, run());
  if (!was_starved(outcome)) return outcome;
  AG_ASSIGN(outcome, run());
  if (was_starved(outcome)) return host_is_too_busy(outcome);
  return outcome;
}

}  // namespace

Result<Compilation> compile(Sandbox& sandbox, const ReadyLanguage& ready, std::string_view code,
                            const CompilerOptions& options, std::stop_token stop) {
  Compilation compilation;
  if (ready.compile_argv.empty()) {
    compilation.succeeded = true;
    return compilation;
  }
  AG_ASSIGN(auto outcome, run_compiler(sandbox, compile_command(ready, code, options), stop));
  compilation.wall_time = outcome.wall_time;
  compilation.words = words_of(outcome);
  say_what_ended_it(outcome, ready, options, compilation);
  if (!compilation.message.empty()) return compilation;
  if (!ready.language.compiled_file.empty()) {
    for (auto& file : outcome.collected) {
      if (file.name != ready.language.compiled_file) continue;
      if (!file.content) {
        compilation.message = "compilation: the file " + file.name + " is " + file.problem;
        compilation.reason.code = ReasonCode::compiled_file;
        if (file.problem.starts_with("larger")) compilation.reason.limit_kb = options.compiled_max.count / 1024;
      }
      compilation.program = std::move(file.content);
    }
    if (!compilation.program && compilation.message.empty()) {
      return fail(ErrorCode::failed,
                  "compiling: the sandbox did not say what became of " + ready.language.compiled_file);
    }
  }
  compilation.succeeded = compilation.message.empty();
  return compilation;
}

}  // namespace autograder
