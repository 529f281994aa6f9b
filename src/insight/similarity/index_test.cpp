#include "insight/similarity/index.h"

#include <gtest/gtest.h>

#include <string>

#include "insight/similarity/testing/programs.h"

namespace autograder::similarity {
namespace {

constexpr auto kPython = SourceLanguage::python;

// Programs of strangers: each with statements of its own.
std::string stranger(int number) {
  std::string source = "n = int(input())\n";
  for (int i = 0; i < 8; ++i) {
    const auto kind = (number * 7 + i * 3) % 11;
    const auto own = std::to_string(number * 100 + i);
    source += "x" + own + " = step" + own + "(n" + (kind % 2 == 0 ? " * " : " + ") + own + ")\n";
    if (kind % 3 == 0)
      source += "if x" + own + " > n:\n    print(x" + own + ", 'text" + own + "')\n";
    else
      source += "for k in show" + own + "(x" + own + "):\n    print(k, n)\n";
  }
  return source;
}

void fill(Index& index, int count) {
  for (int i = 0; i < count; ++i)
    index.insert(Key{static_cast<std::uint64_t>(i)}, "user" + std::to_string(i), program_of(kPython, stranger(i)));
}

TEST(Index, FindsTheCopyFirst) {
  Index index(kPython);
  fill(index, 20);
  const auto found = index.nearest(program_of(kPython, stranger(7)), "newcomer", 5);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].other, Key{7});
  EXPECT_DOUBLE_EQ(found[0].overlap.similarity, 1.0);
  EXPECT_DOUBLE_EQ(found[0].wording.similarity, 1.0);
  EXPECT_GT(found[0].unusual, 3);
}

TEST(Index, NeverComparesAUserWithTheirOwn) {
  Index index(kPython);
  fill(index, 20);
  for (const auto& found : index.nearest(program_of(kPython, stranger(7)), "user7", 20)) EXPECT_NE(found.other, Key{7});
}

TEST(Index, ForgetsWhatIsErased) {
  Index index(kPython);
  fill(index, 20);
  EXPECT_TRUE(index.erase(Key{7}));
  EXPECT_FALSE(index.erase(Key{7}));
  EXPECT_EQ(index.size(), 19U);
  for (const auto& found : index.nearest(program_of(kPython, stranger(7)), "newcomer", 20))
    EXPECT_NE(found.other, Key{7});
  for (int i = 0; i < 20; ++i) index.erase(Key{static_cast<std::uint64_t>(i)});
  EXPECT_EQ(index.size(), 0U);
  EXPECT_TRUE(index.nearest(program_of(kPython, stranger(1)), "newcomer", 20).empty());
}

TEST(Index, ReplacesAProgramOfTheSameKey) {
  Index index(kPython);
  fill(index, 10);
  index.insert(Key{3}, "user3", program_of(kPython, stranger(33)));
  EXPECT_EQ(index.size(), 10U);
  EXPECT_EQ(index.nearest(program_of(kPython, stranger(33)), "newcomer", 1).at(0).other, Key{3});
  for (const auto& found : index.nearest(program_of(kPython, stranger(3)), "newcomer", 5))
    EXPECT_LT(found.overlap.similarity, 1);
}

TEST(Index, DoesNotDependOnTheOrderOfInsertion) {
  Index forwards(kPython), backwards(kPython);
  fill(forwards, 30);
  for (int i = 40; i-- > 0;)
    backwards.insert(Key{static_cast<std::uint64_t>(i)}, "user" + std::to_string(i), program_of(kPython, stranger(i)));
  for (int i = 30; i < 40; ++i) backwards.erase(Key{static_cast<std::uint64_t>(i)});
  forwards.measure_usual();
  backwards.measure_usual();
  const auto program = program_of(kPython, stranger(5) + stranger(6));
  const auto one = forwards.nearest(program, "newcomer", 10), other = backwards.nearest(program, "newcomer", 10);
  ASSERT_EQ(one.size(), other.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].other, other[i].other);
    EXPECT_DOUBLE_EQ(one[i].unusual, other[i].unusual);
    EXPECT_DOUBLE_EQ(one[i].wording.similarity, other[i].wording.similarity);
  }
}

TEST(Index, DoesNotCountTheTemplate) {
  const auto handed_out = long_python_program("a");
  Index index(kPython);
  for (int i = 0; i < 5; ++i)
    index.insert(Key{static_cast<std::uint64_t>(i)}, "user" + std::to_string(i),
                 program_of(kPython, handed_out + stranger(i)));
  const auto before = index.compare(Key{1}, Key{2});
  index.set_template(program_of(kPython, handed_out));
  const auto after = index.compare(Key{1}, Key{2});
  ASSERT_TRUE(before && after);
  EXPECT_GT(before->overlap.similarity, 0.5);
  EXPECT_NEAR(after->overlap.similarity, similarity_of(kPython, stranger(1), stranger(2)), 0.1);
}

TEST(Index, DoesNotCountWhatMostUsersShare) {
  const auto usual = long_python_program("a");
  Index index(kPython);
  for (int i = 0; i < 30; ++i)
    index.insert(Key{static_cast<std::uint64_t>(i)}, "user" + std::to_string(i),
                 program_of(kPython, usual + stranger(i)));
  EXPECT_LT(index.compare(Key{1}, Key{2})->overlap.similarity, 0.3);
}

TEST(Index, CountsUsersAndNotPrograms) {
  const auto usual = long_python_program("a");
  Index index(kPython);
  // One user who submits the same often does not make it common.
  for (int i = 0; i < 30; ++i)
    index.insert(Key{static_cast<std::uint64_t>(i)}, "busy", program_of(kPython, usual + stranger(i)));
  fill(index, 0);
  index.insert(Key{100}, "other", program_of(kPython, usual + stranger(100)));
  EXPECT_GT(index.compare(Key{1}, Key{100})->overlap.similarity, 0.5);
}

TEST(Index, SaysThatTooLittleIsLeftToTell) {
  const auto handed_out = long_python_program("a");
  Index index(kPython);
  index.set_template(program_of(kPython, handed_out));
  index.insert(Key{1}, "one", program_of(kPython, handed_out + "print(q(w))\n"));
  index.insert(Key{2}, "two", program_of(kPython, handed_out + "print(w(q))\n"));
  EXPECT_TRUE(index.compare(Key{1}, Key{2})->too_short);
}

TEST(Index, TellsAThousandIdenticalSubmissionsFromNothing) {
  Index index(kPython);
  const auto source = stranger(1);
  for (int i = 0; i < 1000; ++i)
    index.insert(Key{static_cast<std::uint64_t>(i)}, "user" + std::to_string(i), program_of(kPython, source));
  const auto found = index.nearest(program_of(kPython, source), "newcomer", 20);
  EXPECT_LE(found.size(), 20U);  // what all share does not count
  EXPECT_LT(index.memory_bytes(), std::size_t{64} * 1024 * 1024);
}

TEST(Index, ListsPairsOfDifferentUsersMostUnusualFirst) {
  Index index(kPython);
  fill(index, 20);
  index.insert(Key{50}, "copier", program_of(kPython, stranger(7)));
  index.insert(Key{51}, "user7", program_of(kPython, stranger(7)));
  const auto pairs = index.pairs(5);
  ASSERT_GE(pairs.size(), 2U);
  EXPECT_EQ(index.pairs(1).size(), 1U);
  EXPECT_EQ(pairs[0].left, Key{7});
  EXPECT_EQ(pairs[0].comparison.other, Key{50});
  EXPECT_EQ(pairs[1].left, Key{50});
  EXPECT_EQ(pairs[1].comparison.other, Key{51});
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto alone = index.compare(pairs[i].left, pairs[i].comparison.other);
    ASSERT_TRUE(alone);
    EXPECT_DOUBLE_EQ(alone->unusual, pairs[i].comparison.unusual);
    EXPECT_LE(pairs[i].comparison.unusual, pairs[i == 0 ? 0 : i - 1].comparison.unusual);
  }
}

// In a task that leaves no choice an equal structure is usual, though most pairs differ.
TEST(Index, FindsNothingUnusualInWhatManyPairsHave) {
  Index index(kPython);
  fill(index, 10);
  for (std::uint64_t i = 20; i < 30; ++i) {
    index.insert(Key{i}, "user" + std::to_string(i), program_of(kPython, long_python_program("a")));
  }
  const auto found = index.compare(Key{20}, Key{21});
  EXPECT_DOUBLE_EQ(found->overlap.similarity, 1);
  EXPECT_LT(found->structure_unusual, 2);
}

TEST(Index, KnowsNothingOfAbsentKeys) {
  Index index(kPython);
  fill(index, 3);
  EXPECT_FALSE(index.compare(Key{1}, Key{99}));
  EXPECT_FALSE(index.alignment(Key{99}, Key{1}));
  EXPECT_EQ(index.find(Key{99}), nullptr);
}

}  // namespace
}  // namespace autograder::similarity
