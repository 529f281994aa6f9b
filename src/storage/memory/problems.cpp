#include <algorithm>
#include <ranges>

#include "domain/rules.h"
#include "storage/ascii.h"
#include "storage/memory/roles.h"

namespace autograder::memory {
namespace {

bool matches(const Problem& problem, const ProblemFilter& filter) {
  if (problem.deleted != filter.deleted || (!problem.published && !filter.with_unpublished)) return false;
  if (filter.difficulty && problem.difficulty != *filter.difficulty) return false;
  if (!filter.tag.empty() && std::ranges::find(problem.tags, filter.tag) == problem.tags.end()) return false;
  const auto has_search = [wanted = ascii_lower(filter.search)](const std::string& text) {
    return ascii_lower(text).find(wanted) != std::string::npos;
  };
  return filter.search.empty() || has_search(problem.title) || std::ranges::any_of(problem.tags, has_search);
}

}  // namespace

// Stored versions of tests are never changed.
Result<> Problems::check_tests(const Problem& problem) {
  for (const TestCase& test : problem.tests) {
    const auto found = state_.tests.find({test.id, test.version});
    if (found != state_.tests.end() && !(found->second == test)) {
      return fail(ErrorCode::conflict, "test case " + test.id.hex() + ": version " + std::to_string(test.version) +
                                           " is stored with other content");
    }
  }
  return {};
}

void Problems::keep(Problem problem) {
  const auto earlier = state_.problems.find(problem.id);
  if (earlier == state_.problems.end() || !judged_alike(earlier->second, problem)) {
    state_.rules_versions[problem.id] = problem.version;
  }
  for (const TestCase& test : problem.tests) state_.tests.emplace(std::pair(test.id, test.version), test);
  problem.test_count = static_cast<int>(problem.tests.size());
  state_.problems[problem.id] = std::move(problem);
  ++state_.changes;
}

Result<> Problems::check_new(const Problem& problem) {
  if (state_.problems.contains(problem.id)) {
    return fail(ErrorCode::conflict, "problem " + problem.id.hex() + " exists already");
  }
  for (const auto& [id, other] : state_.problems) {
    if (!problem.uuid.empty() && other.uuid == problem.uuid) {
      return fail(ErrorCode::conflict, "problem " + id.hex() + " has the uuid " + problem.uuid);
    }
  }
  return check_tests(problem);
}

Result<> Problems::create(const Problem& problem) {
  MutexLock lock(state_.mutex);
  AG_TRY(check_new(problem));
  keep(problem);
  return {};
}

Result<std::optional<Problem>> Problems::find(ProblemId id) {
  MutexLock lock(state_.mutex);
  const auto found = state_.problems.find(id);
  if (found == state_.problems.end()) return std::nullopt;
  return found->second;
}

Result<ProblemList> Problems::list(const ProblemFilter& filter) {
  AG_TRY(check_page(filter.limit, filter.offset));
  MutexLock lock(state_.mutex);
  ProblemList list;
  int skip = filter.offset;
  for (const auto& [id, problem] : std::views::reverse(state_.problems)) {
    if (!matches(problem, filter)) continue;
    ++list.total;
    if (!filter.before.empty() && !(id < filter.before)) continue;
    if (skip-- > 0) continue;
    if (static_cast<int>(list.problems.size()) == filter.limit) {
      list.more = true;
      continue;
    }
    Problem& row = list.problems.emplace_back(problem);
    row.description.clear();
    row.tests.clear();
  }
  list.total_capped = list.total > kCountMax;
  list.total = std::min(list.total, kCountMax);
  return list;
}

Result<> Problems::check_next(const Problem& problem) {
  const auto found = state_.problems.find(problem.id);
  if (found == state_.problems.end()) return fail(ErrorCode::not_found, "no problem " + problem.id.hex());
  if (problem.version != found->second.version + 1) {
    return fail(ErrorCode::conflict, "problem " + problem.id.hex() + " was changed meanwhile: it is at version " +
                                         std::to_string(found->second.version));
  }
  return check_tests(problem);
}

Result<> Problems::update(const Problem& problem) {
  MutexLock lock(state_.mutex);
  AG_TRY(check_next(problem));
  keep(problem);
  return {};
}

Result<> Problems::put_package(const Problem& problem, const std::vector<ProblemFile>& files) {
  MutexLock lock(state_.mutex);
  AG_TRY(problem.version == 1 ? check_new(problem) : check_next(problem));
  auto ordered = files;
  std::ranges::sort(ordered, {}, &ProblemFile::path);
  state_.problem_files[problem.id] = std::move(ordered);
  keep(problem);
  return {};
}

Result<std::optional<ProblemId>> Problems::find_by_uuid(const std::string& uuid) {
  MutexLock lock(state_.mutex);
  for (const auto& [id, problem] : state_.problems) {
    if (!uuid.empty() && problem.uuid == uuid) return id;
  }
  return std::nullopt;
}

Result<std::vector<ProblemFile>> Problems::files(ProblemId id) {
  MutexLock lock(state_.mutex);
  const auto found = state_.problem_files.find(id);
  return found == state_.problem_files.end() ? std::vector<ProblemFile>() : found->second;
}

Result<std::optional<ProblemFile>> Problems::find_file(ProblemId id, const std::string& path) {
  MutexLock lock(state_.mutex);
  const auto found = state_.problem_files.find(id);
  if (found == state_.problem_files.end()) return std::nullopt;
  const auto file = std::ranges::find(found->second, path, &ProblemFile::path);
  if (file == found->second.end()) return std::nullopt;
  return *file;
}

Result<> Problems::set_deleted(ProblemId id, bool deleted, Time at) {
  MutexLock lock(state_.mutex);
  const auto found = state_.problems.find(id);
  if (found == state_.problems.end()) return fail(ErrorCode::not_found, "no problem " + id.hex());
  if (found->second.deleted == deleted) return {};
  found->second.deleted = deleted;
  found->second.updated_at = at;
  ++state_.changes;
  return {};
}

Result<std::optional<FoundTest>> Problems::find_test(TestCaseId id) {
  MutexLock lock(state_.mutex);
  for (const auto& [problem_id, problem] : state_.problems) {
    for (const TestCase& test : problem.tests) {
      if (test.id == id) return FoundTest{problem_id, test};
    }
  }
  return std::nullopt;
}

Result<std::vector<TestCase>> Problems::test_versions(TestCaseId id) {
  MutexLock lock(state_.mutex);
  std::vector<TestCase> versions;
  for (const auto& [key, test] : std::views::reverse(state_.tests)) {
    if (key.first == id && static_cast<int>(versions.size()) < kTestVersionsMax) versions.push_back(test);
  }
  return versions;
}

Result<std::map<ProblemId, ProblemName>> Problems::names(const std::vector<ProblemId>& ids) {
  AG_TRY(check_ids(ids.size()));
  MutexLock lock(state_.mutex);
  std::map<ProblemId, ProblemName> names;
  for (const ProblemId id : ids) {
    const auto found = state_.problems.find(id);
    if (found == state_.problems.end()) continue;
    names[id] = {found->second.title, found->second.published && !found->second.deleted};
  }
  return names;
}

Result<std::optional<int>> Problems::rules_version(ProblemId id) {
  MutexLock lock(state_.mutex);
  const auto found = state_.rules_versions.find(id);
  if (found == state_.rules_versions.end()) return std::nullopt;
  return found->second;
}

Result<Progress> Problems::progress(UserId user) {
  MutexLock lock(state_.mutex);
  std::map<ProblemId, bool> solved;
  for (const auto& [id, entry] : state_.submissions) {
    if (entry.submission.user != user) continue;
    solved[entry.submission.problem] |= entry.judged && entry.reports.at(entry.judging).verdict == Verdict::accepted;
  }
  Progress progress;
  int count = 0;
  for (const auto& [problem, is_solved] : solved) {
    progress.capped = ++count > kProgressMax;
    if (progress.capped) break;
    (is_solved ? progress.solved : progress.tried).push_back(problem);
  }
  return progress;
}

}  // namespace autograder::memory
