#include "catalog/solutions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "catalog/package_terms.h"
#include "catalog/package_verification.h"
#include "catalog/translations.h"
#include "domain/text.h"
#include "packages/bundled_submissions.h"
#include "packages/language_codes.h"
#include "packages/package_tests.h"

namespace autograder {
namespace {

constexpr std::string_view kPlace = "submissions/";

struct Expected {
  Verdict verdict;
  std::string_view directory;
};
constexpr std::array<Expected, 4> kExpected{{{Verdict::accepted, "accepted"},
                                             {Verdict::wrong_answer, "wrong_answer"},
                                             {Verdict::time_limit, "time_limit_exceeded"},
                                             {Verdict::runtime_error, "run_time_error"}}};

struct Place {
  std::string directory;
  std::string name;
};

// The parts of "submissions/accepted/a.py"; absent for programs of several files and for other files.
std::optional<Place> place_of(const std::string& path) {
  if (!path.starts_with(kPlace)) return std::nullopt;
  const auto rest = path.substr(kPlace.size());
  const auto slash = rest.find('/');
  if (slash == std::string::npos || rest.find('/', slash + 1) != std::string::npos) return std::nullopt;
  Place place{rest.substr(0, slash), rest.substr(slash + 1)};
  if (language_of_ending(place.name).empty()) return std::nullopt;
  return place;
}

std::string path_of(std::string_view directory, const std::string& name) {
  return std::string(kPlace) + std::string(directory) + "/" + name;
}

// As a test of the problem is called in terms: by its name in the package, else by its number.
std::vector<PackageTest> tests_of(const Problem& problem) {
  std::vector<PackageTest> tests;
  for (const auto& test : problem.tests) {
    PackageTest one;
    const bool visible = test.visibility == Visibility::visible;
    one.name = !problem.uuid.empty() && !test.tags.empty()
                   ? test.tags.front()
                   : (visible ? "sample/" : "secret/") + std::to_string(tests.size() + 1);
    one.visibility = test.visibility;
    one.weight = test.weight;
    one.group = test.group;
    tests.push_back(std::move(one));
  }
  return tests;
}

Result<std::string> read_source(BlobStore& blobs, const ProblemFile& file) {
  if (file.size > kBundledSourceMax) return std::string{};
  AG_ASSIGN(const auto bytes, blobs.read(file.hash, 0, file.size.count));
  auto text = clean_text(bytes, bytes.size()).text;
  std::erase(text, '\0');
  return text;
}

}  // namespace

std::string_view directory_of(Verdict expected) {
  const auto found = std::ranges::find(kExpected, expected, &Expected::verdict);
  return found == kExpected.end() ? std::string_view{} : found->directory;
}

Result<std::vector<Solution>> read_solutions(Storage& storage, ProblemId problem) {
  AG_ASSIGN(const auto files, storage.problems().files(problem));
  std::vector<Solution> solutions;
  for (const auto& file : files) {
    const auto place = place_of(file.path);
    if (!place) continue;
    const auto expected = std::ranges::find(kExpected, place->directory, &Expected::directory);
    if (expected == kExpected.end()) continue;
    AG_ASSIGN(auto code, read_source(storage.blobs(), file));
    solutions.push_back({place->name, language_of_ending(place->name), expected->verdict, std::move(code)});
  }
  return solutions;
}

std::string changed_meanwhile(int present) {
  return "version: the problem has been changed; it is at " + std::to_string(present);
}

Result<int> change_files(ProblemStore& problems, ProblemId id, Time now, const FilesChange& change,
                         std::optional<int> read) {
  constexpr int kTries = 5;  // when someone else changes the problem meanwhile
  for (int tries = 1;; ++tries) {
    AG_ASSIGN(auto problem, problems.find(id));
    if (!problem) return fail(ErrorCode::not_found, "problem not found");
    if (read && *read != problem->version) return fail(ErrorCode::conflict, changed_meanwhile(problem->version));
    AG_ASSIGN(auto files, problems.files(id));
    AG_TRY(change(files));
    ++problem->version;
    problem->updated_at = now;
    const auto put = problems.put_package(*problem, files);
    if (put) return problem->version;
    if (put.error().code != ErrorCode::conflict) return std::unexpected(put.error());
    if (tries == kTries) return fail(ErrorCode::unavailable, put.error().message);
  }
}

Result<int> put_solution(Storage& storage, ProblemId problem, Time now, const Solution& solution,
                         std::optional<int> read) {
  AG_ASSIGN(const auto hash, storage.blobs().put(solution.code));
  const Bytes size{static_cast<std::int64_t>(solution.code.size())};
  return change_files(
      storage.problems(), problem, now,
      [&](std::vector<ProblemFile>& files) -> Result<> {
        std::erase_if(files, [&](const auto& file) {
          const auto place = place_of(file.path);
          return place && place->name == solution.name;
        });
        const auto others =
            std::ranges::count_if(files, [](const auto& file) { return place_of(file.path).has_value(); });
        if (static_cast<std::size_t>(others) >= kSolutionsMax) {
          return fail(ErrorCode::exhausted, "a problem has at most " + std::to_string(kSolutionsMax) + " solutions");
        }
        files.push_back({path_of(directory_of(solution.expected), solution.name), hash, size});
        return {};
      },
      read);
}

Result<int> remove_solution(Storage& storage, ProblemId problem, Time now, const std::string& name,
                            std::optional<int> read) {
  return change_files(
      storage.problems(), problem, now,
      [&](std::vector<ProblemFile>& files) -> Result<> {
        const auto gone = std::erase_if(files, [&](const auto& file) {
          const auto place = place_of(file.path);
          return place && place->name == name;
        });
        if (gone > 0) return {};
        return fail(ErrorCode::not_found, "solution not found");
      },
      read);
}

Result<> judge_solutions(Storage& storage, IdGenerator& ids, Time now, const Problem& problem) {
  AG_ASSIGN(const auto files, storage.problems().files(problem.id));
  AG_ASSIGN(const auto set, storage.verifications().find(problem.id));
  Package package;
  if (set) {
    AG_ASSIGN(package, decode_terms(set->terms));
  }
  const auto before = std::exchange(package.submissions, {});
  AG_ASSIGN(const auto settings, read_package_settings(storage.blobs(), files));
  for (const auto& file : files) {
    const auto place = place_of(file.path);
    if (!place) continue;
    BundledSubmission one;
    const auto known = std::ranges::find(before, file.path, &BundledSubmission::path);
    if (known != before.end()) {
      one = *known;
    } else {
      one.path = file.path;
      one.language = language_of_ending(place->name);
      one.expected = expectations_of_directory(place->directory);
    }
    AG_ASSIGN(const auto source, read_source(storage.blobs(), file));
    // As of one that is too large, nothing is judged of one that its constants make too large.
    one.source = with_constants(source, settings.constants, file.path, kBundledSourceMax).value_or("");
    if (!one.expected.empty()) package.submissions.push_back(std::move(one));
  }
  if (package.submissions.empty() && !set) return {};
  package.tests = tests_of(problem);
  package.scoring = problem.scoring;
  std::vector<std::string> notes;
  const auto wish = problem.tests.empty() ? VerifyWish::leave : VerifyWish::judge;
  return queue_verification(storage, ids, now, problem.created_by, problem, package, wish, notes);
}

}  // namespace autograder
