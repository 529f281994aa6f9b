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

// A long text stays on disk: its plain form goes into another file, and is kept where there was something to take out.
Result<> take_marks_out(LongText& text, Intake& intake, const std::string& name) {
  constexpr std::int64_t kPiece = 1024 * 1024;
  LineEndFilter filter;
  AG_ASSIGN(auto plain, text.file->another());
  for (std::int64_t offset = 0; offset < text.bytes;) {
    AG_ASSIGN(const auto piece, text.file->read(text.offset + offset, std::min(kPiece, text.bytes - offset)));
    if (piece.empty()) break;
    AG_TRY(plain->append(filter.add(piece)));
    offset += static_cast<std::int64_t>(piece.size());
  }
  AG_TRY(plain->append(filter.finish()));
  intake.notes.add(name, filter.found());
  if (!filter.found().any() || intake.line_ends == LineEnds::keep) return {};
  text.offset = 0;
  text.bytes = plain->size();
  text.file = std::move(plain);
  return {};
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

Result<> store_text(BlobStore& blobs, const BodyText& text, Intake& intake, const std::string& name, Sha256& hash,
                    Bytes& size) {
  if (text.kept.file == nullptr) {
    const auto marks = marks_in(text.held);
    intake.notes.add(name, marks);
    const auto plain = intake.line_ends == LineEnds::convert && marks.any() ? without_marks(text.held) : text.held;
    AG_ASSIGN(hash, blobs.put(plain));
    size = {static_cast<std::int64_t>(plain.size())};
    return {};
  }
  auto kept = text.kept;
  if (!kept.has_nul) AG_TRY(take_marks_out(kept, intake, name));
  const BlobSource source{kept.bytes, [&](std::int64_t offset, std::int64_t count) {
                            return kept.file->read(kept.offset + offset, count);
                          }};
  AG_ASSIGN(hash, blobs.put_from(source));
  size = {kept.bytes};
  return {};
}

Result<TestCase> store_test(Context& context, const NewTestCase& test, Intake& intake, const std::string& name) {
  TestCase row;
  auto& blobs = context.storage.blobs();
  row.id = context.ids.next<TestCaseId>();
  AG_TRY(store_text(blobs, test.input, intake, name + "input", row.input, row.input_size));
  AG_TRY(store_text(blobs, test.expected, intake, name + "output", row.expected, row.expected_size));
  row.visibility = test.visibility;
  row.weight = test.weight;
  row.group = test.group;
  row.tags = test.tags;
  return row;
}

Result<std::vector<TestCase>> store_tests(Context& context, const std::vector<NewTestCase>& tests, Intake& intake) {
  std::vector<TestCase> stored;
  for (const auto& test : tests) {
    AG_ASSIGN(auto row, store_test(context, test, intake, "test " + std::to_string(stored.size() + 1) + " "));
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
