#include "packages/test_weights.h"

#include <cmath>
#include <numeric>

namespace autograder {
namespace {

constexpr std::int64_t kWeightMax = 1'000'000;
constexpr std::int64_t kScaleMax = 1'000'000;

std::unexpected<Error> too_fine(const std::string& file) {
  return fail(ErrorCode::invalid,
              file + ": scores in these proportions need weights above a million: use whole numbers");
}

}  // namespace

Result<> assign_weights(const std::vector<WorthOf>& parts, std::vector<PackageTest>& tests) {
  for (auto& test : tests) test.weight = 0;
  // Three decimals of points, in thousandths.
  std::vector<std::int64_t> points;
  std::int64_t common = 0;
  for (const auto& part : parts) {
    const auto thousandths = std::llround(part.points * 1000);
    if (std::abs(static_cast<double>(thousandths) - part.points * 1000) > 1e-6) return too_fine(part.file);
    points.push_back(thousandths);
    common = std::gcd(common, thousandths);
  }
  // As large as it takes for tests that count for themselves to share evenly, and no larger.
  std::int64_t scale = 1;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto count = static_cast<std::int64_t>(parts[i].tests.size());
    if (common == 0 || count == 0 || !parts[i].name.empty()) continue;
    scale = std::lcm(scale, count / std::gcd(count, points[i] / common));
    if (scale > kScaleMax) return too_fine(parts[i].file);
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto count = static_cast<std::int64_t>(parts[i].tests.size());
    if (count == 0) continue;
    const auto all = common == 0 ? 0 : points[i] / common * scale;
    std::int64_t given = 0;
    for (std::int64_t k = 0; k < count; ++k) {
      auto& test = tests[parts[i].tests[static_cast<std::size_t>(k)]];
      const auto weight = all * (k + 1) / count - given;
      if (weight > kWeightMax) return too_fine(parts[i].file);
      test.weight = static_cast<int>(weight);
      test.group = parts[i].name;
      given += weight;
    }
  }
  return {};
}

}  // namespace autograder
