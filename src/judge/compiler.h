// Compiles one source, or looks at its syntax, in its own box that gets the source and nothing else.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "domain/reason.h"
#include "domain/text.h"
#include "foundation/result.h"
#include "foundation/unique_fd.h"
#include "judge/languages.h"
#include "sandbox/sandbox.h"

namespace autograder {

// Of what a compiler leaves behind, and of each file that it writes on the way there. A table of a program whose first value
// is written down stands in it whole: 100 MB, which many problems allow for, have to fit.
constexpr Bytes kCompiledMax = mib(128);

struct CompilerOptions {
  Bytes output_max = kib(64);         // that are kept of each of the compiler's two streams
  Bytes output_all_max = mib(16);     // more is cut up to here; a byte more ends it
  Bytes compiled_max = kCompiledMax;  // of the file it makes
};

struct Compilation {
  bool succeeded = false;
  std::string message;  // when not: what ended it
  Reason reason;
  CleanText words;   // the compiler's own, at most kOutputMax
  UniqueFd program;  // the compiled file, a sealed memfd; empty when the source itself is run
  Duration wall_time{};
};

// All that the source or the compiler does is a value; an error is the world's. A language without a compile step
// always succeeds.
Result<Compilation> compile(Sandbox& sandbox, const ReadyLanguage& language, std::string_view code,
                            const CompilerOptions& options, std::stop_token stop);

}  // namespace autograder
