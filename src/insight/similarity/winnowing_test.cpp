#include "insight/similarity/winnowing.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace autograder::similarity {
namespace {

std::vector<Token> random_tokens(std::size_t count, std::uint32_t kinds, std::mt19937_64& random) {
  std::vector<Token> tokens(count);
  for (auto& token : tokens) token.symbol = static_cast<std::uint32_t>(random() % kinds);
  return tokens;
}

std::set<std::uint64_t> hashes(const std::vector<Token>& tokens, Grain grain) {
  std::set<std::uint64_t> found;
  for (const auto& fingerprint : winnow(tokens, grain)) found.insert(fingerprint.hash);
  return found;
}

bool share_one(const std::vector<Token>& left, const std::vector<Token>& right, Grain grain) {
  const auto a = hashes(left, grain);
  for (const auto hash : hashes(right, grain)) {
    if (a.contains(hash)) return true;
  }
  return false;
}

// The guarantee of the paper, for many random texts.
TEST(Winnowing, FindsEachCommonRunOfGuaranteedLength) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    const Grain grain{2 + random() % 10, 1 + random() % 8};
    const auto length = grain.gram + grain.window - 1;
    const auto common = random_tokens(length, 1000, random);
    auto left = random_tokens(random() % 50, 1000, random), right = random_tokens(random() % 50, 1000, random);
    left.insert(left.begin() + static_cast<std::ptrdiff_t>(left.size() / 2), common.begin(), common.end());
    right.insert(right.begin() + static_cast<std::ptrdiff_t>(right.size() / 3), common.begin(), common.end());
    EXPECT_TRUE(share_one(left, right, grain)) << round;
  }
}

TEST(Winnowing, FindsNoRunShorterThanTheGram) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 200; ++round) {
    const Grain grain{5, 4};
    const auto common = random_tokens(4, 1'000'000, random);
    auto left = random_tokens(30, 1'000'000, random), right = random_tokens(30, 1'000'000, random);
    left.insert(left.begin() + 10, common.begin(), common.end());
    right.insert(right.begin() + 20, common.begin(), common.end());
    EXPECT_FALSE(share_one(left, right, grain)) << round;
  }
}

TEST(Winnowing, TakesTheRightmostOfEqualHashes) {
  const std::vector<Token> tokens(10);
  const auto kept = winnow(tokens, {2, 4});  // nine equal hashes, six windows
  ASSERT_EQ(kept.size(), 6U);
  EXPECT_EQ(kept.front().at, 3U);
  EXPECT_EQ(kept.back().at, 8U);
}

TEST(Winnowing, KeepsAboutTwoOfAWindowAndOne) {
  std::mt19937_64 random(3);
  const auto tokens = random_tokens(20'000, 50, random);
  EXPECT_NEAR(static_cast<double>(winnow(tokens, {8, 4}).size()) / 20'000, 2.0 / 5, 0.02);
}

TEST(Winnowing, KeepsNothingOfTooFewTokens) {
  EXPECT_TRUE(winnow(std::vector<Token>(7), {8, 4}).empty());
  EXPECT_EQ(winnow(std::vector<Token>(8), {8, 4}).size(), 1U);
  EXPECT_TRUE(winnow({}, {8, 4}).empty());
}

}  // namespace
}  // namespace autograder::similarity
