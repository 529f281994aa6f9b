#include "insight/similarity/wording.h"

#include <algorithm>
#include <string>

#include "insight/similarity/hash.h"

namespace autograder::similarity {
namespace {

constexpr std::size_t kCommentWordMin = 3;
constexpr std::uint64_t kPieceSample = 4;

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Collector final {
 public:
  explicit Collector(std::string_view source) : source_(source) {}

  void add(WordingKind kind, std::string_view text, std::size_t begin, std::size_t end) {
    const auto hash = hash_text(text, static_cast<std::uint64_t>(kind) + 1);
    if (kind == WordingKind::piece && hash % kPieceSample != 0) return;
    features_.push_back({hash, static_cast<std::uint32_t>(begin),
                         static_cast<std::uint16_t>(std::min<std::size_t>(end - begin, 0xffff)), 1, kind});
  }

  void add_comment(Span span) {
    std::string word;
    for (auto i = span.begin; i <= span.end; ++i) {
      if (i < span.end && is_word_character(source_[i])) {
        const char c = source_[i];
        word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        continue;
      }
      if (word.size() >= kCommentWordMin) add(WordingKind::comment, word, i - word.size(), i);
      word.clear();
    }
  }

  void add_pieces() {
    std::string squeezed;
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < source_.size(); ++i) {
      const char c = source_[i];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
      squeezed += c;
      places.push_back(i);
    }
    for (std::size_t i = 0; i + kPieceLength <= squeezed.size(); ++i) {
      add(WordingKind::piece, std::string_view(squeezed).substr(i, kPieceLength), places[i],
          places[i + kPieceLength - 1] + 1);
    }
  }

  std::vector<Feature> once() {
    std::ranges::stable_sort(features_, {}, &Feature::hash);
    std::vector<Feature> result;
    for (const auto& feature : features_) {
      if (result.empty() || result.back().hash != feature.hash)
        result.push_back(feature);
      else if (result.back().count < 0xff)
        ++result.back().count;
    }
    result.shrink_to_fit();
    return result;
  }

 private:
  std::string_view source_;
  std::vector<Feature> features_;
};

}  // namespace

std::vector<Feature> wording_of(std::string_view source, const Lexemes& lexemes) {
  Collector collector(source);
  for (const auto& lexeme : lexemes.lexemes) {
    const auto text = source.substr(lexeme.begin, lexeme.end - lexeme.begin);
    const bool literal = (lexeme.kind == LexemeKind::number && text.size() >= 2) ||
                         (lexeme.kind == LexemeKind::text && text.size() >= 4);
    if (literal) collector.add(WordingKind::literal, text, lexeme.begin, lexeme.end);
    if (lexeme.kind == LexemeKind::name) collector.add(WordingKind::name, text, lexeme.begin, lexeme.end);
  }
  for (const auto span : lexemes.comments) collector.add_comment(span);
  collector.add_pieces();
  return collector.once();
}

WordingTotals total_wording(const std::vector<Feature>& features, const RarityOf& rarity) {
  WordingTotals totals{};
  for (const auto& feature : features) {
    if (feature.kind != WordingKind::name)
      totals[static_cast<std::size_t>(feature.kind)] += rarity(feature.hash) * feature.count;
  }
  return totals;
}

WordingOverlap compare_wording(const std::vector<Feature>& left, const WordingTotals& left_totals,
                               const std::vector<Feature>& right, const WordingTotals& right_totals,
                               const RarityOf& rarity) {
  WordingTotals shared{};
  for (auto a = left.begin(), b = right.begin(); a != left.end() && b != right.end();) {
    if (a->hash < b->hash) {
      ++a;
    } else if (b->hash < a->hash) {
      ++b;
    } else {
      if (a->kind != WordingKind::name) {
        shared[static_cast<std::size_t>(a->kind)] += rarity(a->hash) * std::min(a->count, b->count);
      }
      ++a;
      ++b;
    }
  }
  double parts = 0, weights = 0;
  const auto share = [&](WordingKind kind, double weight) {
    const auto i = static_cast<std::size_t>(kind);
    const auto all = left_totals[i] + right_totals[i];
    if (all <= 0) return 0.0;
    const auto value = std::min(2 * shared[i] / all, 1.0);
    parts += weight * value;
    weights += weight;
    return value;
  };
  WordingOverlap overlap{share(WordingKind::literal, 2), share(WordingKind::comment, 1), share(WordingKind::piece, 1),
                         0};
  if (weights > 0) overlap.similarity = parts / weights;
  return overlap;
}

}  // namespace autograder::similarity
