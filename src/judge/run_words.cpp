#include "judge/run_words.h"

#include <algorithm>

#include "judge/crash.h"

namespace autograder {
namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\n\r\v\f") == std::string_view::npos;
}

// "exit code 1", "SIGABRT"
std::string ending_in_words(const Reason& reason) {
  return reason.code == ReasonCode::signal ? reason.name : "exit code " + std::to_string(reason.number.value_or(0));
}

// "line 7, in main: killed by SIGSEGV (segmentation fault: ...)"
void explain_signal(const CrashTrace& trace, Judgement& judgement) {
  auto& reason = judgement.reason;
  if (reason.code != ReasonCode::signal) return;
  if (trace.hint != ReasonHint::none && reason.name == "SIGSEGV") reason.hint = trace.hint;
  judgement.message = sentence_of(reason);
  if (trace.places.empty()) return;
  const auto& innermost = trace.places.front();
  const auto function = innermost.function.empty() ? "" : ", in " + innermost.function;
  judgement.message = "line " + std::to_string(innermost.line) + function + ": " + judgement.message;
  reason.line = innermost.line;
}

}  // namespace

void explain_crash(const CrashWords& language, std::string_view source, std::string_view errors,
                   const CrashTrace& trace, Judgement& judgement) {
  auto& reason = judgement.reason;
  if (reason.code != ReasonCode::exit_code && reason.code != ReasonCode::signal) return;
  auto crash = read_crash(language, source, errors);
  if (!crash.recognised) explain_signal(trace, judgement);
  if (!crash.recognised) {
    if (crash.words.empty()) return;
    const auto hint = reason.hint == ReasonHint::main_returns_zero ? reason.hint : ReasonHint::none;
    if (hint != ReasonHint::none) {  // behind the program's own words, which may say why it ended so
      Reason ended = reason;
      ended.hint = ReasonHint::none;
      judgement.message = sentence_of(ended);
    }
    judgement.message += ": " + crash.words + sentence_of(hint);
    return;
  }
  if (crash.line == 0 && reason.code == ReasonCode::signal && !trace.places.empty()) {
    crash.line = trace.places.front().line;
  }
  judgement.message = crash.words + " (" + ending_in_words(reason) + ")";
  if (crash.line > 0) judgement.message = "line " + std::to_string(crash.line) + ": " + judgement.message;
  reason.code = ReasonCode::exception;
  reason.name = std::move(crash.name);
  reason.line = crash.line;
  reason.hint = ReasonHint::none;
  if (reason.processes > 0) {
    judgement.message += "; it met the limit of " + std::to_string(reason.processes) + " processes and threads";
  }
}

void add_rows(const CrashTrace& trace, std::string_view source_file, std::string& errors) {
  if (trace.places.empty()) return;
  if (!errors.empty() && !errors.ends_with('\n')) errors += '\n';
  errors += rows_of(trace.places, source_file);
}

void explain_thread(const CrashWords& language, std::string_view source, std::string_view errors,
                    Judgement& judgement) {
  if (!ended_a_thread(language, errors)) return;
  auto crash = read_crash(language, source, errors);
  if (!crash.recognised) return;
  if (!judgement.message.empty()) judgement.message += "; ";
  judgement.message += "a thread ended: ";
  if (crash.line > 0) judgement.message += "line " + std::to_string(crash.line) + ": ";
  judgement.message += crash.words;
  judgement.reason.code = ReasonCode::exception;
  judgement.reason.name = std::move(crash.name);
  judgement.reason.line = crash.line;
}

bool wrote_only_a_file(const Outcome& outcome) {
  const auto file = std::ranges::find(outcome.collected, kOutputFile, &CollectedFile::name);
  return is_blank(outcome.stdout_text) && file != outcome.collected.end() && file->problem != "absent";
}

void explain_no_output(const Outcome& outcome, Judgement& judgement) {
  if (!is_blank(outcome.stdout_text)) return;
  judgement.reason.code = wrote_only_a_file(outcome) ? ReasonCode::output_in_file : ReasonCode::no_output;
  if (!judgement.message.empty()) judgement.message += "; ";
  judgement.message += sentence_of(judgement.reason);
}

CleanText excerpt_of_errors(std::string_view errors) {
  if (errors.size() <= kExcerptMax) return clean_text(errors, kExcerptMax);
  auto clean = clean_text(errors.substr(0, kExcerptMax / 2), kExcerptMax / 2);
  auto end = errors.substr(errors.size() - kExcerptMax / 2);
  end.remove_prefix(std::min(end.find('\n') + 1, end.size()));  // no part of a line, where there are lines
  const auto last = clean_text(end, kExcerptMax / 2);
  clean.text.append(kLeftOut).append(last.text);
  clean.lossy |= last.lossy;
  clean.truncated = true;
  return clean;
}

CleanText output_and_errors(std::string_view output, std::string_view errors) {
  auto clean = clean_text(output, errors.empty() ? kOutputMax : kOutputMax / 2);
  if (errors.empty()) return clean;
  if (!clean.text.empty() && !clean.text.ends_with('\n')) clean.text += '\n';
  const auto rest = clean_text(errors, kOutputMax - clean.text.size());
  clean.text += rest.text;
  clean.lossy |= rest.lossy;
  clean.truncated |= rest.truncated;
  return clean;
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

}  // namespace autograder
