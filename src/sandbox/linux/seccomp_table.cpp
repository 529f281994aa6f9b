#include "sandbox/linux/seccomp_table.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <seccomp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <iterator>
#include <utility>

namespace autograder {
namespace {

using Code = std::vector<sock_filter>;

constexpr std::size_t kJumpMax = 255;            // of a conditional jump; JA reaches all
constexpr std::uint32_t kOtherAbi = 0x40000000;  // x32, at numbers from here
constexpr std::uint32_t kNoCall = 0xffffffff;    // -1, which is no call of any ABI
constexpr std::uint32_t kFull = 0xffffffff;

constexpr std::uint32_t lower(unsigned argument) {
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + 8 * argument);
}
constexpr std::uint32_t upper(unsigned argument) {
  return lower(argument) + 4;
}

sock_filter statement(int code, std::uint32_t value) {
  return BPF_STMT(static_cast<std::uint16_t>(code), value);
}
sock_filter load(std::uint32_t offset) {
  return statement(BPF_LD | BPF_W | BPF_ABS, offset);
}
sock_filter answer(std::uint32_t action) {
  return statement(BPF_RET | BPF_K, action);
}
bool is_answer(const sock_filter& step) {
  return step.code == (BPF_RET | BPF_K);
}
bool is_conditional(const sock_filter& step) {
  return BPF_CLASS(step.code) == BPF_JMP && BPF_OP(step.code) != BPF_JA;
}

// Does `yes` when the question's answer is `when`, and else jumps over it.
void branch(Code& code, int question, std::uint32_t value, bool when, const Code& yes) {
  const auto jump = [&](std::size_t over_true, std::size_t over_false) {
    code.push_back(BPF_JUMP(static_cast<std::uint16_t>(BPF_JMP | question | BPF_K), value,
                            static_cast<std::uint8_t>(over_true), static_cast<std::uint8_t>(over_false)));
  };
  if (yes.size() <= kJumpMax) {
    when ? jump(0, yes.size()) : jump(yes.size(), 0);
  } else {
    when ? jump(1, 0) : jump(0, 1);
    code.push_back(statement(BPF_JMP | BPF_JA, static_cast<std::uint32_t>(yes.size())));
  }
  code.insert(code.end(), yes.begin(), yes.end());
}

// The content of the accumulator: a word of seccomp_data, and which of its bits. Nothing: not known.
struct Held {
  std::uint32_t offset;
  std::uint32_t mask;
  bool operator==(const Held&) const = default;
};
using MaybeHeld = std::optional<Held>;

// The code of rules in their order. Rules in a row with the same next question share it; where no rule holds, it runs on past
// its end.
Code rules_code(std::span<const SeccompTable::Rule> rules, std::size_t asked, MaybeHeld& held) {
  Code code;
  while (!rules.empty()) {
    if (rules.front().tests.size() == asked) {
      code.push_back(answer(rules.front().answer));
      return code;  // what is behind it is never asked
    }
    const WordTest& test = rules.front().tests[asked];
    const auto end = std::ranges::find_if_not(
        rules, [&](const auto& rule) { return rule.tests.size() > asked && rule.tests[asked] == test; });
    const auto together = static_cast<std::size_t>(end - rules.begin());

    const bool bits =
        test.mask != kFull && (test.value == 0 || (test.value == test.mask && std::has_single_bit(test.mask)));
    const Held wanted{test.offset, bits ? kFull : test.mask};
    if (held != MaybeHeld(wanted)) {
      if (held != MaybeHeld(Held{test.offset, kFull})) code.push_back(load(test.offset));
      if (wanted.mask != kFull) code.push_back(statement(BPF_ALU | BPF_AND | BPF_K, wanted.mask));
      held = wanted;
    }
    MaybeHeld inner = held;
    const Code yes = rules_code(rules.first(together), asked + 1, inner);
    if (bits) {
      branch(code, BPF_JSET, test.mask, test.equal == (test.value != 0), yes);
    } else {
      branch(code, BPF_JEQ, test.value, test.equal, yes);
    }
    const bool always_answers =
        std::any_of(rules.begin(), end, [&](const auto& rule) { return rule.tests.size() == asked + 1; });
    if (!always_answers && inner != held) held.reset();
    rules = rules.subspan(together);
  }
  return code;
}

// The numbers from `first` to the next interval's have this code.
struct Interval {
  int first;
  Code code;
};

Code halved(std::span<const Interval> intervals) {
  if (intervals.size() == 1) return intervals.front().code;
  const std::size_t middle = intervals.size() / 2;
  Code code;
  branch(code, BPF_JGE, static_cast<std::uint32_t>(intervals[middle].first), false, halved(intervals.first(middle)));
  const Code above = halved(intervals.subspan(middle));
  code.insert(code.end(), above.begin(), above.end());
  return code;
}

// Leads jumps to equal answers to as few places as their reach allows, and drops what nobody reaches then.
Code with_shared_answers(Code code) {
  std::vector<std::array<std::size_t, 2>> targets(code.size());  // of true and false, of JA twice
  std::map<std::uint32_t, std::size_t> nearest,
      shared;  // an answer's next place behind a step, and the next that jumps use
  for (std::size_t at = code.size(); at-- > 0;) {
    const sock_filter& step = code[at];
    if (is_answer(step)) nearest[step.k] = at;
    targets[at] = {at + 1, at + 1};
    if (step.code == (BPF_JMP | BPF_JA)) targets[at] = {at + 1 + step.k, at + 1 + step.k};
    if (!is_conditional(step)) continue;
    targets[at] = {at + 1 + step.jt, at + 1 + step.jf};
    for (std::size_t& target : targets[at]) {
      const std::uint32_t action = code[target].k;
      if (!is_answer(code[target])) continue;
      if (!shared.contains(action) || shared[action] > at + 1 + kJumpMax) shared[action] = nearest[action];
      target = shared[action];
    }
  }
  std::vector<bool> reached(code.size());
  reached[0] = true;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (!reached[at] || is_answer(code[at])) continue;
    for (const std::size_t target : targets[at]) reached[target] = true;
  }
  std::vector<std::size_t> places(code.size());
  for (std::size_t at = 0, place = 0; at < code.size(); ++at) places[at] = reached[at] ? place++ : place;
  Code shorter;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (!reached[at]) continue;
    sock_filter step = code[at];
    const auto over = [&](std::size_t target) { return places[target] - places[at] - 1; };
    if (is_conditional(step)) {
      step.jt = static_cast<std::uint8_t>(over(targets[at][0]));
      step.jf = static_cast<std::uint8_t>(over(targets[at][1]));
    } else if (step.code == (BPF_JMP | BPF_JA)) {
      step.k = static_cast<std::uint32_t>(over(targets[at][0]));
    }
    shorter.push_back(step);
  }
  return shorter;
}

bool equal(const Code& one, const Code& other) {
  return std::ranges::equal(one, other, [](const sock_filter& a, const sock_filter& b) {
    return a.code == b.code && a.jt == b.jt && a.jf == b.jf && a.k == b.k;
  });
}

}  // namespace

WordTest is_int(unsigned argument, std::uint32_t value) {
  return {lower(argument), kFull, value, true};
}
WordTest is_not(unsigned argument, std::uint32_t value) {
  return {lower(argument), kFull, value, false};
}
WordTest is_masked(unsigned argument, std::uint32_t mask, std::uint32_t value) {
  return {lower(argument), mask, value, true};
}
WordTest is_not_masked(unsigned argument, std::uint32_t mask, std::uint32_t value) {
  return {lower(argument), mask, value, false};
}

void SeccompTable::add(std::uint32_t answer, int call) {
  add(answer, call, {});
}

void SeccompTable::add(std::uint32_t answer, int call, WordTests tests) {
  if (call >= 0) rules_[call].push_back({std::move(tests), answer});
}

void SeccompTable::add_null(std::uint32_t answer, int call, WordTests tests, unsigned pointer) {
  for (const auto half : {lower(pointer), upper(pointer)}) tests.push_back({half, kFull, 0, true});
  add(answer, call, std::move(tests));
}

void SeccompTable::add_not_null(std::uint32_t answer, int call, const WordTests& tests, unsigned pointer) {
  for (const auto half : {lower(pointer), upper(pointer)}) {
    WordTests one = tests;
    one.push_back({half, kFull, 0, false});
    add(answer, call, std::move(one));
  }
}

std::vector<sock_filter> SeccompTable::program() const {
  std::vector<Interval> intervals{{0, {answer(otherwise_)}}};
  const auto begin = [&](int first, Code code) {
    if (intervals.back().first == first) intervals.pop_back();
    if (intervals.empty() || !equal(intervals.back().code, code)) intervals.push_back({first, std::move(code)});
  };
  for (const auto& [call, rules] : rules_) {
    MaybeHeld held;
    Code code = rules_code(rules, 0, held);
    if (!rules.back().tests.empty()) code.push_back(answer(otherwise_));
    begin(call, std::move(code));
    begin(call + 1, {answer(otherwise_)});
  }

  Code code{load(offsetof(seccomp_data, arch))};
  branch(code, BPF_JEQ, seccomp_arch_native(), false, {answer(SECCOMP_RET_KILL_PROCESS)});
  code.push_back(load(offsetof(seccomp_data, nr)));
  Code other_abi;
  branch(other_abi, BPF_JEQ, kNoCall, true, {answer(otherwise_)});
  other_abi.push_back(answer(SECCOMP_RET_KILL_PROCESS));
  branch(code, BPF_JGE, kOtherAbi, true, other_abi);
  const Code calls = halved(intervals);
  code.insert(code.end(), calls.begin(), calls.end());
  return with_shared_answers(std::move(code));
}

}  // namespace autograder
