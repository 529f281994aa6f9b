#include "foundation/epoch_cache.h"

#include <gtest/gtest.h>

#include <string>

namespace autograder {
namespace {

using Cache = EpochCache<int, std::string>;
using CacheOfParts = EpochCache<int, std::string, char>;

TEST(EpochCache, KeepsAValueUntilItsKeyIsForgotten) {
  Cache cache({});
  EXPECT_FALSE(cache.find(1));
  cache.keep(1, cache.epoch(1), "one");
  cache.keep(2, cache.epoch(2), "two");
  cache.forget(1);
  EXPECT_FALSE(cache.find(1));
  EXPECT_EQ(cache.find(2), "two");
  cache.forget_all();
  EXPECT_FALSE(cache.find(2));
}

TEST(EpochCache, DoesNotKeepAValueThatWasReadBeforeAChange) {
  Cache cache({});
  const auto before = cache.epoch(1);
  cache.forget(1);
  cache.keep(1, before, "old");
  EXPECT_FALSE(cache.find(1));
  const auto between = cache.epoch(1);
  cache.forget_all();
  cache.keep(1, between, "old");
  EXPECT_FALSE(cache.find(1));
  cache.keep(1, cache.epoch(1), "new");
  EXPECT_EQ(cache.find(1), "new");
}

TEST(EpochCache, AChangeOfOneKeyLeavesReadersOfAnotherAlone) {
  Cache cache({});
  const auto before = cache.epoch(1);
  cache.forget(2);
  cache.keep(1, before, "one");
  EXPECT_EQ(cache.find(1), "one");
}

TEST(EpochCache, ANewValueReplacesTheOneBefore) {
  Cache cache({.bytes = 10});
  cache.keep(1, cache.epoch(1), "long", 8);
  cache.keep(1, cache.epoch(1), "short", 4);
  cache.keep(2, cache.epoch(2), "other", 6);
  EXPECT_EQ(cache.find(1), "short") << "the bytes of the one before count no more";
  EXPECT_EQ(cache.find(2), "other");
}

TEST(EpochCache, DropsWhatNobodyAskedForTheLongest) {
  Cache cache({.values = 2});
  cache.keep(1, cache.epoch(1), "one");
  cache.keep(2, cache.epoch(2), "two");
  EXPECT_TRUE(cache.find(1));
  cache.keep(3, cache.epoch(3), "three");
  EXPECT_TRUE(cache.find(1));
  EXPECT_FALSE(cache.find(2));
  EXPECT_TRUE(cache.find(3));
}

TEST(EpochCache, KeepsNoMoreBytesThanItsBound) {
  Cache cache({.bytes = 10});
  cache.keep(1, cache.epoch(1), "one", 4);
  cache.keep(2, cache.epoch(2), "two", 4);
  cache.keep(3, cache.epoch(3), "too large", 11);
  EXPECT_TRUE(cache.find(1)) << "what cannot be kept makes no room";
  EXPECT_FALSE(cache.find(3));
  cache.keep(4, cache.epoch(4), "four", 6);
  EXPECT_TRUE(cache.find(1));
  EXPECT_FALSE(cache.find(2));
  EXPECT_TRUE(cache.find(4));
  cache.forget(1);
  cache.forget(4);
  cache.keep(5, cache.epoch(5), "five", 10);
  EXPECT_TRUE(cache.find(5));
}

TEST(EpochCache, KeepsEachPartOfAKeyAndForgetsAllOfThem) {
  CacheOfParts cache({});
  cache.keep(1, cache.epoch(1), "of a", 0, 'a');
  cache.keep(1, cache.epoch(1), "of b", 0, 'b');
  EXPECT_EQ(cache.find(1, 'a'), "of a");
  EXPECT_EQ(cache.find(1, 'b'), "of b");
  EXPECT_FALSE(cache.find(1, 'c'));
  cache.forget(1);
  EXPECT_FALSE(cache.find(1, 'a'));
  EXPECT_FALSE(cache.find(1, 'b'));
}

}  // namespace
}  // namespace autograder
