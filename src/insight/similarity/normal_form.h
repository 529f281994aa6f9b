// Makes programs alike that differ only in how they are written: statements that do nothing are gone, those that do not
// depend on one another stand in one order, functions that nobody calls are gone.
//
// The rules look at names, not at scopes or types. Where they guess wrongly they do so for both programs of a pair.
#pragma once

#include <cstdint>
#include <vector>

#include "insight/similarity/tree.h"

namespace autograder::similarity {

struct Token {
  std::uint32_t symbol = 0;  // a Symbol, or Symbol::outside + 16 bits of the name of a function that is called
  std::uint32_t begin = 0;   // bytes [begin, end) of the source
  std::uint32_t end = 0;
};

std::vector<Token> normal_form(Tree tree);

}  // namespace autograder::similarity
