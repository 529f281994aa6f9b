// Checkers: outputs of strangers against expected ones.
#include "domain/compare.h"
#include "domain/text.h"
#include "fuzz/fuzz.h"

using namespace autograder;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr CheckerKind kKinds[] = {CheckerKind::trim, CheckerKind::lines, CheckerKind::tokens, CheckerKind::exact,
                                    CheckerKind::floating};
  constexpr double kTolerances[] = {0, 1e-9, 1e-6, 0.5};
  fuzz::Input input(data, size);
  const std::uint8_t choice = input.byte();
  const Checker checker{kKinds[choice % 5], kTolerances[choice / 5 % 4], kTolerances[choice / 20 % 4]};
  const auto expected = input.part();
  const auto found = input.rest();

  fuzz::promise(compare(checker, expected, expected).equal, "an output equals itself");
  const auto comparison = compare(checker, expected, found);
  fuzz::promise(comparison.equal == comparison.message.empty(), "a message exactly when there is a difference");
  const auto clean = clean_text(comparison.message, comparison.message.size());
  fuzz::promise(!clean.lossy && !clean.truncated, "a message is UTF-8 without NUL");
  fuzz::promise(comparison.message.find('\n') == std::string::npos, "a message is one line");
  fuzz::promise(comparison.message.size() < 4096, "a message is short");
  if (checker.kind != CheckerKind::floating) {
    fuzz::promise(compare(checker, found, expected).equal == comparison.equal, "equal is equal both ways");
  }
  if (compare({CheckerKind::exact}, expected, found).equal) {
    fuzz::promise(comparison.equal, "what is the same byte for byte is equal for every checker");
  }
  return 0;
}
