// Programs of students, read for their similarity to one another: any bytes, said to be in any of the languages.
#include "fuzz/fuzz.h"
#include "insight/similarity/alignment.h"
#include "insight/similarity/program.h"

using namespace autograder;
using namespace autograder::similarity;

namespace {

void keep_within(const Program& program, std::size_t size) {
  fuzz::promise(program.tokens.size() <= kTokensMax + 2 * kLexemesMax, "the tokens are bounded");
  for (const auto& token : program.tokens) {
    fuzz::promise(token.begin <= token.end && token.end <= size, "a token is within the source");
  }
  for (const auto& fingerprint : program.fingerprints) {
    fuzz::promise(fingerprint.at + Grain{}.gram <= program.tokens.size(), "a fingerprint is within the tokens");
  }
  for (const auto& feature : program.wording) {
    fuzz::promise(feature.begin + feature.length <= size, "a feature is within the source");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto language = static_cast<SourceLanguage>(input.byte() % 6);
  const auto first = input.part(), second = input.rest();
  const auto left = read_template(language, first), right = read_template(language, second);
  if (left) keep_within(*left, first.size());
  if (right) keep_within(*right, second.size());
  if (!left || !right) return 0;
  const auto every = [](std::uint64_t) { return Weight{}; };
  const auto a = weigh(*left, Grain{}, every), b = weigh(*right, Grain{}, every);
  const auto there = align(a, b, Grain{}), back = align(b, a, Grain{});
  fuzz::promise(there.overlap.similarity >= 0 && there.overlap.similarity <= 1, "a similarity is from 0 to 1");
  fuzz::promise(there.overlap.total <= there.overlap.left_tokens + there.overlap.right_tokens,
                "no token is covered twice");
  const auto self = align(a, a, Grain{});
  fuzz::promise(left->fingerprints.empty() || self.overlap.similarity == 1, "a program is like itself");
  fuzz::promise(there.overlap.left_tokens + there.overlap.right_tokens == 0 ||
                    back.overlap.left_tokens + back.overlap.right_tokens > 0,
                "both directions count something");
  for (const auto& region : regions_of(*left, *right, there)) {
    fuzz::promise(region.left.begin < region.left.end && region.left.end <= first.size(),
                  "a region is within the left source");
    fuzz::promise(region.right.begin < region.right.end && region.right.end <= second.size(),
                  "a region is within the right source");
  }
  return 0;
}
