// A text out of a request's body: held, or left in a file when it is long.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "foundation/nameless_file.h"

namespace autograder::api {

// The bound of a JSON body whose fields may have so many bytes: each may be written as \u0000, and names and signs take
// their room.
constexpr std::size_t body_max_for(std::size_t field_bytes) {
  return 6 * field_bytes + 64 * 1024;
}

// Valid UTF-8 in a file.
struct LongText {
  std::shared_ptr<const NamelessFile> file;
  std::int64_t offset = 0;
  std::int64_t bytes = 0;
  std::size_t characters = 0;
  bool has_nul = false;
};

// By where they stood: "testCases[3].input". Where the body was made into a tree, an empty text stands for each.
using LongTexts = std::map<std::string, LongText, std::less<>>;

struct BodyText {
  std::string held;  // when `kept` has no file
  LongText kept;
};

}  // namespace autograder::api
