#include "insight/similarity/alignment.h"

#include <gtest/gtest.h>

#include "insight/similarity/testing/programs.h"

namespace autograder::similarity {
namespace {

constexpr auto kPython = SourceLanguage::python;

TEST(Alignment, OfAProgramWithItselfIsWhole) {
  const auto program = program_of(kPython, long_python_program("a"));
  const auto overlap = overlap_of(program, program);
  EXPECT_DOUBLE_EQ(overlap.similarity, 1.0);
  EXPECT_EQ(overlap.longest, program.tokens.size());
  EXPECT_EQ(overlap.total, 2 * program.tokens.size());
}

TEST(Alignment, CountsAsDolosDoes) {
  const auto shared = long_python_program("a");
  const auto left = program_of(kPython, shared);
  const auto right = program_of(
      kPython, shared + "for x in y:\n  for z in x:\n    if z in w and x in w or not y:\n      del w[z][x][y][z]\n");
  const auto overlap = overlap_of(left, right);
  EXPECT_EQ(overlap.total, 2 * left.tokens.size());
  EXPECT_DOUBLE_EQ(overlap.similarity, 2.0 * static_cast<double>(left.tokens.size()) /
                                           static_cast<double>(left.tokens.size() + right.tokens.size()));
}

TEST(Alignment, IsTheSameBothWays) {
  const auto left = program_of(kPython, long_python_program("a") + "while a < b:\n  a = f(a)\n  print(a)\n");
  const auto right =
      program_of(kPython, "while a < b:\n  a = f(a)\n  print(a)\n" + long_python_program("a").substr(0, 700));
  EXPECT_DOUBLE_EQ(overlap_of(left, right).similarity, overlap_of(right, left).similarity);
  EXPECT_EQ(overlap_of(left, right).longest, overlap_of(right, left).longest);
}

TEST(Alignment, MergesRunsThatInsertedTokensPart) {
  const auto source = long_python_program("a");
  const auto middle = source.find("\n", source.size() / 2) + 1;
  const auto inserted = source.substr(0, middle) + "g(a)\n" + source.substr(middle);
  const auto left = program_of(kPython, source), right = program_of(kPython, inserted);
  const auto alignment = alignment_of(left, right);
  ASSERT_EQ(alignment.runs.size(), 2U);
  ASSERT_EQ(alignment.fragments.size(), 1U);
  EXPECT_EQ(alignment.fragments[0].matched, left.tokens.size());
  EXPECT_DOUBLE_EQ(alignment.overlap.similarity, 1.0);
}

TEST(Alignment, LeavesOutWhatIsIgnored) {
  const auto source = long_python_program("a");
  const auto left = program_of(kPython, source), right = left;
  const auto nothing = alignment_of(left, right, {0, true});
  EXPECT_TRUE(nothing.fragments.empty());
  EXPECT_EQ(nothing.overlap.left_tokens, 0U);
  EXPECT_DOUBLE_EQ(nothing.overlap.similarity, 0);
}

TEST(Alignment, ShowsRegionsOfBothSources) {
  const auto source = long_python_program("a");
  const std::string before = "import sys\n\n\n";
  const auto other = before + source;
  const auto left = program_of(kPython, source), right = program_of(kPython, other);
  const auto alignment = alignment_of(left, right);
  const auto regions = regions_of(left, right, alignment);
  ASSERT_FALSE(regions.empty());
  for (const auto& region : regions) {
    EXPECT_EQ(source.substr(region.left.begin, region.left.end - region.left.begin),
              other.substr(region.right.begin, region.right.end - region.right.begin));
  }
}

TEST(Alignment, EndsSoonWithRepeatedCode) {
  std::string source;
  for (int i = 0; i < 1500; ++i) source += "print(a + b)\n";
  const auto program = program_of(kPython, source);
  EXPECT_GT(program.tokens.size(), 5000U);
  EXPECT_DOUBLE_EQ(overlap_of(program, program).similarity, 1.0);
}

}  // namespace
}  // namespace autograder::similarity
