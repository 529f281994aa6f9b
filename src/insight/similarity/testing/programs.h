// Programs for the tests of similarities.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "insight/similarity/alignment.h"
#include "insight/similarity/lexer.h"
#include "insight/similarity/normal_form.h"
#include "insight/similarity/program.h"
#include "insight/similarity/tree.h"

namespace autograder::similarity {

// However short it is; a refused one is an empty program, and so equals none.
inline Program program_of(SourceLanguage language, std::string_view source) {
  return read_template(language, source).value_or(Program{});
}

// The symbols of its normal form. A piece of a program will do, which does not look like any language.
inline std::vector<std::uint32_t> symbols_of(SourceLanguage language, std::string_view source) {
  std::vector<std::uint32_t> symbols;
  const auto lexemes = lex(language, source);
  if (!lexemes) return symbols;
  auto tree = build_tree(language, source, *lexemes);
  if (!tree) return symbols;
  for (const auto& token : normal_form(std::move(*tree))) symbols.push_back(token.symbol);
  return symbols;
}

// All fingerprints with the same weight.
inline Alignment alignment_of(const Program& left, const Program& right, Weight weight = {}) {
  const auto weight_of = [weight](std::uint64_t) { return weight; };
  return align(weigh(left, Grain{}, weight_of), weigh(right, Grain{}, weight_of), Grain{});
}

inline Overlap overlap_of(const Program& left, const Program& right) {
  return alignment_of(left, right).overlap;
}

inline double similarity_of(SourceLanguage language, std::string_view left, std::string_view right) {
  return overlap_of(program_of(language, left), program_of(language, right)).similarity;
}

// 40 statements that are all different, so that each run of tokens is where it is.
inline std::string long_python_program(std::string_view name) {
  std::string source;
  for (int i = 0; i < 40; ++i) {
    source += "print(";
    for (int j = 0; j <= i % 7; ++j) source += std::string(name) + (i % 3 == 0 ? " + " : i % 3 == 1 ? " * " : " - ");
    source += "f" + std::to_string(i) + "(" + std::string(name) + "))\n";
  }
  return source;
}

}  // namespace autograder::similarity
