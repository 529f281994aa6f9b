// YAML as a tree of plain values, for text that may be hostile: bounds on size, depth and count, and no aliases.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/limits.h"
#include "foundation/result.h"

namespace autograder {

struct YamlValue {
  enum class Kind { nothing, scalar, list, map };
  Kind kind = Kind::nothing;
  int line = 0;                     // from 1
  std::string key;                  // of a member of a map
  std::string text;                 // of a scalar
  bool quoted = false;              // a scalar in quotes is a text whatever it looks like
  std::vector<YamlValue> children;  // of a list or a map, in order

  // The member with that key, or null.
  const YamlValue* find(std::string_view wanted) const;
};

struct YamlBounds {
  Bytes size = kib(256);
  int depth = 16;
  int values = 20'000;
};

// One document. `invalid` names the file, the line and what is wrong: a syntax error, an alias or an anchor, a tag
// beyond YAML's own, a key twice, a key that is no text, a bound.
Result<YamlValue> parse_yaml(std::string_view text, const std::string& file, const YamlBounds& bounds = {});

}  // namespace autograder
