#include "packages/yaml.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

using namespace std::string_literals;

std::string refusal(const std::string& text, const YamlBounds& bounds = {}) {
  const auto read = parse_yaml(text, "a.yaml", bounds);
  if (read) return "";
  EXPECT_EQ(read.error().code, ErrorCode::invalid);
  return read.error().message;
}

TEST(Yaml, ReadsValuesInOrderWithTheirLines) {
  const auto read = parse_yaml("a: 1\nb: ['x', \"y\", z]\nc:\n  d: |\n    two\n    lines\n  e: ~\nf:\n", "a.yaml");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->kind, YamlValue::Kind::map);
  EXPECT_EQ(read->find("a")->text, "1");
  EXPECT_FALSE(read->find("a")->quoted);
  const auto& list = *read->find("b");
  ASSERT_EQ(list.children.size(), 3u);
  EXPECT_EQ(list.line, 2);
  EXPECT_TRUE(list.children[0].quoted);
  EXPECT_FALSE(list.children[2].quoted);
  EXPECT_EQ(read->find("c")->find("d")->text, "two\nlines\n");
  EXPECT_EQ(read->find("c")->find("e")->kind, YamlValue::Kind::nothing);
  EXPECT_EQ(read->find("f")->kind, YamlValue::Kind::nothing);
  EXPECT_EQ(read->find("g"), nullptr);
  EXPECT_EQ(parse_yaml("", "a.yaml")->kind, YamlValue::Kind::nothing);
  EXPECT_EQ(parse_yaml("# a word\n", "a.yaml")->kind, YamlValue::Kind::nothing);
  EXPECT_EQ(parse_yaml("\xEF\xBB\xBF"
                       "a: 1\n",
                       "a.yaml")
                ->find("a")
                ->text,
            "1");
}

TEST(Yaml, RefusesWhatMultiplies) {
  EXPECT_EQ(refusal("a: &x [1]\nb: *x\n"), "a.yaml: line 1: anchors are not read");
  std::string bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 12; ++i) {
    const auto before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + "," + before + "," + before + "]\n";
  }
  EXPECT_EQ(refusal(bomb), "a.yaml: line 1: anchors are not read");
  EXPECT_NE(refusal("a: *nobody\n"), "");
  EXPECT_NE(refusal("<<: *nobody\n"), "");
}

TEST(Yaml, HasBounds) {
  EXPECT_EQ(refusal(std::string(300 * 1024, '#')), "a.yaml: is larger than 256 KiB");
  for (const int depth : {17, 100, 10'000, 100'000}) {
    const auto said = refusal(std::string(static_cast<std::size_t>(depth), '['));
    EXPECT_NE(said, "") << depth;
  }
  EXPECT_EQ(refusal(std::string(17, '[') + std::string(17, ']')),
            "a.yaml: line 1: it is nested more than 16 levels deep");
  EXPECT_EQ(refusal(std::string(16, '[') + std::string(16, ']')), "");
  std::string deep;
  for (int i = 0; i < 400; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_EQ(refusal(deep), "a.yaml: line 17: it is nested more than 16 levels deep");
  std::string many = "[";
  for (int i = 0; i < 30'000; ++i) many += "1,";
  EXPECT_EQ(refusal(many + "]"), "a.yaml: line 1: it has more than 20000 values");
}

TEST(Yaml, RefusesWhatCannotBeMeant) {
  EXPECT_EQ(refusal("a: 1\na: 2\n"), "a.yaml: line 2: duplicate key a");
  EXPECT_EQ(refusal("a: !!python/object:os.system x\n"),
            "a.yaml: line 1: the tag tag:yaml.org,2002:python/object:os.system is not read");
  EXPECT_EQ(refusal("a: !own x\n"), "a.yaml: line 1: the tag !own is not read");
  EXPECT_EQ(refusal("a: 1\n---\nb: 2\n"), "a.yaml: has more than one document");
  EXPECT_EQ(refusal("[a]: 1\n"), "a.yaml: line 1: a key must be a text");
  EXPECT_EQ(refusal("a: \xFF\n"), "a.yaml: must be UTF-8 text without NUL");
  EXPECT_EQ(refusal(std::string("a: \0\n", 5)), "a.yaml: must be UTF-8 text without NUL");
  EXPECT_TRUE(refusal("a: [1\nb: 2\n").starts_with("a.yaml: line "));
}

// Whatever the bytes are, there is an answer: a tree or a sentence.
TEST(Yaml, IsTotalOnMutatedText) {
  const std::string good =
      "name:\n  en: A\n  de: \"B\"\nlimits: {memory: 256, time_limit: 1.5}\nkeywords: [a, b]\nt: |\n  x\n";
  const std::string bytes = "\0\n\t :-[]{}&*!|>'\"%@`#,?x\xFF\xC3"s;
  std::uint64_t seed = 1;
  const auto next = [&seed](std::size_t below) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(seed >> 33) % below;
  };
  int read = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = good;
    for (auto changes = 1 + next(4); changes > 0; --changes) {
      const auto at = next(text.size());
      if (next(2) == 0) {
        text[at] = bytes[next(bytes.size())];
      } else {
        text.insert(at, 1, bytes[next(bytes.size())]);
      }
    }
    const auto value = parse_yaml(text, "a.yaml");
    read += value.has_value();
    ASSERT_TRUE(value || value.error().message.starts_with("a.yaml: ")) << value.error().message;
  }
  EXPECT_GT(read, 1000);
  EXPECT_LT(read, 19'000);
}

}  // namespace
}  // namespace autograder
