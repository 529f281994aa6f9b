#include "api/test_bodies.h"

#include <algorithm>

#include "domain/text.h"

namespace autograder::api {
namespace {

struct Shown {
  std::string text;
  bool cut = false;
};

// The beginning of a blob, at most `each_max` and within what is left of `budget`.
Result<Shown> read_shown(BlobStore& blobs, const Sha256& hash, Bytes size, std::int64_t each_max,
                         std::int64_t& budget) {
  const auto wanted = std::min({size.count, each_max, budget});
  if (wanted <= 0) return Shown{"", size.count > 0};
  AG_ASSIGN(auto bytes, blobs.read(hash, 0, wanted));
  if (wanted < size.count) bytes = clean_text(bytes, bytes.size()).text;  // no character cut in two
  budget -= wanted;
  return Shown{std::move(bytes), wanted < size.count};
}

Result<ShownTest> read_test(BlobStore& blobs, const TestCase& test, std::int64_t each_max, std::int64_t& budget) {
  AG_ASSIGN(auto input, read_shown(blobs, test.input, test.input_size, each_max, budget));
  AG_ASSIGN(auto expected, read_shown(blobs, test.expected, test.expected_size, each_max, budget));
  return ShownTest{std::move(input.text), std::move(expected.text), input.cut || expected.cut};
}

}  // namespace

Result<std::vector<ShownTest>> read_tests(BlobStore& blobs, const std::vector<TestCase>& tests) {
  std::vector<ShownTest> shown;
  std::int64_t budget = kShownTotalMax;
  for (const auto& test : tests) {
    AG_ASSIGN(auto one, read_test(blobs, test, kShownBodyMax, budget));
    shown.push_back(std::move(one));
  }
  return shown;
}

Result<ShownTest> read_test_alone(BlobStore& blobs, const TestCase& test) {
  std::int64_t budget = 2 * kShownAloneMax;
  return read_test(blobs, test, kShownAloneMax, budget);
}

Result<> store_text(BlobStore& blobs, const BodyText& text, Sha256& hash, Bytes& size) {
  if (text.kept.file == nullptr) {
    AG_ASSIGN(hash, blobs.put(text.held));
    size = {static_cast<std::int64_t>(text.held.size())};
    return {};
  }
  const BlobSource source{text.kept.bytes, [&](std::int64_t offset, std::int64_t count) {
                            return text.kept.file->read(text.kept.offset + offset, count);
                          }};
  AG_ASSIGN(hash, blobs.put_from(source));
  size = {text.kept.bytes};
  return {};
}

Result<TestCase> store_test(Context& context, const NewTestCase& test) {
  TestCase row;
  row.id = context.ids.next<TestCaseId>();
  AG_TRY(store_text(context.storage.blobs(), test.input, row.input, row.input_size));
  AG_TRY(store_text(context.storage.blobs(), test.expected, row.expected, row.expected_size));
  row.visibility = test.visibility;
  row.weight = test.weight;
  row.group = test.group;
  row.tags = test.tags;
  return row;
}

Result<std::vector<TestCase>> store_tests(Context& context, const std::vector<NewTestCase>& tests) {
  std::vector<TestCase> stored;
  for (const auto& test : tests) {
    AG_ASSIGN(auto row, store_test(context, test));
    stored.push_back(std::move(row));
  }
  return stored;
}

std::optional<Refusal> check_tests(const std::vector<TestCase>& tests) {
  if (tests.size() > kTestsMax) {
    return Refusal{422, "testCases: must have 1 to " + std::to_string(kTestsMax) + " entries", {}};
  }
  Bytes total;
  for (const auto& test : tests) total = total + test.input_size + test.expected_size;
  if (total.count <= kTestsTotalMax) return std::nullopt;
  return Refusal{422, "testCases: over " + std::to_string(kTestsTotalMax >> 20) + " MiB together", {}};
}

}  // namespace autograder::api
