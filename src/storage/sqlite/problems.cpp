#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "domain/rules.h"
#include "storage/ascii.h"
#include "storage/queue_rules.h"
#include "storage/sqlite/roles.h"

namespace autograder::sqlite {
namespace {

constexpr std::array<std::string_view, 3> kDifficulties{"easy", "medium", "hard"};
constexpr std::array<std::string_view, 2> kVisibilities{"visible", "hidden"};
constexpr std::array<std::string_view, 3> kScoringRules{"all", "weighted", "groups"};
constexpr std::array<std::string_view, 5> kCheckers{"trim", "lines", "tokens", "exact", "floating"};

template <class Enum, std::size_t N>
Enum enum_from(const std::array<std::string_view, N>& names, const std::string& name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw CorruptRow{"unknown value: " + name};
  return static_cast<Enum>(found - names.begin());
}
template <class Enum, std::size_t N>
std::string_view enum_name(const std::array<std::string_view, N>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

// `description` is left out of listings.
#define AG_PROBLEM_COLUMNS                                                                                          \
  "p.id, p.title, p.difficulty, p.tags, p.languages, p.time_limit_ns, p.memory_limit_bytes, p.output_limit_bytes, " \
  "p.checker, p.absolute_tolerance, p.relative_tolerance, p.scoring, p.published, p.deleted, p.created_by, "        \
  "p.version, p.test_count, p.created_at_ms, p.updated_at_ms, p.ignore_case, p.space_sensitive, p.uuid, "           \
  "p.package_version"

Problem read_problem(const Query& row) {
  Problem problem;
  problem.id = row.id<ProblemId>(0);
  problem.title = row.text(1);
  problem.difficulty = enum_from<Difficulty>(kDifficulties, row.text(2));
  problem.tags = decode_list(row.text(3));
  problem.languages = decode_list(row.text(4));
  problem.limits = {Duration(row.integer(5)), Bytes{row.integer(6)}, Bytes{row.integer(7)}};
  problem.checker = {enum_from<CheckerKind>(kCheckers, row.text(8)), row.real(9), row.real(10), row.flag(19),
                     row.flag(20)};
  problem.scoring = enum_from<ScoringRule>(kScoringRules, row.text(11));
  problem.published = row.flag(12);
  problem.deleted = row.flag(13);
  problem.created_by = row.id<UserId>(14);
  problem.version = row.small(15);
  problem.test_count = row.small(16);
  problem.created_at = row.time(17);
  problem.updated_at = row.time(18);
  problem.uuid = row.text(21);
  problem.package_version = row.small(22);
  return problem;
}

#define AG_TEST_COLUMNS                                                                                       \
  "t.id, t.version, t.input_hash, t.input_bytes, t.expected_hash, t.expected_bytes, t.visibility, t.weight, " \
  "t.test_group, t.tags"

TestCase read_test(const Query& row) {
  TestCase test;
  test.id = row.id<TestCaseId>(0);
  test.version = row.small(1);
  test.input = row.hash(2);
  test.input_size = Bytes{row.integer(3)};
  test.expected = row.hash(4);
  test.expected_size = Bytes{row.integer(5)};
  test.visibility = enum_from<Visibility>(kVisibilities, row.text(6));
  test.weight = row.small(7);
  test.group = row.text(8);
  test.tags = decode_list(row.text(9));
  return test;
}

// Stored versions of tests are never changed.
Result<> keep_test(Connection& db, const TestCase& test) {
  {
    Query row = db.query("SELECT " AG_TEST_COLUMNS " FROM test_cases t WHERE t.id = ? AND t.version = ?");
    if (row.bind(test.id, test.version).next()) {
      if (read_test(row) == test) return {};
      return fail(ErrorCode::conflict, "test case " + test.id.hex() + ": version " + std::to_string(test.version) +
                                           " is stored with other content");
    }
  }
  db.query(
        "INSERT INTO test_cases (id, version, input_hash, input_bytes, expected_hash, expected_bytes, visibility, "
        "weight, test_group, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(test.id, test.version, test.input, test.input_size.count, test.expected, test.expected_size.count,
            enum_name(kVisibilities, test.visibility), test.weight, test.group, encode_list(test.tags))
      .run();
  return {};
}

// The rows beside the problem's own: its tags and its list of tests.
Result<> replace_parts(Connection& db, const Problem& problem) {
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

void bind_problem(Query& query, const Problem& problem) {
  query.bind(
      problem.title, problem.description, enum_name(kDifficulties, problem.difficulty), encode_list(problem.tags),
      encode_list(problem.languages), static_cast<std::int64_t>(problem.limits.time.count()),
      problem.limits.memory.count, problem.limits.output.count, enum_name(kCheckers, problem.checker.kind),
      problem.checker.absolute_tolerance, problem.checker.relative_tolerance, enum_name(kScoringRules, problem.scoring),
      problem.published, problem.deleted, problem.created_by, problem.version, static_cast<int>(problem.tests.size()),
      problem.created_at, problem.updated_at, problem.checker.ignore_case, problem.checker.space_sensitive,
      problem.uuid, problem.package_version, problem.id);
}

// The unique index would say so too, in words for nobody.
Result<> check_uuid(Connection& db, const Problem& problem) {
  if (problem.uuid.empty()) return {};
  Query row = db.query("SELECT id FROM problems WHERE uuid = ? AND uuid <> '' AND id <> ?");
  if (!row.bind(problem.uuid, problem.id).next()) return {};
  return fail(ErrorCode::conflict, "problem " + row.id<ProblemId>(0).hex() + " has the uuid " + problem.uuid);
}

struct Conditions {
  explicit Conditions(const ProblemFilter& filter_in) : filter(filter_in) {
    text = filter.deleted ? " FROM problems p WHERE p.deleted = 1 AND p.id < ?"
                          : " FROM problems p WHERE p.deleted = 0 AND p.id < ?";
    if (!filter.with_unpublished) text += " AND p.published = 1";
    if (filter.difficulty) text += " AND p.difficulty = ?";
    if (!filter.tag.empty()) text += " AND p.id IN (SELECT problem_id FROM problem_tags WHERE tag = ?)";
    if (!filter.search.empty()) {
      text +=  // lower() knows ASCII alone, as we want
          " AND (instr(lower(p.title), ?) > 0 OR EXISTS "
          "(SELECT 1 FROM problem_tags AS t WHERE t.problem_id = p.id AND instr(lower(t.tag), ?) > 0))";
    }
  }
  void bind(Query& query, ProblemId before) const {
    if (before.empty()) {
      query.bind_blob(std::string(13, '\xFF'));  // after every id
    } else {
      query.bind(before);
    }
    if (filter.difficulty) query.bind(enum_name(kDifficulties, *filter.difficulty));
    if (!filter.tag.empty()) query.bind(filter.tag);
    if (!filter.search.empty()) query.bind(ascii_lower(filter.search), ascii_lower(filter.search));
  }
  const ProblemFilter& filter;
  std::string text;
};

std::optional<Problem> load_problem(Connection& db, ProblemId id) {
  Query row = db.query("SELECT " AG_PROBLEM_COLUMNS ", p.description FROM problems p WHERE p.id = ?");
  if (!row.bind(id).next()) return std::nullopt;
  Problem problem = read_problem(row);
  problem.description = row.text(23);
  Query test = db.query("SELECT " AG_TEST_COLUMNS
                        " FROM problem_tests pt JOIN test_cases t ON t.id = pt.test_id "
                        "AND t.version = pt.test_version WHERE pt.problem_id = ? ORDER BY pt.position");
  test.bind(id);
  while (test.next()) problem.tests.push_back(read_test(test));
  if (static_cast<int>(problem.tests.size()) != problem.test_count) {
    throw CorruptRow{"problem " + id.hex() + " has " + std::to_string(problem.tests.size()) + " tests of " +
                     std::to_string(problem.test_count)};
  }
  return problem;
}

}  // namespace

Result<> insert_problem(Connection& db, const Problem& problem) {
  if (db.query("SELECT 1 FROM problems WHERE id = ?").bind(problem.id).next()) {
    return fail(ErrorCode::conflict, "problem " + problem.id.hex() + " exists already");
  }
  AG_TRY(check_uuid(db, problem));
  {
    Query row = db.query(
        "INSERT INTO problems (title, description, difficulty, tags, languages, time_limit_ns, memory_limit_bytes, "
        "output_limit_bytes, checker, absolute_tolerance, relative_tolerance, scoring, published, deleted, "
        "created_by, version, test_count, created_at_ms, updated_at_ms, ignore_case, space_sensitive, uuid, "
        "package_version, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bind_problem(row, problem);
    row.run();
  }
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
  {
    Query row = db.query(
        "UPDATE problems SET title = ?, description = ?, difficulty = ?, tags = ?, languages = ?, "
        "time_limit_ns = ?, memory_limit_bytes = ?, output_limit_bytes = ?, checker = ?, absolute_tolerance = ?, "
        "relative_tolerance = ?, scoring = ?, published = ?, deleted = ?, created_by = ?, version = ?, "
        "test_count = ?, created_at_ms = ?, updated_at_ms = ?, ignore_case = ?, space_sensitive = ?, uuid = ?, "
        "package_version = ? WHERE id = ?");
    bind_problem(row, problem);
    row.run();
  }
  return replace_parts(db, problem);
}

Result<> Problems::create(const Problem& problem) {
  return database_.writer.run("creating a problem", [&](Connection& db) { return insert_problem(db, problem); });
}

Result<std::optional<Problem>> Problems::find(ProblemId id) {
  return database_.readers.read("finding a problem",
                                [&](Connection& db) -> Result<std::optional<Problem>> { return load_problem(db, id); });
}

Result<ProblemList> Problems::list(const ProblemFilter& filter) {
  AG_TRY(check_page(filter.limit, filter.offset));
  return database_.readers.read("listing problems", [&](Connection& db) -> Result<ProblemList> {
    const Conditions conditions(filter);
    ProblemList list;
    {
      Query rows = db.query("SELECT " AG_PROBLEM_COLUMNS + conditions.text + " ORDER BY p.id DESC LIMIT ? OFFSET ?");
      conditions.bind(rows, filter.before);
      rows.bind(filter.limit + 1, filter.offset);
      while (rows.next()) {
        list.more = static_cast<int>(list.problems.size()) == filter.limit;
        if (!list.more) list.problems.push_back(read_problem(rows));
      }
    }
    Query count = db.query("SELECT count(*) FROM (SELECT 1" + conditions.text + " LIMIT ?)");
    conditions.bind(count, {});
    count.bind(kCountMax + 1).next();
    list.total_capped = count.integer(0) > kCountMax;
    list.total = std::min(count.small(0), kCountMax);
    return list;
  });
}

Result<> Problems::update(const Problem& problem) {
  return database_.writer.run("changing a problem", [&](Connection& db) { return update_problem(db, problem); });
}

Result<> Problems::set_deleted(ProblemId id, bool deleted, Time at) {
  return database_.writer.run("deleting or restoring a problem", [&](Connection& db) -> Result<> {
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
  return database_.readers.read("finding a test case", [&](Connection& db) -> Result<std::optional<FoundTest>> {
    Query row = db.query("SELECT " AG_TEST_COLUMNS
                         ", pt.problem_id FROM problem_tests pt JOIN test_cases t ON t.id = pt.test_id "
                         "AND t.version = pt.test_version WHERE pt.test_id = ? LIMIT 1");
    if (!row.bind(id).next()) return std::nullopt;
    return FoundTest{row.id<ProblemId>(10), read_test(row)};
  });
}

Result<std::vector<TestCase>> Problems::test_versions(TestCaseId id) {
  return database_.readers.read("listing versions of a test", [&](Connection& db) -> Result<std::vector<TestCase>> {
    Query row = db.query("SELECT " AG_TEST_COLUMNS " FROM test_cases t WHERE t.id = ? ORDER BY t.version DESC LIMIT ?");
    row.bind(id, kTestVersionsMax);
    std::vector<TestCase> versions;
    while (row.next()) versions.push_back(read_test(row));
    return versions;
  });
}

Result<std::map<ProblemId, ProblemName>> Problems::names(const std::vector<ProblemId>& ids) {
  AG_TRY(check_ids(ids.size()));
  using Answer = Result<std::map<ProblemId, ProblemName>>;
  return database_.readers.read("reading names of problems", [&](Connection& db) -> Answer {
    std::map<ProblemId, ProblemName> names;
    for (const ProblemId id : ids) {
      Query row = db.query("SELECT title, published, deleted FROM problems WHERE id = ?");
      if (row.bind(id).next()) names[id] = {row.text(0), row.flag(1) && !row.flag(2)};
    }
    return names;
  });
}

Result<std::optional<int>> Problems::rules_version(ProblemId id) {
  return database_.readers.read("reading how a problem is judged", [&](Connection& db) -> Result<std::optional<int>> {
    Query row = db.query("SELECT rules_version FROM problems WHERE id = ?");
    if (!row.bind(id).next()) return std::nullopt;
    return row.small(0);
  });
}

Result<Progress> Problems::progress(UserId user) {
  return database_.readers.read("looking up what a user solved", [&](Connection& db) -> Result<Progress> {
    Query row = db.query("SELECT problem_id, accepted FROM progress WHERE user_id = ? ORDER BY problem_id LIMIT ?");
    row.bind(user, kProgressMax + 1);
    Progress progress;
    int count = 0;
    while (row.next()) {
      progress.capped = ++count > kProgressMax;
      if (progress.capped) continue;
      (row.integer(1) > 0 ? progress.solved : progress.tried).push_back(row.id<ProblemId>(0));
    }
    return progress;
  });
}

}  // namespace autograder::sqlite
