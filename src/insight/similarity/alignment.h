// The parts that two programs share, and the figures made of them.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "insight/similarity/program.h"

namespace autograder::similarity {

// Equal runs of tokens, as long as they can be.
struct Run {
  std::uint32_t left = 0;  // first token
  std::uint32_t right = 0;
  std::uint32_t length = 0;
  std::uint32_t fragment = 0;
};

// Runs that only a few inserted tokens part are one fragment.
struct Fragment {
  std::uint32_t left = 0;  // first token
  std::uint32_t left_count = 0;
  std::uint32_t right = 0;
  std::uint32_t right_count = 0;
  std::uint32_t matched = 0;  // equal tokens: at most either count
};

// What of a pair is shown in colour: bytes of either source.
struct Region {
  Span left;
  Span right;
  std::uint32_t fragment = 0;  // regions of one fragment belong together
};

// As Dolos defines them, over tokens that are not ignored.
struct Overlap {
  double similarity = 0;          // covered tokens of both / all tokens of both
  std::uint32_t longest = 0;      // tokens of the longest fragment
  std::uint32_t total = 0;        // covered tokens of both
  std::uint32_t left_tokens = 0;  // that count
  std::uint32_t right_tokens = 0;
  double weighted = 0;  // as similarity, each token by how rare it is in the problem
};

struct Alignment {
  std::vector<Run> runs;            // by `left`; no token is in two
  std::vector<Fragment> fragments;  // by `left`
  Overlap overlap;
};

// How much a fingerprint says: 0 when everybody has it, 1 when nobody else has.
struct Weight {
  double rarity = 1;
  bool ignored = false;     // does not count
  bool handed_out = false;  // with the template: none of its tokens counts, though other fingerprints are over them
};
using WeightOf = std::function<Weight(std::uint64_t hash)>;

// A program with the weights of its problem: the part of an alignment that is the same in all its pairs.
struct Weighed {
  const Program* program = nullptr;  // outlives it
  std::vector<double> weights;       // of each token
  std::vector<bool> ignored;         // tokens that do not count
  std::vector<Fingerprint> by_hash;  // those that count, by hash and then by place
};
Weighed weigh(const Program& program, Grain grain, const WeightOf& weight_of);

// Both with the same grain and weights. Symmetric but for left and right. Time: fingerprints of both, plus pairs of equal
// ones, of which those of a hash that stands often in both are cut at a bound.
Alignment align(const Weighed& left, const Weighed& right, Grain grain);

// By left. Tokens that stand apart in a source (a normal form changes their order) are several regions.
std::vector<Region> regions_of(const Program& left, const Program& right, const Alignment& alignment);

}  // namespace autograder::similarity
