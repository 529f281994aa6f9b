#include "sandbox/linux/captured_stream.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

std::string kept_of(const Capture& bounds, const std::vector<std::string>& pieces, bool& over) {
  CapturedStream stream(bounds);
  for (const auto& piece : pieces) stream.add(piece);
  over = stream.over();
  return stream.take();
}

TEST(CapturedStream, KeepsWhatItsBoundsAllow) {
  const std::string cut(kLeftOut);
  const struct {
    Capture bounds;
    std::vector<std::string> pieces;
    std::string kept;
    bool over;
  } cases[] = {
      {{Bytes{4}}, {}, "", false},
      {{Bytes{4}}, {"ab", "cd"}, "abcd", false},
      {{Bytes{4}}, {"ab", "cde"}, "abcd", true},
      {{Bytes{0}}, {"a"}, "", true},
      {{Bytes{4}, Bytes{10}}, {"abcd"}, "abcd", false},
      {{Bytes{4}, Bytes{10}}, {"abc", "de"}, "ab" + cut + "de", false},
      {{Bytes{4}, Bytes{10}}, {"abcdefghijklmn"}, "ab" + cut + "mn", false},
      {{Bytes{4}, Bytes{10}}, {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}, "ab" + cut + "ij", false},
      {{Bytes{4}, Bytes{10}}, {"abcdefghijklmno"}, "ab" + cut + "mn", true},
      {{Bytes{4}, Bytes{10}}, {"abcdefghijklmno", "pq"}, "ab" + cut + "mn", true},
      {{Bytes{5}, Bytes{1}}, {"abcdef"}, "ab" + cut + "def", false},
  };
  for (const auto& c : cases) {
    bool over = false;
    EXPECT_EQ(kept_of(c.bounds, c.pieces, over), c.kept);
    EXPECT_EQ(over, c.over) << c.kept;
  }
}

TEST(CapturedStream, KeepsLittleOfMuch) {
  CapturedStream stream({kib(64), mib(256)});
  const std::string piece(1 << 16, 'y');
  for (int i = 0; i < 1000; ++i) stream.add(piece);
  stream.add("the end");
  EXPECT_FALSE(stream.over());
  const auto kept = stream.take();
  EXPECT_EQ(kept.size(), 65536 + kLeftOut.size());
  EXPECT_TRUE(kept.ends_with("the end"));
}

}  // namespace
}  // namespace autograder
