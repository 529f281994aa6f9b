#include "catalog/package_import.h"

#include <algorithm>
#include <map>
#include <set>

#include "catalog/translations.h"
#include "domain/text.h"
#include "packages/verification.h"
#include "packages/write_package.h"

namespace autograder {
namespace {

constexpr Bytes kFileMax = mib(64);
constexpr std::size_t kTagMax = 40;  // characters
constexpr int kTries = 3;            // when someone else changes the problem meanwhile

// The bytes that a problem keeps of a package's file.
struct Body {
  Sha256 hash{};
  Bytes size;
};
using Bodies = std::map<std::string, Body>;  // of all files, by path

std::set<std::string> paths_of_tests(const Package& package) {
  std::set<std::string> paths;
  for (const auto& test : package.tests) paths.insert({test.input.path, test.answer.path});
  return paths;
}

Result<std::vector<ProblemFile>> store_files(BlobStore& blobs, const PackageDirectory& directory,
                                             const std::set<std::string>& tests, LineEnds line_ends, Bodies& bodies,
                                             TextNotes& notes) {
  std::vector<ProblemFile> stored;
  for (const auto& file : directory.files()) {
    AG_ASSIGN(const auto bytes, directory.read(file.path, kFileMax));
    AG_ASSIGN(const auto hash, blobs.put(bytes));
    const Bytes size{static_cast<std::int64_t>(bytes.size())};
    stored.push_back({file.path, hash, size});
    auto& body = bodies[file.path] = {hash, size};
    if (!tests.contains(file.path)) continue;
    const auto marks = marks_in(bytes);
    notes.add(file.path, marks);
    if (!marks.any() || line_ends == LineEnds::keep) continue;
    const auto plain = without_marks(bytes);
    AG_ASSIGN(body.hash, blobs.put(plain));
    body.size = {static_cast<std::int64_t>(plain.size())};
  }
  return stored;
}

// A test's name in its package is its first tag, by which the next import finds it again.
std::vector<std::string> tags_of(const PackageTest& test) {
  if (count_characters(test.name) > kTagMax) return {};
  return {test.name};
}

std::vector<TestCase> tests_of(const Package& package, const Bodies& bodies, const std::vector<TestCase>& before,
                               IdGenerator& ids) {
  std::vector<TestCase> tests;
  for (const auto& from : package.tests) {
    TestCase test;
    const auto& input = bodies.at(from.input.path);
    const auto& answer = bodies.at(from.answer.path);
    test.input = input.hash;
    test.input_size = input.size;
    test.expected = answer.hash;
    test.expected_size = answer.size;
    test.visibility = from.visibility;
    test.weight = from.weight;
    test.group = from.group;
    test.tags = tags_of(from);
    const auto same_name = [&](const TestCase& old) { return !test.tags.empty() && old.tags == test.tags; };
    if (const auto old = std::ranges::find_if(before, same_name); old != before.end()) {
      test.id = old->id;
      test.version = old->version;
      if (test != *old) ++test.version;
    } else {
      test.id = ids.next<TestCaseId>();
    }
    tests.push_back(std::move(test));
  }
  return tests;
}

// The problem that the package is a newer form of.
Result<std::optional<Problem>> find_before(ProblemStore& problems, const std::string& uuid) {
  if (uuid.empty()) return std::optional<Problem>();
  AG_ASSIGN(auto id, problems.find_by_uuid(uuid));
  if (!id) {
    if (const auto own = problem_of_uuid(uuid); !own.empty()) id = own;
  }
  if (!id) return std::optional<Problem>();
  return problems.find(*id);
}

void take(const Package& package, Problem& problem) {
  problem.title = package.title;
  problem.titles = package.titles;
  problem.description = package.statements.front().text;
  problem.difficulty = package.difficulty;
  problem.tags = package.tags;
  problem.languages = package.languages;
  problem.limits = package.limits;
  problem.checker = package.checker;
  problem.scoring = package.scoring;
  problem.uuid = package.uuid;
  problem.deleted = false;
}

}  // namespace

Result<Imported> import_package(Storage& storage, IdGenerator& ids, Time now, UserId author,
                                const PackageDirectory& directory, const Package& package, LineEnds line_ends) {
  Bodies bodies;
  TextNotes text_notes(line_ends);
  AG_ASSIGN(const auto files,
            store_files(storage.blobs(), directory, paths_of_tests(package), line_ends, bodies, text_notes));
  for (const auto& test : package.tests) {
    if (!bodies.contains(test.input.path) || !bodies.contains(test.answer.path)) {
      return fail(ErrorCode::invalid, test.input.path + ": was removed after the package was read");
    }
  }
  for (int tries = 1;; ++tries) {
    Imported imported;
    imported.notes = package.notes;
    for (const auto& note : text_notes.notes()) imported.notes.push_back(note.sentence);
    AG_ASSIGN(const auto before, find_before(storage.problems(), package.uuid));
    auto& problem = imported.problem;
    imported.created = !before;
    if (before) {
      problem = *before;
      problem.version += 1;
    } else {
      problem.id = ids.next<ProblemId>();
      problem.created_by = author;
      problem.created_at = now;
    }
    const auto old_tests = std::move(problem.tests);
    const auto old_limit = problem.limits.time;
    take(package, problem);
    // A choice of an administrator in its place stays.
    if (!package.time_limit_given) {
      problem.limits.time = old_limit;
      imported.notes.push_back("problem.yaml: limits.time_limit: is missing, and " + seconds_in_words(old_limit) +
                               " are taken until you set another; /problems/" + problem.id.hex() +
                               "/verification proposes one when its submissions are judged");
    }
    if (package.embargo_until && *package.embargo_until > now) {
      problem.published = false;
      imported.notes.push_back("problem.yaml: embargo_until: students do not see the problem; publish it after " +
                               iso8601(*package.embargo_until));
    }
    problem.updated_at = now;
    problem.tests = tests_of(package, bodies, old_tests, ids);
    problem.test_count = static_cast<int>(problem.tests.size());
    problem.package_version = problem.version;
    const auto put = storage.problems().put_package(problem, files);
    if (put) return imported;
    if (put.error().code != ErrorCode::conflict || tries == kTries) return std::unexpected(put.error());
  }
}

Result<> export_package(Storage& storage, const Problem& problem, ZipWriter::Write write) {
  AG_ASSIGN(const auto files, storage.problems().files(problem.id));
  std::vector<WrittenFile> written;
  if (problem.package_version == problem.version && !files.empty()) {
    for (const auto& file : files) written.push_back({file.path, {}, file});
  } else {
    AG_ASSIGN(const auto languages, read_languages(storage, problem));
    written = write_package(problem, files, languages.own.empty() ? "en" : languages.own, languages.others);
  }
  ZipWriter zip(std::move(write));
  for (const auto& file : written) {
    if (!file.blob) {
      AG_TRY(zip.begin(file.path, static_cast<std::int64_t>(file.text.size())));
      AG_TRY(zip.data(file.text));
      continue;
    }
    AG_TRY(zip.begin(file.path, file.blob->size.count));
    for (std::int64_t offset = 0; offset < file.blob->size.count;) {
      AG_ASSIGN(const auto piece, storage.blobs().read(file.blob->hash, offset, mib(1).count));
      if (piece.empty()) return fail(ErrorCode::corrupt, "the stored " + file.path + " is shorter than it was");
      AG_TRY(zip.data(piece));
      offset += static_cast<std::int64_t>(piece.size());
    }
  }
  return zip.finish();
}

}  // namespace autograder
