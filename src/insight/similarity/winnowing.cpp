#include "insight/similarity/winnowing.h"

#include <algorithm>

#include "insight/similarity/hash.h"

namespace autograder::similarity {

std::vector<Fingerprint> winnow(std::span<const Token> tokens, Grain grain) {
  if (grain.gram == 0 || grain.window == 0 || tokens.size() < grain.gram) return {};
  std::vector<std::uint64_t> hashes(tokens.size() - grain.gram + 1);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    std::uint64_t hash = grain.gram;
    for (std::size_t j = 0; j < grain.gram; ++j) hash = mix(hash ^ tokens[i + j].symbol);
    hashes[i] = hash;
  }
  std::vector<Fingerprint> kept;
  const auto windows = hashes.size() < grain.window ? 1 : hashes.size() - grain.window + 1;
  for (std::size_t begin = 0; begin < windows; ++begin) {
    const auto end = std::min(begin + grain.window, hashes.size());
    std::size_t least = begin;
    for (auto i = begin; i < end; ++i) {
      if (hashes[i] <= hashes[least]) least = i;
    }
    if (kept.empty() || kept.back().at != least) kept.push_back({hashes[least], static_cast<std::uint32_t>(least)});
  }
  return kept;
}

}  // namespace autograder::similarity
