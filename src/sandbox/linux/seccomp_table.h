// The answers to system calls as a table, and the short program that the kernel runs over it.
//
// Each run loads the program, and the kernel checks and compiles it each time: about 0.2 us an instruction (decision 0031). So
// calls that have one answer whatever their arguments are become intervals of numbers, found by halving, and a word of
// an argument is read once for all that is asked of it.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace autograder {

// A question about one half of one argument: whether its masked bits are `value`, or are not.
struct WordTest {
  std::uint32_t offset;  // of the word in seccomp_data
  std::uint32_t mask;
  std::uint32_t value;
  bool equal;
  bool operator==(const WordTest&) const = default;
};
using WordTests = std::vector<WordTest>;

// The kernel looks only at the lower half of an int, so these do too. `argument` counts from 0.
WordTest is_int(unsigned argument, std::uint32_t value);
WordTest is_not(unsigned argument, std::uint32_t value);
WordTest is_masked(unsigned argument, std::uint32_t mask, std::uint32_t value);
WordTest is_not_masked(unsigned argument, std::uint32_t mask, std::uint32_t value);

class SeccompTable final {
 public:
  struct Rule {
    WordTests tests;  // all have to hold
    std::uint32_t answer;
  };

  // `otherwise`: the answer to calls and arguments that no rule names. An answer is one of SECCOMP_RET_*.
  explicit SeccompTable(std::uint32_t otherwise) : otherwise_(otherwise) {}

  // Whatever its arguments are. Numbers below 0 (calls that this libseccomp or processor does not have) are passed over.
  void add(std::uint32_t answer, int call);
  // The first rule that holds answers; rules of one call should not meet, so that their order means nothing.
  void add(std::uint32_t answer, int call, WordTests tests);
  // By the argument that is a pointer: null, or not.
  void add_null(std::uint32_t answer, int call, WordTests tests, unsigned pointer);
  void add_not_null(std::uint32_t answer, int call, const WordTests& tests, unsigned pointer);

  const std::map<int, std::vector<Rule>>& rules() const { return rules_; }
  // Calls of other ABIs kill the process.
  std::vector<sock_filter> program() const;

 private:
  std::map<int, std::vector<Rule>> rules_;
  const std::uint32_t otherwise_;
};

}  // namespace autograder
