#include "packages/test_files.h"

#include <algorithm>
#include <array>
#include <set>

namespace autograder {
namespace {

// The files that may accompany "1.in".
struct Beside {
  std::string_view ending;
  const char* sample;  // why it is refused; null: it is kept
  const char* secret;
};
constexpr const char* kShown = "samples are always shown as the program reads them: remove the file";
constexpr const char* kInteractive = "interactive problems cannot be judged here yet";
constexpr const char* kHints = "hints of tests cannot be shown to students here yet: remove the file";
constexpr const char* kArguments = "programs are run without arguments here";
// Longer endings before those that they end with.
constexpr auto kBeside = std::to_array<Beside>({{".in.statement", kShown, nullptr},
                                                {".ans.statement", kShown, nullptr},
                                                {".in.download", kShown, nullptr},
                                                {".ans.download", kShown, nullptr},
                                                {".out", kShown, nullptr},
                                                {".interaction", kInteractive, kInteractive},
                                                {".hint", kHints, kHints},
                                                {".args", kArguments, kArguments},
                                                {".ans", nullptr, nullptr},
                                                {".yaml", nullptr, nullptr},
                                                {".desc", nullptr, nullptr},
                                                {".png", nullptr, nullptr},
                                                {".jpg", nullptr, nullptr},
                                                {".jpeg", nullptr, nullptr},
                                                {".svg", nullptr, nullptr}});

std::unexpected<Error> refuse(std::string_view file, const std::string& why) {
  return fail(ErrorCode::invalid, std::string(file) + ": " + why);
}

class FileChecker {
 public:
  FileChecker(PackageFormat format, const std::vector<PackageTest>& tests, std::vector<std::string>& notes)
      : legacy_(format == PackageFormat::legacy), notes_(notes) {
    for (const auto& test : tests) names_.insert(test.name);
  }

  Result<> check(std::string_view path) {
    const auto inner = path.substr(std::string_view("data/").size());
    const auto slash = inner.find('/');
    if (slash == std::string_view::npos && legacy_ && inner == "testdata.yaml") return {};
    const auto place = slash == std::string_view::npos ? std::string_view() : inner.substr(0, slash);
    if (place != "sample" && place != "secret") return check_elsewhere(path, place);
    if (const auto files = path.find(".files/"); files != std::string_view::npos) {
      return refuse(path.substr(0, files + 6), "additional files of a test are not supported yet");
    }
    const auto name = path.substr(path.rfind('/') + 1);
    if (name == "test_group.yaml" || name == "testdata.yaml") return check_settings(path, inner, name);
    if (name.ends_with(".in")) return {};
    return check_beside(path, inner, place == "sample");
  }

 private:
  // For validators, which are not run here.
  Result<> check_elsewhere(std::string_view path, std::string_view place) {
    if (place.starts_with("invalid_") || place.starts_with("valid_")) return {};
    if (path.ends_with(".in") || path.ends_with(".ans")) {
      return refuse(path, "must be in data/sample or data/secret");
    }
    if (path.ends_with(".yaml")) return refuse(path, "applies to no tests: write it into data/sample and data/secret");
    notes_.push_back(std::string(path) + ": belongs to no test and is ignored");
    return {};
  }

  Result<> check_settings(std::string_view path, std::string_view inner, std::string_view name) {
    if (legacy_) {
      if (name == "testdata.yaml") return {};
      return refuse(path, "is called testdata.yaml in the legacy format");
    }
    if (name == "testdata.yaml") return refuse(path, "is called test_group.yaml in the format 2025-09");
    const auto depth = std::ranges::count(inner, '/');
    if (depth == 1 || (depth == 2 && inner.starts_with("secret/"))) return {};
    return refuse(path, "there are no groups within groups, and none in data/sample");
  }

  Result<> check_beside(std::string_view path, std::string_view inner, bool sample) {
    for (const auto& beside : kBeside) {
      if (!inner.ends_with(beside.ending)) continue;
      if (legacy_ && beside.ending == ".yaml") break;
      const auto* const why = sample ? beside.sample : beside.secret;
      if (why != nullptr) return refuse(path, why);
      if (names_.contains(inner.substr(0, inner.size() - beside.ending.size()))) return {};
      return refuse(path, "has no input file");
    }
    // "1.what" of the test "1".
    for (auto dot = inner.find('.', inner.rfind('/')); dot != std::string_view::npos; dot = inner.find('.', dot + 1)) {
      if (names_.contains(inner.substr(0, dot))) return refuse(path, "is not a file of a test in this format");
    }
    notes_.push_back(std::string(path) + ": belongs to no test and is ignored");
    return {};
  }

  const bool legacy_;
  std::vector<std::string>& notes_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace

Result<> check_test_files(const PackageDirectory& directory, PackageFormat format,
                          const std::vector<PackageTest>& tests, std::vector<std::string>& notes) {
  FileChecker checker(format, tests, notes);
  for (const auto& file : directory.below("data/")) AG_TRY(checker.check(file.path));
  return {};
}

}  // namespace autograder
