#include "simulation/stage.h"

#include <filesystem>

#include "simulation/programs.h"
#include "storage/testing/waiting_storage.h"

namespace autograder::simulation {
namespace {

constexpr std::array kRules{ScoringRule::all, ScoringRule::weighted, ScoringRule::groups};

TestCase any_test(int number, Dice& dice, Ids& ids, BlobStore& blobs) {
  const auto input = std::to_string(number);
  const auto expected = right_output(input);
  TestCase test;
  test.id = ids.next<TestCaseId>();
  test.version = 1;
  test.input = blobs.put(input).value();
  test.input_size = Bytes{static_cast<std::int64_t>(input.size())};
  test.expected = blobs.put(expected).value();
  test.expected_size = Bytes{static_cast<std::int64_t>(expected.size())};
  test.weight = dice.between(0, 3);
  test.group = dice.chance(500) ? "a" : "";
  test.visibility = number == 1 ? Visibility::visible : Visibility::hidden;
  return test;
}

}  // namespace

// The schema is made once, and each world gets a copy of the file.
std::shared_ptr<const TemporaryDirectory> directory_with_empty_database() {
  static const std::string file = "/autograder.db";
  static const auto original = [] {
    const ManualClock clock;
    auto directory = std::make_shared<const TemporaryDirectory>(in_memory());
    const WaitingStorage made(clock, {}, directory);
    return directory;
  }();
  auto copy = std::make_shared<const TemporaryDirectory>(in_memory());
  std::filesystem::copy_file(original->path() + file, copy->path() + file);
  return copy;
}

Problem any_problem(Dice& dice, Ids& ids, BlobStore& blobs) {
  Problem made;
  made.id = ids.next<ProblemId>();
  made.title = "a problem";
  made.scoring = dice.pick(kRules);
  made.version = 1;
  made.limits = {std::chrono::seconds(5), mib(256), kib(64)};
  made.test_count = dice.between(1, 4);
  for (int i = 1; i <= made.test_count; ++i) made.tests.push_back(any_test(i, dice, ids, blobs));
  return made;
}

}  // namespace autograder::simulation
