// Lines of 64 MiB, the most that a test may hold. The texts are looked at where they are: what comparing allocates is
// counted, and has one small bound whatever their size. Every byte but the last is the same, so that all of them are
// looked at; anything quadratic would take days here.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <new>

#include "domain/compare.h"

namespace {

thread_local std::size_t allocated = 0;

}  // namespace

// Of this whole test program: all other forms of new come down to this one. Not inlined, or g++ takes free() beside new
// for a mistake.
[[gnu::noinline]] void* operator new(std::size_t size) {
  allocated += size;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace autograder {
namespace {

using enum CheckerKind;

#ifdef NDEBUG
constexpr std::size_t kSize = 64 << 20;
#else
constexpr std::size_t kSize = 8 << 20;  // each byte is slow there, above all under sanitizers
#endif
constexpr std::size_t kAllocatedMax = 4096;  // the message alone

struct LargeCase {
  const char* name;
  Checker checker;
  const char* expected;  // over and over, up to 64 MiB
  const char* found;
};

class CompareLarge : public testing::TestWithParam<LargeCase> {};

std::string filled(const char* piece) {
  std::string text = piece;
  text.reserve(kSize);
  const auto whole = kSize / text.size() * text.size();
  while (text.size() < whole) text.append(text, 0, whole - text.size());
  return text;
}

TEST_P(CompareLarge, LooksAtEachByteAndKeepsNone) {
  const auto& large = GetParam();
  const auto expected = filled(large.expected);
  auto found = filled(large.found);
  const auto compared = [&] {
    const auto before = allocated;
    auto comparison = compare(large.checker, expected, found);
    EXPECT_LE(allocated - before, kAllocatedMax);
    return comparison;
  };
  EXPECT_TRUE(compared().equal);
  found.back() = '#';
  const auto different = compared();
  EXPECT_FALSE(different.equal);
  EXPECT_NE(different.message.find("line 1, column "), std::string::npos) << different.message;
  EXPECT_NE(different.message.find("#"), std::string::npos) << different.message;
  EXPECT_GT(allocated, expected.size()) << "what is asked to be small is counted";
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, CompareLarge,
    testing::Values(LargeCase{"trim", {trim}, "7", "7"}, LargeCase{"trimAnyCase", {trim, 0, 0, true}, "a", "A"},
                    LargeCase{"lines", {lines}, "7 ", "7 "}, LargeCase{"linesAnyCase", {lines, 0, 0, true}, "a ", "A "},
                    LargeCase{"tokens", {tokens}, "7 ", "7 "},
                    LargeCase{"tokensAnyCase", {tokens, 0, 0, true}, "a ", "A "}, LargeCase{"exact", {exact}, "7", "7"},
                    LargeCase{"exactAnyCase", {exact, 0, 0, true}, "a", "A"},
                    LargeCase{"floating", {floating, 0, 0.1}, "1.50 7 ", "1.49 7 "},
                    LargeCase{"floatingOneNumber", {floating, 0, 0.1}, "7", "7"},
                    LargeCase{"floatingAnyCase", {floating, 0, 0.1, true}, "1.50 yes ", "1.49 YES "},
                    LargeCase{"floatingSpace", {floating, 0, 0.1, false, true}, "1.50 7 ", "1.49 7 "},
                    LargeCase{"floatingSpaceAnyCase", {floating, 0, 0.1, true, true}, "1.50 yes ", "1.49 YES "}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace autograder
