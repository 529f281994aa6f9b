#include "insight/similarity/alignment.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace autograder::similarity {
namespace {

constexpr std::uint32_t kGapMax = 6;         // tokens inserted between two runs that are one fragment
constexpr std::uint32_t kRunMin = 4;         // what is left of a run when longer ones took their part
constexpr std::size_t kPairsOfHashMax = 64;  // places of one hash in both: repeated code

// Maximal runs through pairs of equal fingerprints, each once.
std::vector<Run> find_runs(const Weighed& weighed_left, const Weighed& weighed_right, Grain grain) {
  const auto &left = *weighed_left.program, &right = *weighed_right.program;
  const auto& others = weighed_right.by_hash;
  std::vector<std::uint32_t> reached(left.tokens.size() + right.tokens.size(),
                                     0);               // by diagonal: end on the left of its last run
  std::vector<std::uint32_t> tried(others.size(), 0);  // pairs of a hash, at its first place
  std::vector<Run> runs;
  const auto same = [&](std::uint32_t a, std::uint32_t b) { return left.tokens[a].symbol == right.tokens[b].symbol; };
  for (const auto& fingerprint : left.fingerprints) {
    const auto first = std::ranges::lower_bound(others, fingerprint.hash, {}, &Fingerprint::hash);
    for (auto other = first; other != others.end() && other->hash == fingerprint.hash; ++other) {
      const auto at = other->at;
      auto& end = reached[right.tokens.size() + fingerprint.at - at];
      if (fingerprint.at < end) continue;
      if (++tried[static_cast<std::size_t>(first - others.begin())] > kPairsOfHashMax) break;
      std::uint32_t back = 0, length = 0;
      while (fingerprint.at + length < left.tokens.size() && at + length < right.tokens.size() &&
             same(fingerprint.at + length, at + length)) {
        ++length;
      }
      if (length < grain.gram) continue;  // equal hashes of different tokens
      while (back < fingerprint.at && back < at && same(fingerprint.at - back - 1, at - back - 1)) ++back;
      end = fingerprint.at + length;
      runs.push_back({fingerprint.at - back, at - back, length + back});
    }
  }
  return runs;
}

struct Cover {
  std::vector<bool> left, right;
};

// Longest first; each token is matched at most once.
std::vector<Run> tile(std::vector<Run> runs, Cover& cover) {
  std::ranges::sort(runs, [](const Run& a, const Run& b) {
    if (a.length != b.length) return a.length > b.length;
    // Near the diagonal first, in either direction alike.
    const auto distance = [](const Run& run) {
      return run.left > run.right ? run.left - run.right : run.right - run.left;
    };
    if (distance(a) != distance(b)) return distance(a) < distance(b);
    return std::pair(a.left + a.right, a.left) < std::pair(b.left + b.right, b.left);
  });
  std::vector<Run> kept;
  for (const auto& run : runs) {
    std::uint32_t begin = 0;
    for (std::uint32_t i = 0; i <= run.length; ++i) {
      const bool free = i < run.length && !cover.left[run.left + i] && !cover.right[run.right + i];
      if (free) continue;
      if (i - begin >= std::min(kRunMin, run.length)) {
        kept.push_back({run.left + begin, run.right + begin, i - begin});
        for (auto j = begin; j < i; ++j) cover.left[run.left + j] = cover.right[run.right + j] = true;
      }
      begin = i + 1;
    }
  }
  std::ranges::sort(kept, {}, &Run::left);
  return kept;
}

// Inserted statements part a copy: what stands on both sides of a short gap, in the same order, is one fragment.
std::vector<Fragment> merge_gaps(std::vector<Run>& runs) {
  std::vector<Fragment> merged;
  for (auto& run : runs) {
    const bool follows = !merged.empty() && [&] {
      const auto& last = merged.back();
      const auto left_end = last.left + last.left_count, right_end = last.right + last.right_count;
      return run.left >= left_end && run.left - left_end <= kGapMax && run.right >= right_end &&
             run.right - right_end <= kGapMax;
    }();
    if (!follows) merged.push_back({run.left, 0, run.right, 0, 0});
    auto& fragment = merged.back();
    fragment.left_count = run.left + run.length - fragment.left;
    fragment.right_count = run.right + run.length - fragment.right;
    fragment.matched += run.length;
    run.fragment = static_cast<std::uint32_t>(merged.size() - 1);
  }
  return merged;
}

struct Sums {
  std::uint32_t tokens = 0, covered = 0;
  double weight = 0, covered_weight = 0;
};

Sums sum(const Weighed& side, const std::vector<bool>& cover, const std::vector<bool>& gaps) {
  Sums sums;
  for (std::size_t i = 0; i < cover.size(); ++i) {
    if (side.ignored[i] || (gaps[i] && !cover[i])) continue;
    ++sums.tokens;
    sums.weight += side.weights[i];
    if (!cover[i]) continue;
    ++sums.covered;
    sums.covered_weight += side.weights[i];
  }
  return sums;
}

}  // namespace

// A token weighs as the rarest fingerprint over it. It is ignored when all over it are, or one that was handed out. Tokens
// before the first fingerprint and behind the last, fewer than a window, are like their neighbour.
Weighed weigh(const Program& program, Grain grain, const WeightOf& weight_of) {
  Weighed side{
      &program, std::vector<double>(program.tokens.size(), 0), std::vector<bool>(program.tokens.size(), false), {}};
  std::vector<bool> counts(program.tokens.size(), false), handed_out = counts;
  for (const auto& fingerprint : program.fingerprints) {
    const auto weight = weight_of(fingerprint.hash);
    if (!weight.ignored) side.by_hash.push_back(fingerprint);
    for (std::size_t i = fingerprint.at; i < fingerprint.at + grain.gram; ++i) {
      side.weights[i] = std::max(side.weights[i], weight.ignored ? 0 : weight.rarity);
      (weight.handed_out ? handed_out : weight.ignored ? side.ignored : counts)[i] = true;
    }
  }
  for (std::size_t i = 0; i < counts.size(); ++i) side.ignored[i] = handed_out[i] || (side.ignored[i] && !counts[i]);
  std::ranges::stable_sort(side.by_hash, {}, &Fingerprint::hash);
  if (program.fingerprints.empty()) return side;
  const std::size_t first = program.fingerprints.front().at, last = program.fingerprints.back().at + grain.gram - 1;
  const auto copy = [&side](std::size_t from, std::size_t to) {
    side.weights[to] = side.weights[from];
    side.ignored[to] = side.ignored[from];
  };
  for (std::size_t i = 0; i < first; ++i) copy(first, i);
  for (auto i = last + 1; i < side.ignored.size(); ++i) copy(last, i);
  return side;
}

Alignment align(const Weighed& left, const Weighed& right, Grain grain) {
  const auto nothing = [&] {
    return Cover{std::vector<bool>(left.ignored.size(), false), std::vector<bool>(right.ignored.size(), false)};
  };
  auto cover = nothing(), gaps = nothing();
  Alignment alignment{.runs = tile(find_runs(left, right, grain), cover)};
  alignment.fragments = merge_gaps(alignment.runs);
  auto& overlap = alignment.overlap;
  for (const auto& fragment : alignment.fragments) {
    overlap.longest = std::max(overlap.longest, fragment.matched);
    for (std::uint32_t i = 0; i < fragment.left_count; ++i) gaps.left[fragment.left + i] = true;
    for (std::uint32_t i = 0; i < fragment.right_count; ++i) gaps.right[fragment.right + i] = true;
  }
  const auto a = sum(left, cover.left, gaps.left);
  const auto b = sum(right, cover.right, gaps.right);
  overlap.total = a.covered + b.covered;
  overlap.left_tokens = a.tokens;
  overlap.right_tokens = b.tokens;
  if (a.tokens + b.tokens > 0) overlap.similarity = static_cast<double>(overlap.total) / (a.tokens + b.tokens);
  if (a.weight + b.weight > 0) overlap.weighted = (a.covered_weight + b.covered_weight) / (a.weight + b.weight);
  return alignment;
}

std::vector<Region> regions_of(const Program& left, const Program& right, const Alignment& alignment) {
  constexpr std::uint32_t kApart = 40;  // bytes between tokens of one region: brackets, types, spaces
  const auto follows = [](const Span& span, const Token& token) {
    return token.begin >= span.begin && token.begin <= span.end + kApart;
  };
  std::vector<Region> regions;
  for (const auto& run : alignment.runs) {
    bool open = false;
    for (std::uint32_t i = 0; i < run.length; ++i) {
      const auto &a = left.tokens[run.left + i], &b = right.tokens[run.right + i];
      if (a.end == a.begin || b.end == b.begin) continue;  // the end of a body
      if (open && follows(regions.back().left, a) && follows(regions.back().right, b)) {
        regions.back().left.end = std::max(regions.back().left.end, a.end);
        regions.back().right.end = std::max(regions.back().right.end, b.end);
      } else {
        regions.push_back({{a.begin, a.end}, {b.begin, b.end}, run.fragment});
        open = true;
      }
    }
  }
  std::ranges::sort(regions, [](const Region& a, const Region& b) {
    return std::pair(a.left.begin, a.right.begin) < std::pair(b.left.begin, b.right.begin);
  });
  return regions;
}

}  // namespace autograder::similarity
