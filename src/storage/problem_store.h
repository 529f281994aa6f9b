// Problems with their test cases (hashes; the bodies are blobs).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/problem.h"
#include "foundation/result.h"

namespace autograder {

struct ProblemFilter {
  std::optional<Difficulty> difficulty;
  std::string search;  // in the title or a tag, in any case and without marks; empty: all
  std::string tag;     // empty: all
  bool with_unpublished = false;
  bool deleted = false;  // those alone
  ProblemId before;      // keyset cursor: older than this; empty: from the newest
  int offset = 0;        // for page numbers; at most 10,000
  int limit = 20;
};

struct ProblemList {
  std::vector<Problem> problems;  // newest first, without description and tests
  int total = 0;                  // of all that match, counted up to 10,000
  bool total_capped = false;
  bool more = false;  // there are older ones
};

struct ProblemName {
  std::string title;
  Titles titles;
  bool open = false;  // published and not deleted
  bool operator==(const ProblemName&) const = default;
};

// A test case in the problem that has it now.
struct FoundTest {
  ProblemId problem;
  TestCase test;  // its present version
};

// How far a user came, by the current reports: a submission that is being rejudged counts as not solved meanwhile.
struct Progress {
  std::vector<ProblemId> solved;  // in order of id
  std::vector<ProblemId> tried;   // submitted to, but not solved
  bool capped = false;            // there are more than kProgressMax problems; the rest is left out
};
constexpr int kProgressMax = 10'000;
constexpr int kTestVersionsMax = 1'000;

class ProblemStore {
 public:
  virtual ~ProblemStore() = default;
  // The blobs that its tests name are in the BlobStore already.
  virtual Result<> create(const Problem& problem) = 0;
  // Deleted problems are found too (with `deleted` set): their submissions stay readable.
  virtual Result<std::optional<Problem>> find(ProblemId id) = 0;
  virtual Result<ProblemList> list(const ProblemFilter& filter) = 0;
  // Replaces the problem and its list of tests in one transaction; earlier versions of tests are kept. `conflict` when
  // problem.version is not the stored version + 1; `not_found`.
  virtual Result<> update(const Problem& problem) = 0;
  // Creates the problem when its version is 1, else updates it, and replaces the files of its package; one transaction.
  // Their blobs are in the BlobStore already. Errors are those of create and update; `conflict` too when another
  // problem has the uuid.
  virtual Result<> put_package(const Problem& problem, const std::vector<ProblemFile>& files) = 0;
  // Deleted problems are found too. Absent when no package with this uuid came.
  virtual Result<std::optional<ProblemId>> find_by_uuid(const std::string& uuid) = 0;
  // In order of their paths; empty when no package came.
  virtual Result<std::vector<ProblemFile>> files(ProblemId id) = 0;
  virtual Result<std::optional<ProblemFile>> find_file(ProblemId id, const std::string& path) = 0;
  // Soft delete and its undoing. `not_found`; doing it twice is no error.
  virtual Result<> set_deleted(ProblemId id, bool deleted, Time at) = 0;
  // By one look-up. Absent when no problem has this test now; a deleted problem has its tests still.
  virtual Result<std::optional<FoundTest>> find_test(TestCaseId id) = 0;
  // Every version there ever was, newest first, at most kTestVersionsMax; those of tests that were removed from their
  // problem too. Empty when there never was such a test.
  virtual Result<std::vector<TestCase>> test_versions(TestCaseId id) = 0;
  // The names of at most kPageMax ids, deleted problems too; unknown ids are left out.
  virtual Result<std::map<ProblemId, ProblemName>> names(const std::vector<ProblemId>& ids) = 0;
  // The version since which it is judged as it is now; absent when there is no such problem. A change of its title or
  // statement leaves it.
  virtual Result<std::optional<int>> rules_version(ProblemId id) = 0;
  // The user's progress on each problem; one range of an index, at most kProgressMax problems.
  virtual Result<Progress> progress(UserId user) = 0;
};

}  // namespace autograder
