#include "catalog/package_terms.h"

#include "domain/stored_form.h"

namespace autograder {
namespace {

// Both ends of the score are there, or neither.
struct StoredExpectation : Expectation {
  std::optional<double> score_from{};
  std::optional<double> score_to{};
};
BOOST_DESCRIBE_STRUCT(StoredExpectation, (),
                      (source, tests, permitted, required, score_from, score_to, bounds_limit_below,
                       bounds_limit_above));

StoredExpectation stored_from(const Expectation& expectation) {
  StoredExpectation stored{expectation};
  if (stored.score) std::tie(stored.score_from, stored.score_to) = *stored.score;
  return stored;
}
Expectation expectation_from(StoredExpectation stored) {
  if (stored.score_from && stored.score_to) stored.score.emplace(*stored.score_from, *stored.score_to);
  return stored;
}

// Verdicts as bits: they are read by this file alone.
int bits_of(const VerdictSet& set) {
  return (set.accepted ? 1 : 0) | (set.wrong_answer ? 2 : 0) | (set.time_limit ? 4 : 0) | (set.runtime_error ? 8 : 0);
}
VerdictSet set_of(int bits) {
  return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0};
}

std::optional<ScoringRule> scoring_from(int number) {
  if (number < 0 || number > static_cast<int>(ScoringRule::groups)) return std::nullopt;
  return static_cast<ScoringRule>(number);
}

// Only the name of a test is stored.
PackageTest test_named(std::string name) {
  return {.name = std::move(name)};
}

}  // namespace

BOOST_DESCRIBE_STRUCT(BundledSubmission, (), (path, language, expected));
BOOST_DESCRIBE_STRUCT(Package, (),
                      (time_limit_given, ac_to_time_limit, time_limit_to_tle, time_resolution, scoring, tests,
                       submissions));

namespace stored {

template <>
constexpr auto kConversion<Expectation> = Conversion{stored_from, expectation_from};
template <>
constexpr auto kConversion<std::optional<double>> =
    Conversion{[](std::optional<double> number) { return number.value_or(0); }, [](double number) { return number; }};
template <>
constexpr auto kConversion<VerdictSet> = Conversion{bits_of, set_of};
template <>
constexpr auto kConversion<ScoringRule> =
    Conversion{[](ScoringRule rule) { return static_cast<int>(rule); }, scoring_from, "is no rule of scoring"};
template <>
constexpr auto kConversion<Duration> = Conversion{[](Duration duration) { return std::int64_t{duration.count()}; },
                                                  [](std::int64_t ns) { return Duration(ns); }};
template <>
constexpr auto kConversion<PackageTest> = Conversion{&PackageTest::name, test_named};

template <>
constexpr auto kFields<Package> = std::tuple{Field{.member = &Package::time_limit_given, .name = "timeLimitGiven"},
                                             Field{.member = &Package::ac_to_time_limit, .name = "acToTimeLimit"},
                                             Field{.member = &Package::time_limit_to_tle, .name = "timeLimitToTle"},
                                             Field{.member = &Package::time_resolution, .name = "resolutionNs"}};
template <>
constexpr auto kFields<Expectation> = std::tuple{Field{.member = &Expectation::bounds_limit_below, .name = "below"},
                                                 Field{.member = &Expectation::bounds_limit_above, .name = "above"}};
template <>
constexpr auto kFields<StoredExpectation> =
    std::tuple{Field{.member = &StoredExpectation::score_from,
                     .name = "scoreFrom",
                     .usual = [](const StoredExpectation&) { return std::optional<double>(); }},
               Field{.member = &StoredExpectation::score_to, .name = "scoreTo", .with_previous = true}};

}  // namespace stored

namespace {

constexpr std::int64_t kFormat = 1;

}  // namespace

std::string encode_terms(const Package& package) {
  return stored::encode(package, kFormat, append_json_text);
}

Result<Package> decode_terms(std::string_view text) {
  return stored::decode<Package>(text, kFormat, "what a package expects is stored in no known form");
}

}  // namespace autograder
