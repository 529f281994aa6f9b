// The words about one run: why it ended as it did, as far as its traces say, and excerpts of what it left.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/language.h"
#include "domain/report.h"
#include "domain/text.h"
#include "judge/crash_mark.h"
#include "judge/verdict.h"

namespace autograder {

// Where a signal ended a program, as far as its mark tells.
struct CrashTrace {
  ReasonHint hint = ReasonHint::none;
  std::vector<CrashPlace> places;  // innermost first
};

// Explains the exit code or signal of a runtime error by the text on stderr and the line of the crash. The verdict does
// not change.
void explain_crash(const CrashWords& language, std::string_view source, std::string_view errors,
                   const CrashTrace& trace, Judgement& judgement);
// Appends the rows of the trace to the text of stderr.
void add_rows(const CrashTrace& trace, std::string_view source_file, std::string& errors);

// The same of a run that ended with exit code 0 and not as it should: an exception may have ended a thread alone, and what
// the thread would have printed is missing.
void explain_thread(const CrashWords& language, std::string_view source, std::string_view errors, Judgement& judgement);

// Programs for other judges write their answer there.
inline constexpr std::string_view kOutputFile = "output.txt";
// It printed nothing, and wrote that file.
bool wrote_only_a_file(const Outcome& outcome);
// For a run that printed nothing: says so, and whether it wrote that file.
void explain_no_output(const Outcome& outcome, Judgement& judgement);

// The beginning and the end of it, at most about kExcerptMax.
CleanText excerpt_of_errors(std::string_view errors);

// For one box on a page: half of it at the most for the output, so that a traceback is not pushed out.
CleanText output_and_errors(std::string_view output, std::string_view errors);

// A mark that some editors put in front of UTF-8; not every compiler skips it.
std::string_view without_byte_order_mark(std::string_view text);

}  // namespace autograder
