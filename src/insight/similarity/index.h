// The programs of one problem in one language, by their fingerprints: gives for a program its nearest others.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "insight/similarity/alignment.h"
#include "insight/similarity/program.h"

namespace autograder::similarity {

struct IndexOptions {
  Grain grain;
  // A fingerprint or feature of more users than this does not count, nor do those of the template.
  double common_share = 0.5;        // of all users
  std::size_t common_min = 10;      // users; a fingerprint of fewer always counts
  std::size_t shared_min = 3;       // fingerprints that two programs share before they are aligned
  std::size_t candidates = 40;      // programs that a new one is aligned with
  std::size_t sampled_pairs = 400;  // of different users, to know what is usual in the problem
};

struct Key {
  std::uint64_t value = 0;  // a submission
  bool operator==(const Key&) const = default;
};

struct Comparison {
  Key other;
  Overlap overlap;
  WordingOverlap wording;
  // How far the pair stands out among pairs of the problem, in spreads of the usual pair: 0 is usual, 2 is rare.
  double structure_unusual = 0;
  double wording_unusual = 0;
  double unusual = 0;      // both together: pairs are sorted by it
  bool too_short = false;  // too few tokens count: the numbers say nothing
};

struct Pair {
  Key left;
  Comparison comparison;  // with `other`, whose key is the greater one
};

// What pairs of different users have in this problem: the middle, and how far from it pairs usually are.
struct Usual {
  double structure = 0;
  double structure_spread = 0;
  double wording = 0;
  double wording_spread = 0;
  std::size_t pairs = 0;  // that were looked at
};

// Memory: about 20 bytes a token. Not for several threads at once.
class Index final {
 public:
  explicit Index(SourceLanguage language, IndexOptions options = {});

  // What the problem hands out. Replaces an earlier one.
  void set_template(const Program& program);
  // Replaces what has the same key. Programs of one user are never compared with one another.
  void insert(Key key, std::string user, Program program);
  bool erase(Key key);
  std::size_t size() const { return slots_.size(); }
  std::size_t memory_bytes() const;

  // Most unusual first, then by key; at most `count`, none of the user's own. `program` need not be in the index.
  std::vector<Comparison> nearest(const Program& program, const std::string& user, std::size_t count) const;
  // Of all programs, most unusual first: pairs of different users, for each program its `candidates` most promising ones.
  // Memory for the call: about 20 bytes a token of all programs.
  std::vector<Pair> pairs(std::size_t count) const;
  // Nothing when one of the two is not in the index.
  std::optional<Comparison> compare(Key left, Key right) const;
  std::optional<Alignment> alignment(Key left, Key right) const;
  const Program* find(Key key) const;

  // Looks at sampled pairs again. What needs it does it by itself when the index has grown by a quarter.
  void measure_usual() const;
  const Usual& usual() const;

 private:
  using UserNumber = std::uint32_t;
  using Slot = std::uint32_t;
  static constexpr UserNumber kNobody = std::numeric_limits<UserNumber>::max();
  struct Entry {
    Key key;
    UserNumber user = 0;
    Program program;
  };
  struct Posting {
    std::vector<Slot> slots;
    std::uint32_t users = 0;
  };

  struct Prepared {  // for comparing with several others
    Weighed structure;
    WordingTotals wording;
  };

  Weight weight_of(std::uint64_t hash) const;
  double rarity(std::size_t users) const;
  bool is_common(std::size_t users) const;
  bool other_program_has(UserNumber user, Slot except, std::uint64_t hash, bool feature) const;
  Prepared prepare(const Program& program) const;
  Comparison compare(const Prepared& left, const Prepared& right) const;
  Comparison overlap_of(const Prepared& left, const Prepared& right) const;
  std::vector<Slot> candidates_of(const Program& program, UserNumber user, Slot from, std::size_t count) const;
  double feature_rarity(std::uint64_t hash) const;
  void judge(Comparison& comparison) const;
  void put(Slot slot);
  void take(Slot slot);

  SourceLanguage language_;
  IndexOptions options_;
  std::vector<Entry> slots_;
  std::unordered_map<std::uint64_t, Slot> by_key_;
  std::unordered_map<std::string, UserNumber> users_;
  std::vector<std::vector<Slot>> programs_of_;                          // by user
  std::size_t active_users_ = 0;                                        // that have a program
  std::vector<double> logarithms_{0, 0, std::log(2.0), std::log(3.0)};  // of 0 (not used) up to the number of users
  std::unordered_map<std::uint64_t, Posting> postings_;
  std::unordered_map<std::uint64_t, std::uint32_t> features_;  // -> users
  std::vector<std::uint64_t> template_;                        // sorted hashes of fingerprints and features
  mutable Usual usual_;                                        // made when it is asked for
  mutable std::size_t measured_size_ = 0;
};

}  // namespace autograder::similarity
