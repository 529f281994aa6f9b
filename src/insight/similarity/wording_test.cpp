#include "insight/similarity/wording.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "insight/similarity/lexer.h"

namespace autograder::similarity {
namespace {

std::vector<Feature> wording(std::string_view source) {
  const auto lexemes = lex(SourceLanguage::python, source);
  return lexemes ? wording_of(source, *lexemes) : std::vector<Feature>{};
}

std::vector<std::string> texts(std::string_view source, WordingKind kind) {
  std::vector<std::string> found;
  for (const auto& feature : wording(source)) {
    if (feature.kind == kind) found.emplace_back(source.substr(feature.begin, feature.length));
  }
  std::ranges::sort(found);
  return found;
}

WordingOverlap overlap(
    std::string_view left, std::string_view right, const RarityOf& rarity = [](std::uint64_t) { return 1.0; }) {
  const auto a = wording(left), b = wording(right);
  return compare_wording(a, total_wording(a, rarity), b, total_wording(b, rarity), rarity);
}

TEST(Wording, HasLiteralsNamesAndComments) {
  constexpr std::string_view kSource = "total = 4711 # odd Constant\nprint('hello', total)";
  EXPECT_EQ(texts(kSource, WordingKind::literal), std::vector<std::string>({"'hello'", "4711"}));
  EXPECT_EQ(texts(kSource, WordingKind::name), std::vector<std::string>({"print", "total"}));
  EXPECT_EQ(texts(kSource, WordingKind::comment), std::vector<std::string>({"Constant", "odd"}));
  EXPECT_FALSE(texts(kSource, WordingKind::piece).empty());
}

TEST(Wording, LeavesOutWhatSaysNothing) {
  EXPECT_TRUE(texts("a = 1", WordingKind::literal).empty());
  EXPECT_TRUE(texts("a = ','", WordingKind::literal).empty());
  EXPECT_TRUE(texts("a = 1 # of", WordingKind::comment).empty());
}

TEST(Wording, HasEachFeatureOnceWithItsCount) {
  const auto features = wording("first = 12\nsecond = 12\nfirst = second");
  EXPECT_TRUE(std::ranges::is_sorted(features, {}, &Feature::hash));
  const auto number = std::ranges::find(features, WordingKind::literal, &Feature::kind);
  ASSERT_NE(number, features.end());
  EXPECT_EQ(number->count, 2U);
}

TEST(Wording, DoesNotSeeSpaces) {
  const auto one = overlap("alpha = beta + gamma", "   alpha=beta  +gamma  ");
  EXPECT_DOUBLE_EQ(one.text, 1);
}

TEST(Wording, ComparesWhatBothHave) {
  EXPECT_DOUBLE_EQ(overlap("a = 4711", "b = 4711").literals, 1);
  EXPECT_DOUBLE_EQ(overlap("a = 4711", "b = 4712").literals, 0);
  EXPECT_DOUBLE_EQ(overlap("a = 4711, 12", "b = 4711, 13").literals, 0.5);
  EXPECT_DOUBLE_EQ(overlap("# one two", "# Two one").comments, 1);
}

TEST(Wording, CountsLiteralsTwiceAndLeavesOutWhatNobodyHas) {
  const auto both = overlap("alpha_beta_gamma = 4711", "delta_epsilon_zeta = 4711");
  EXPECT_DOUBLE_EQ(both.similarity, (2 * both.literals + both.text) / 3);
  EXPECT_DOUBLE_EQ(overlap("alpha_beta_gamma = f", "alpha_beta_gamma = f").similarity, 1);
  EXPECT_DOUBLE_EQ(overlap("", "").similarity, 0);
}

TEST(Wording, WeighsByRarity) {
  const auto alone = wording("4711");
  ASSERT_EQ(alone.size(), 1U);
  const auto common = alone[0].hash;
  const auto weighed =
      overlap("a = 4711, 12", "a = 4711, 13", [&](std::uint64_t hash) { return hash == common ? 0.0 : 1.0; });
  EXPECT_DOUBLE_EQ(weighed.literals, 0);
}

}  // namespace
}  // namespace autograder::similarity
