// The inputs and expected outputs of tests: into blobs, and out of them as far as an answer shows them.
#pragma once

#include <vector>

#include "api/context.h"
#include "api/wire/problem_wire.h"
#include "domain/line_ends.h"

namespace autograder::api {

// Bounds of the tests in one answer: larger ones are for downloads of the whole problem.
constexpr std::int64_t kShownBodyMax = 64 * 1024;
constexpr std::int64_t kShownTotalMax = 4 * 1024 * 1024;
constexpr std::int64_t kShownAloneMax = 8 * 1024 * 1024;  // of a test that is asked for alone: each of its two texts

// One entry a test.
Result<std::vector<ShownTest>> read_tests(BlobStore& blobs, const std::vector<TestCase>& tests);
Result<ShownTest> read_test_alone(BlobStore& blobs, const TestCase& test);

// How texts of tests are taken in, and what was noticed about them.
struct Intake {
  explicit Intake(LineEnds how) : line_ends(how), notes(how) {}
  LineEnds line_ends;
  TextNotes notes;
};

// Into the blob that `hash` then names. `name` for people: "input".
Result<> store_text(BlobStore& blobs, const BodyText& text, Intake& intake, const std::string& name, Sha256& hash,
                    Bytes& size);
// A new test with its bodies stored. `name` is put before the names of its texts: "test 1 ".
Result<TestCase> store_test(Context& context, const NewTestCase& test, Intake& intake, const std::string& name = {});
Result<std::vector<TestCase>> store_tests(Context& context, const std::vector<NewTestCase>& tests, Intake& intake);

// 422 when a problem may not have these tests: too many, or too large together.
std::optional<Refusal> check_tests(const std::vector<TestCase>& tests);

}  // namespace autograder::api
