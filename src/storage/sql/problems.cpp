#include <algorithm>
#include <set>
#include <string>

#include "domain/rules.h"
#include "storage/queue_rules.h"
#include "storage/search_words.h"
#include "storage/sql/paging.h"
#include "storage/sql/problem_rows.h"
#include "storage/sql/roles.h"

namespace autograder::sql {
namespace {

const std::string kSelect = "SELECT " + columns_of<Problem>("p");
const std::string kById = kSelect + ", p.description FROM problems p WHERE p.id = ?";
const std::string kInsert = insert_into<Problem>("problems", "description");
const std::string kUpdate = "UPDATE problems SET " + assignments_of<Problem>() + ", description = ? WHERE id = ?";
const std::string kSelectTest = "SELECT " + columns_of<TestCase>("t");
const std::string kTestOfVersion = kSelectTest + " FROM test_cases t WHERE t.id = ? AND t.version = ?";
const std::string kTestVersions = kSelectTest + " FROM test_cases t WHERE t.id = ? ORDER BY t.version DESC LIMIT ?";
constexpr const char* kPresentTests =
    " FROM problem_tests pt JOIN test_cases t ON t.id = pt.test_id AND t.version = pt.test_version ";
const std::string kTestsOfProblem = kSelectTest + kPresentTests + "WHERE pt.problem_id = ? ORDER BY pt.position";
const std::string kPresentTest = kSelectTest + ", pt.problem_id" + kPresentTests + "WHERE pt.test_id = ? LIMIT 1";
const std::string kInsertTest = insert_into<TestCase>("test_cases");

// Stored versions of tests are never changed.
Result<> keep_test(Connection& db, const TestCase& test) {
  const auto stored = db.query(kTestOfVersion).bind(test.id, test.version).one<TestCase>();
  if (!stored) {
    db.query(kInsertTest).bind(test).run();
    return {};
  }
  if (*stored == test) return {};
  return fail(ErrorCode::conflict, "test case " + test.id.hex() + ": version " + std::to_string(test.version) +
                                       " is stored with other content");
}

// What is made of the problem: what it is searched by, its tags and its list of tests.
Result<> replace_parts(Connection& db, const Problem& problem) {
  write_plain(db, problem);
  db.query("DELETE FROM problem_tags WHERE problem_id = ?").bind(problem.id).run();
  db.query("DELETE FROM problem_tests WHERE problem_id = ?").bind(problem.id).run();
  for (const std::string& tag : std::set<std::string>(problem.tags.begin(), problem.tags.end())) {
    db.query("INSERT INTO problem_tags (tag, problem_id) VALUES (?, ?)").bind(tag, problem.id).run();
  }
  int position = 0;
  for (const TestCase& test : problem.tests) {
    AG_TRY(keep_test(db, test));
    db.query("INSERT INTO problem_tests (problem_id, position, test_id, test_version) VALUES (?, ?, ?, ?)")
        .bind(problem.id, position++, test.id, test.version)
        .run();
  }
  return {};
}

// As its row has it: the number of its tests is that of the list.
Problem row_of(const Problem& problem) {
  Problem row = problem;
  row.test_count = static_cast<int>(problem.tests.size());
  return row;
}

// The unique index would say so too, in words for nobody.
Result<> check_uuid(Connection& db, const Problem& problem) {
  if (problem.uuid.empty()) return {};
  const auto other = db.query("SELECT id FROM problems WHERE uuid = ? AND uuid <> '' AND id <> ?")
                         .bind(problem.uuid, problem.id)
                         .one<ProblemId>();
  if (!other) return {};
  return fail(ErrorCode::conflict, "problem " + other->hex() + " has the uuid " + problem.uuid);
}

struct Conditions {
  explicit Conditions(const ProblemFilter& filter_in) : filter(filter_in) {
    text = filter.deleted ? " FROM problems p WHERE p.deleted = 1 AND p.id < ?"
                          : " FROM problems p WHERE p.deleted = 0 AND p.id < ?";
    if (!filter.with_unpublished) text += " AND p.published = 1";
    if (filter.difficulty) text += " AND p.difficulty = ?";
    if (!filter.tag.empty()) text += " AND p.id IN (SELECT problem_id FROM problem_tags WHERE tag = ?)";
    if (!filter.search.empty()) {
      text += " AND {position}(p.plain, ?) > 0";
    }
  }
  void bind(Query& query, ProblemId before) const {
    bind_before(query, before);
    if (filter.difficulty) query.bind(*filter.difficulty);
    if (!filter.tag.empty()) query.bind(filter.tag);
    if (!filter.search.empty()) query.bind(plain_part(filter.search));
  }
  const ProblemFilter& filter;
  std::string text;
};

std::optional<Problem> load_problem(Connection& db, ProblemId id) {
  auto row = db.query(kById).bind(id).one<Problem, std::string>();
  if (!row) return std::nullopt;
  auto& [problem, description] = *row;
  problem.description = std::move(description);
  problem.tests = db.query(kTestsOfProblem).bind(id).all<TestCase>();
  if (static_cast<int>(problem.tests.size()) != problem.test_count) {
    throw CorruptRow{"problem " + id.hex() + " has " + std::to_string(problem.tests.size()) + " tests of " +
                     std::to_string(problem.test_count)};
  }
  return std::move(problem);
}

}  // namespace

std::vector<Problem> problems_without_plain(Connection& db, ProblemId after, int limit) {
  return db.query("SELECT " + columns_of<Problem>() + " FROM problems WHERE plain = '' AND id > ? ORDER BY id LIMIT ?")
      .bind(after, limit)
      .all<Problem>();
}

void write_plain(Connection& db, const Problem& problem) {
  db.query("UPDATE problems SET plain = ? WHERE id = ?").bind(plain_problem(problem), problem.id).run();
}

Result<> insert_problem(Connection& db, const Problem& problem) {
  if (db.query("SELECT 1 FROM problems WHERE id = ?").bind(problem.id).next()) {
    return fail(ErrorCode::conflict, "problem " + problem.id.hex() + " exists already");
  }
  AG_TRY(check_uuid(db, problem));
  db.query(kInsert).bind(row_of(problem), problem.description).run();
  return replace_parts(db, problem);
}

Result<> update_problem(Connection& db, const Problem& problem) {
  const auto earlier = load_problem(db, problem.id);
  if (!earlier) return fail(ErrorCode::not_found, "no problem " + problem.id.hex());
  if (earlier->version + 1 != problem.version) {
    return fail(ErrorCode::conflict, "problem " + problem.id.hex() + " was changed meanwhile: it is at version " +
                                         std::to_string(earlier->version));
  }
  if (!judged_alike(*earlier, problem)) {
    db.query("UPDATE problems SET rules_version = ? WHERE id = ?").bind(problem.version, problem.id).run();
  }
  AG_TRY(check_uuid(db, problem));
  db.query(kUpdate).bind_rest(row_of(problem)).bind(problem.description, problem.id).run();
  return replace_parts(db, problem);
}

Result<> Problems::create(const Problem& problem) {
  return database_.write("creating a problem", [&](Connection& db) { return insert_problem(db, problem); });
}

Result<std::optional<Problem>> Problems::find(ProblemId id) {
  return database_.read("finding a problem",
                        [&](Connection& db) -> Result<std::optional<Problem>> { return load_problem(db, id); });
}

Result<ProblemList> Problems::list(const ProblemFilter& filter) {
  AG_TRY(check_page(filter.limit, filter.offset));
  return database_.read("listing problems", [&](Connection& db) -> Result<ProblemList> {
    const Conditions conditions(filter);
    ProblemList list;
    {
      Query rows = db.query(kSelect + conditions.text + " ORDER BY p.id DESC LIMIT ? OFFSET ?");
      conditions.bind(rows, filter.before);
      rows.bind(filter.limit + 1, filter.offset);
      while (rows.next()) {
        list.more = static_cast<int>(list.problems.size()) == filter.limit;
        if (!list.more) list.problems.push_back(rows.read<Problem>());
      }
    }
    Query count = db.query("SELECT count(*) FROM (SELECT 1" + conditions.text + " LIMIT ?) AS counted");
    conditions.bind(count, {});
    const int total = count.bind(kCountMax + 1).one<int>().value();
    list.total_capped = total > kCountMax;
    list.total = std::min(total, kCountMax);
    return list;
  });
}

Result<> Problems::update(const Problem& problem) {
  return database_.write("changing a problem", [&](Connection& db) { return update_problem(db, problem); });
}

Result<> Problems::set_deleted(ProblemId id, bool deleted, Time at) {
  return database_.write("deleting or restoring a problem", [&](Connection& db) -> Result<> {
    if (!db.query("SELECT 1 FROM problems WHERE id = ?").bind(id).next()) {
      return fail(ErrorCode::not_found, "no problem " + id.hex());
    }
    db.query("UPDATE problems SET deleted = ?, updated_at_ms = ? WHERE id = ? AND deleted <> ?")
        .bind(deleted, at, id, deleted)
        .run();
    return {};
  });
}

Result<std::optional<FoundTest>> Problems::find_test(TestCaseId id) {
  return database_.read("finding a test case", [&](Connection& db) -> Result<std::optional<FoundTest>> {
    auto row = db.query(kPresentTest).bind(id).one<TestCase, ProblemId>();
    if (!row) return std::nullopt;
    auto& [test, problem] = *row;
    return FoundTest{problem, std::move(test)};
  });
}

Result<std::vector<TestCase>> Problems::test_versions(TestCaseId id) {
  return database_.read("listing versions of a test", [&](Connection& db) -> Result<std::vector<TestCase>> {
    return db.query(kTestVersions).bind(id, kTestVersionsMax).all<TestCase>();
  });
}

Result<std::map<ProblemId, ProblemName>> Problems::names(const std::vector<ProblemId>& ids) {
  AG_TRY(check_ids(ids.size()));
  using Answer = Result<std::map<ProblemId, ProblemName>>;
  return database_.read("reading names of problems", [&](Connection& db) -> Answer {
    std::map<ProblemId, ProblemName> names;
    for (const ProblemId id : ids) {
      const auto row = db.query("SELECT title, titles, published, deleted FROM problems WHERE id = ?")
                           .bind(id)
                           .one<std::string, Titles, bool, bool>();
      if (!row) continue;
      const auto& [title, titles, published, deleted] = *row;
      names[id] = {title, titles, published && !deleted};
    }
    return names;
  });
}

Result<std::optional<int>> Problems::rules_version(ProblemId id) {
  return database_.read("reading how a problem is judged", [&](Connection& db) -> Result<std::optional<int>> {
    return db.query("SELECT rules_version FROM problems WHERE id = ?").bind(id).one<int>();
  });
}

Result<Progress> Problems::progress(UserId user) {
  return database_.read("looking up what a user solved", [&](Connection& db) -> Result<Progress> {
    Query row = db.query("SELECT problem_id, accepted FROM progress WHERE user_id = ? ORDER BY problem_id LIMIT ?");
    row.bind(user, kProgressMax + 1);
    Progress progress;
    for (int count = 1; row.next(); ++count) {
      progress.capped = count > kProgressMax;
      if (progress.capped) break;
      const auto [problem, accepted] = row.read<ProblemId, std::int64_t>();
      (accepted > 0 ? progress.solved : progress.tried).push_back(problem);
    }
    return progress;
  });
}

}  // namespace autograder::sql
