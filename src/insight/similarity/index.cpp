#include "insight/similarity/index.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "foundation/check.h"
#include "insight/similarity/hash.h"

namespace autograder::similarity {
namespace {

// Before a problem has pairs of its own: what they were in the problems that were measured (docs/decisions), and how many
// pairs that knowledge is worth.
constexpr Usual kUsualBefore{.structure = 0.10, .structure_spread = 0.23, .wording = 0.10, .wording_spread = 0.20};
constexpr double kPairsBefore = 6;
constexpr double kSpreadMin = 0.04;

struct Middle {
  double median = 0, spread = 0;
};

// The spread is the median distance to the median, or the distance of the nearest seventh where that is more: in a task that
// leaves no choice, strangers' programs are equal too. As a standard deviation of normal values; a few copies move neither.
Middle middle_of(std::vector<double> values) {
  if (values.empty()) return {};
  const auto at = [](std::vector<double>& list, double share) {
    const auto place = list.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(list.size()));
    std::ranges::nth_element(list, place);
    return *place;
  };
  const double center = at(values, 0.5), tail = (at(values, 0.85) - center) / 1.0364;
  for (auto& value : values) value = std::abs(value - center);
  return {center, std::max(1.4826 * at(values, 0.5), tail)};
}

double blend(double before, double measured, std::size_t pairs) {
  const auto count = static_cast<double>(pairs);
  return (before * kPairsBefore + measured * count) / (kPairsBefore + count);
}

std::vector<std::uint64_t> distinct_hashes(const Program& program) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(program.fingerprints.size());
  for (const auto& fingerprint : program.fingerprints) hashes.push_back(fingerprint.hash);
  std::ranges::sort(hashes);
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

}  // namespace

Index::Index(SourceLanguage language, IndexOptions options) : language_(language), options_(options) {}

void Index::set_template(const Program& program) {
  template_ = distinct_hashes(program);
  for (const auto& feature : program.wording) template_.push_back(feature.hash);
  std::ranges::sort(template_);
}

void Index::insert(Key key, std::string user, Program program) {
  CHECK(program.language == language_);
  erase(key);
  const auto number = users_.try_emplace(std::move(user), static_cast<UserNumber>(programs_of_.size())).first->second;
  if (number == programs_of_.size()) programs_of_.emplace_back();
  while (logarithms_.size() <= programs_of_.size())
    logarithms_.push_back(std::log(static_cast<double>(logarithms_.size())));
  const auto slot = static_cast<Slot>(slots_.size());
  slots_.push_back({key, number, std::move(program)});
  by_key_[key.value] = slot;
  put(slot);
}

bool Index::erase(Key key) {
  const auto found = by_key_.find(key.value);
  if (found == by_key_.end()) return false;
  const auto slot = found->second;
  const auto last = static_cast<Slot>(slots_.size() - 1);
  take(slot);
  by_key_.erase(found);
  if (slot != last) {  // the last one moves into the hole
    take(last);
    slots_[slot] = std::move(slots_[last]);
    by_key_[slots_[slot].key.value] = slot;
    put(slot);
  }
  slots_.pop_back();
  return true;
}

// Whether the user has the hash in another program than this: users are counted, not programs.
bool Index::other_program_has(UserNumber user, Slot except, std::uint64_t hash, bool feature) const {
  for (const auto slot : programs_of_[user]) {
    if (slot == except) continue;
    const auto& program = slots_[slot].program;
    const bool has =
        feature ? std::ranges::binary_search(program.wording, hash, {}, &Feature::hash)
                : std::ranges::find(program.fingerprints, hash, &Fingerprint::hash) != program.fingerprints.end();
    if (has) return true;
  }
  return false;
}

void Index::put(Slot slot) {
  const auto& entry = slots_[slot];
  if (programs_of_[entry.user].empty()) ++active_users_;
  for (const auto hash : distinct_hashes(entry.program)) {
    auto& posting = postings_[hash];
    posting.slots.push_back(slot);
    if (!other_program_has(entry.user, slot, hash, false)) ++posting.users;
  }
  for (const auto& feature : entry.program.wording) {
    if (!other_program_has(entry.user, slot, feature.hash, true)) ++features_[feature.hash];
  }
  programs_of_[entry.user].push_back(slot);
}

void Index::take(Slot slot) {
  const auto& entry = slots_[slot];
  std::erase(programs_of_[entry.user], slot);
  if (programs_of_[entry.user].empty()) --active_users_;
  for (const auto hash : distinct_hashes(entry.program)) {
    auto& posting = postings_[hash];
    std::erase(posting.slots, slot);
    if (!other_program_has(entry.user, slot, hash, false)) --posting.users;
    if (posting.slots.empty()) postings_.erase(hash);
  }
  for (const auto& feature : entry.program.wording) {
    if (other_program_has(entry.user, slot, feature.hash, true)) continue;
    if (--features_[feature.hash] == 0) features_.erase(feature.hash);
  }
}

std::size_t Index::memory_bytes() const {
  std::size_t bytes = slots_.capacity() * sizeof(Entry) + template_.capacity() * sizeof(std::uint64_t);
  for (const auto& [key, user, program] : slots_) {
    bytes += program.tokens.capacity() * sizeof(Token) + program.fingerprints.capacity() * sizeof(Fingerprint) +
             program.wording.capacity() * sizeof(Feature);
  }
  constexpr std::size_t kNode = 2 * sizeof(void*);  // of a hash table, and its place in it
  for (const auto& [hash, posting] : postings_)
    bytes += kNode + sizeof(hash) + sizeof(posting) + posting.slots.capacity() * sizeof(Slot);
  bytes += features_.size() * (kNode + sizeof(std::uint64_t) + sizeof(std::uint32_t));
  bytes += (by_key_.size() + users_.size()) * (kNode + 2 * sizeof(std::uint64_t));
  return bytes;
}

bool Index::is_common(std::size_t users) const {
  return users > options_.common_min &&
         static_cast<double>(users) > options_.common_share * static_cast<double>(active_users_);
}

// 1 for what one pair alone has, 0 for what all have.
double Index::rarity(std::size_t users) const {
  const auto all = std::max<std::size_t>(active_users_, 3);
  const auto some = std::clamp<std::size_t>(users, 2, all);
  return (logarithms_[all] - logarithms_[some]) / (logarithms_[all] - logarithms_[2]);
}

Weight Index::weight_of(std::uint64_t hash) const {
  if (std::ranges::binary_search(template_, hash)) return {.rarity = 0, .ignored = true, .handed_out = true};
  const auto found = postings_.find(hash);
  const auto users = found == postings_.end() ? 0 : found->second.users;
  return {rarity(users), is_common(users)};
}

double Index::feature_rarity(std::uint64_t hash) const {
  if (std::ranges::binary_search(template_, hash)) return 0;
  const auto found = features_.find(hash);
  return rarity(found == features_.end() ? 0 : found->second);
}

Index::Prepared Index::prepare(const Program& program) const {
  return {weigh(program, options_.grain, [this](std::uint64_t hash) { return weight_of(hash); }),
          total_wording(program.wording, [this](std::uint64_t hash) { return feature_rarity(hash); })};
}

Comparison Index::compare(const Prepared& left, const Prepared& right) const {
  auto comparison = overlap_of(left, right);
  judge(comparison);
  return comparison;
}

Comparison Index::overlap_of(const Prepared& left, const Prepared& right) const {
  Comparison comparison;
  comparison.overlap = align(left.structure, right.structure, options_.grain).overlap;
  comparison.wording = compare_wording(left.structure.program->wording, left.wording, right.structure.program->wording,
                                       right.wording, [this](std::uint64_t hash) { return feature_rarity(hash); });
  comparison.too_short = std::min(comparison.overlap.left_tokens, comparison.overlap.right_tokens) < kTokensMin;
  return comparison;
}

void Index::judge(Comparison& comparison) const {
  const auto& usual = this->usual();
  const auto far = [](double value, double middle, double spread) {
    return (value - middle) / std::max(spread, kSpreadMin);
  };
  comparison.structure_unusual = far(comparison.overlap.weighted, usual.structure, usual.structure_spread);
  comparison.wording_unusual = far(comparison.wording.similarity, usual.wording, usual.wording_spread);
  comparison.unusual = (comparison.structure_unusual + comparison.wording_unusual) / 2;
}

// The most promising ones of other users from the slot `from` on.
std::vector<Index::Slot> Index::candidates_of(const Program& program, UserNumber user, Slot from,
                                              std::size_t count) const {
  std::vector<float> shared(slots_.size(), 0);
  std::vector<std::uint16_t> hits(slots_.size(), 0);
  for (const auto hash : distinct_hashes(program)) {
    const auto weight = weight_of(hash);
    const auto posting = postings_.find(hash);
    if (weight.ignored || posting == postings_.end()) continue;
    for (const auto slot : posting->second.slots) {
      if (slot < from) continue;
      shared[slot] += static_cast<float>(weight.rarity) + 0.01F;
      if (hits[slot] < 0xffff) ++hits[slot];
    }
  }
  std::vector<Slot> candidates;
  for (auto slot = from; slot < slots_.size(); ++slot) {
    if (slots_[slot].user != user && hits[slot] >= options_.shared_min) candidates.push_back(slot);
  }
  // Sharing much is common for long programs: relative to what both have.
  const auto estimate = [&](Slot slot) {
    return shared[slot] / static_cast<float>(slots_[slot].program.fingerprints.size() + program.fingerprints.size());
  };
  const auto wanted = std::min(count, candidates.size());
  std::ranges::partial_sort(candidates, candidates.begin() + static_cast<std::ptrdiff_t>(wanted), [&](Slot a, Slot b) {
    const auto left = estimate(a), right = estimate(b);
    return left != right ? left > right : slots_[a].key.value < slots_[b].key.value;
  });
  candidates.resize(wanted);
  return candidates;
}

std::vector<Comparison> Index::nearest(const Program& program, const std::string& user, std::size_t count) const {
  const auto known = users_.find(user);
  const auto number = known == users_.end() ? kNobody : known->second;
  const auto prepared = prepare(program);
  std::vector<Comparison> found;
  for (const auto slot : candidates_of(program, number, 0, std::max(options_.candidates, count))) {
    found.push_back(compare(prepared, prepare(slots_[slot].program)));
    found.back().other = slots_[slot].key;
  }
  std::ranges::sort(found, [](const Comparison& a, const Comparison& b) {
    return a.unusual != b.unusual ? a.unusual > b.unusual : a.other.value < b.other.value;
  });
  if (found.size() > count) found.resize(count);
  return found;
}

std::vector<Pair> Index::pairs(std::size_t count) const {
  std::vector<Prepared> prepared;
  prepared.reserve(slots_.size());
  for (const auto& entry : slots_) prepared.push_back(prepare(entry.program));
  const auto before = [](const Pair& a, const Pair& b) {
    if (a.comparison.unusual != b.comparison.unusual) return a.comparison.unusual > b.comparison.unusual;
    return std::pair(a.left.value, a.comparison.other.value) < std::pair(b.left.value, b.comparison.other.value);
  };
  std::vector<Pair> found;
  const auto keep_best = [&] {
    std::ranges::sort(found, before);
    if (found.size() > count) found.resize(count);
  };
  for (Slot slot = 0; slot < slots_.size(); ++slot) {
    for (const auto other : candidates_of(slots_[slot].program, slots_[slot].user, slot + 1, options_.candidates)) {
      const bool swapped =
          slots_[other].key.value < slots_[slot].key.value;  // so that the order of insertion does not matter
      const auto left = swapped ? other : slot, right = swapped ? slot : other;
      found.push_back({slots_[left].key, compare(prepared[left], prepared[right])});
      found.back().comparison.other = slots_[right].key;
    }
    if (found.size() > 2 * count + options_.candidates) keep_best();
  }
  keep_best();
  return found;
}

const Program* Index::find(Key key) const {
  const auto found = by_key_.find(key.value);
  return found == by_key_.end() ? nullptr : &slots_[found->second].program;
}

std::optional<Comparison> Index::compare(Key left, Key right) const {
  const auto *a = find(left), *b = find(right);
  if (a == nullptr || b == nullptr) return std::nullopt;
  auto comparison = compare(prepare(*a), prepare(*b));
  comparison.other = right;
  return comparison;
}

std::optional<Alignment> Index::alignment(Key left, Key right) const {
  const auto *a = find(left), *b = find(right);
  if (a == nullptr || b == nullptr) return std::nullopt;
  return align(prepare(*a).structure, prepare(*b).structure, options_.grain);
}

const Usual& Index::usual() const {
  if (slots_.size() * 4 > measured_size_ * 5) measure_usual();
  return usual_;
}

// The sample depends on the keys alone, so the order of insertion does not matter.
void Index::measure_usual() const {
  measured_size_ = slots_.size();
  std::vector<Slot> order(slots_.size());
  for (Slot slot = 0; slot < order.size(); ++slot) order[slot] = slot;
  std::ranges::sort(order, {},
                    [&](Slot slot) { return std::pair(mix(slots_[slot].key.value), slots_[slot].key.value); });
  std::vector<double> structure, wording;
  std::vector<std::optional<Prepared>> prepared(order.size());
  const auto at = [&](std::size_t i) -> const Prepared& {
    if (!prepared[i]) prepared[i] = prepare(slots_[order[i]].program);
    return *prepared[i];
  };
  const auto count = order.size();
  // Neighbours at distance 1, then 2, ...: each program is in about as many pairs as any other.
  for (std::size_t distance = 1; distance < count && structure.size() < options_.sampled_pairs; ++distance) {
    for (std::size_t i = 0; i + distance < count && structure.size() < options_.sampled_pairs; ++i) {
      if (slots_[order[i]].user == slots_[order[i + distance]].user) continue;
      const auto comparison = overlap_of(at(i), at(i + distance));
      structure.push_back(comparison.overlap.weighted);
      wording.push_back(comparison.wording.similarity);
    }
  }
  const auto pairs = structure.size();
  const auto shapes = middle_of(std::move(structure)), words = middle_of(std::move(wording));
  usual_ = {
      blend(kUsualBefore.structure, shapes.median, pairs), blend(kUsualBefore.structure_spread, shapes.spread, pairs),
      blend(kUsualBefore.wording, words.median, pairs), blend(kUsualBefore.wording_spread, words.spread, pairs), pairs};
}

}  // namespace autograder::similarity
