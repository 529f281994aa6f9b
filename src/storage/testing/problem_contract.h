// The contract of every ProblemStore.
#pragma once

#include <vector>

#include "storage/testing/contract_fixture.h"

namespace autograder {

class ProblemContract : public StorageContract {
 protected:
  TestCase test_case(int weight = 1) {
    TestCase test;
    test.id = ids_.next<TestCaseId>();
    test.input = sha256("in");
    test.input_size = {2};
    test.expected = sha256("out");
    test.expected_size = {3};
    test.weight = weight;
    return test;
  }
  Problem problem(const std::string& title = "Two Sum") {
    Problem problem;
    problem.id = ids_.next<ProblemId>();
    problem.title = title;
    problem.description = "# Two sum";
    problem.created_by = UserId(IdBytes{1});
    problem.created_at = clock_.now();
    problem.updated_at = clock_.now();
    return problem;
  }
  std::vector<std::string> titles(const ProblemFilter& filter) {
    std::vector<std::string> titles;
    for (const auto& one : must(problems().list(filter)).problems) titles.push_back(one.title);
    return titles;
  }
};

TEST_P(ProblemContract, AProblemIsFoundWhole) {
  Problem created = problem("T \"quoted\" \xF0\x9F\x92\xA5");
  created.description = std::string(256 * 1024, 'x');
  created.difficulty = Difficulty::hard;
  created.tags = {"graphs", "a,b\n\"c\"", "arrays"};
  created.languages = {"cpp", "python"};
  created.limits = {std::chrono::milliseconds(100), mib(64), kib(1)};
  created.checker = {CheckerKind::floating, 1e-9, 1e-6, true, true};
  created.uuid = "5f0c3c0e-6d2b-4a0e-9a57-2f6f8f1f6a01";
  created.package_version = 3;
  created.scoring = ScoringRule::groups;
  created.published = false;
  created.tests = {test_case(0), test_case(5)};
  created.tests[0].visibility = Visibility::visible;
  created.tests[1].group = "g \"1\"";
  created.tests[1].tags = {"big"};
  must(problems().create(created));
  const auto found = must(problems().find(created.id));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->title, created.title);
  EXPECT_EQ(found->description, created.description);
  EXPECT_EQ(found->difficulty, created.difficulty);
  EXPECT_EQ(found->tags, created.tags);
  EXPECT_EQ(found->languages, created.languages);
  EXPECT_EQ(found->limits, created.limits);
  EXPECT_EQ(found->checker, created.checker);
  EXPECT_EQ(found->scoring, created.scoring);
  EXPECT_EQ(found->uuid, created.uuid);
  EXPECT_EQ(found->package_version, 3);
  EXPECT_FALSE(found->published);
  EXPECT_EQ(found->created_by, created.created_by);
  EXPECT_EQ(found->version, 1);
  EXPECT_EQ(found->created_at, created.created_at);
  EXPECT_EQ(found->updated_at, created.updated_at);
  EXPECT_FALSE(found->deleted);
  EXPECT_EQ(found->tests, created.tests);
  EXPECT_EQ(found->test_count, 2);
  expect_error(problems().create(created), ErrorCode::conflict);
  EXPECT_FALSE(must(problems().find(ids_.next<ProblemId>())));
}

TEST_P(ProblemContract, EachCheckerAndScoringRuleComesBack) {
  for (const auto kind :
       {CheckerKind::trim, CheckerKind::lines, CheckerKind::tokens, CheckerKind::exact, CheckerKind::floating}) {
    for (const auto rule : {ScoringRule::all, ScoringRule::weighted, ScoringRule::groups}) {
      Problem created = problem();
      created.checker.kind = kind;
      created.scoring = rule;
      must(problems().create(created));
      const auto found = must(problems().find(created.id));
      ASSERT_TRUE(found);
      EXPECT_EQ(found->checker, created.checker);
      EXPECT_EQ(found->scoring, created.scoring);
    }
  }
}

TEST_P(ProblemContract, FindsInAnyCaseAndWithoutMarks) {
  Problem one = problem(
      "Gr\xC3\xB6\xC3\x9F"
      "te Zahl");
  one.tags = {
      "\xC3\x9C"
      "bung"};
  must(problems().create(one));
  for (const auto* search : {"gr\xC3\xB6\xC3\x9F", "GROSSTE",
                             "\xC3\xBC"
                             "BUNG",
                             "ubung"}) {
    EXPECT_EQ(must(problems().list({.search = search})).total, 1) << search;
  }
  one.title = "Kleinste Zahl";
  ++one.version;
  must(problems().update(one));
  EXPECT_EQ(must(problems().list({.search = "gross"})).total, 0);
  EXPECT_EQ(must(problems().list({.search = "KLEIN"})).total, 1);
}

TEST_P(ProblemContract, ListsNewestFirstWithFilters) {
  std::vector<Problem> created;
  for (int i = 0; i < 6; ++i) {
    Problem one = problem("Problem " + std::to_string(i) + (i % 2 == 0 ? " EVEN%" : " odd_"));
    one.difficulty = i < 2 ? Difficulty::easy : Difficulty::medium;
    if (i == 3 || i == 4) one.tags = {"dp", "x"};
    if (i == 0) one.titles = {{"de", "Größe"}, {"en", ""}};
    one.published = i != 5;
    one.tests = {test_case()};
    must(problems().create(one));
    created.push_back(one);
  }
  const auto all = must(problems().list({}));
  ASSERT_EQ(all.problems.size(), 5U);
  EXPECT_EQ(all.total, 5);
  EXPECT_FALSE(all.more);
  EXPECT_FALSE(all.total_capped);
  EXPECT_EQ(all.problems[0].id, created[4].id);
  EXPECT_TRUE(all.problems[0].description.empty());
  EXPECT_TRUE(all.problems[0].tests.empty());
  EXPECT_EQ(all.problems[0].test_count, 1);
  EXPECT_EQ(all.problems[0].tags, (std::vector<std::string>{"dp", "x"}));

  ProblemFilter filter;
  filter.search = "even%";
  EXPECT_EQ(titles(filter), (std::vector<std::string>{"Problem 4 EVEN%", "Problem 2 EVEN%", "Problem 0 EVEN%"}));
  filter.search = "1_odd";
  EXPECT_TRUE(titles(filter).empty());
  filter.search = "DP";
  EXPECT_EQ(titles(filter).size(), 2U) << "tags are searched, too";
  filter.search = "x\n";
  EXPECT_TRUE(titles(filter).empty()) << "no part of two of them";
  filter.search = "grosse";
  EXPECT_EQ(titles(filter), (std::vector<std::string>{"Problem 0 EVEN%"})) << "and titles in other languages";
  EXPECT_EQ(must(problems().list(filter)).problems[0].titles, created[0].titles);
  filter.search = "\"";
  EXPECT_TRUE(titles(filter).empty()) << "and not how they are stored";
  filter = {};
  filter.tag = "dp";
  EXPECT_EQ(titles(filter).size(), 2U);
  filter.difficulty = Difficulty::easy;
  EXPECT_TRUE(titles(filter).empty());
  filter = {};
  filter.with_unpublished = true;
  EXPECT_EQ(titles(filter).size(), 6U);

  filter = {};
  filter.limit = 2;
  auto page = must(problems().list(filter));
  EXPECT_TRUE(page.more);
  EXPECT_EQ(page.total, 5);
  filter.before = page.problems.back().id;
  page = must(problems().list(filter));
  ASSERT_EQ(page.problems.size(), 2U);
  EXPECT_EQ(page.problems[0].id, created[2].id);
  EXPECT_TRUE(page.more);
  EXPECT_EQ(page.total, 5);
  filter.before = page.problems.back().id;
  page = must(problems().list(filter));
  EXPECT_EQ(page.problems.size(), 1U);
  EXPECT_FALSE(page.more);
  filter.before = {};
  filter.offset = 3;
  page = must(problems().list(filter));
  ASSERT_EQ(page.problems.size(), 2U);
  EXPECT_EQ(page.problems[1].id, created[0].id);
  EXPECT_FALSE(page.more);
  filter.offset = kOffsetMax + 1;
  expect_error(problems().list(filter), ErrorCode::invalid);
}

TEST_P(ProblemContract, UpdateTakesTheNextVersionOnly) {
  Problem one = problem();
  one.tags = {"old"};
  one.tests = {test_case(1), test_case(2)};
  must(problems().create(one));
  expect_error(problems().update(one), ErrorCode::conflict);
  one.version = 2;
  one.title = "New";
  one.tags = {"new"};
  one.tests.erase(one.tests.begin());
  one.tests[0].version = 2;
  one.tests[0].weight = 9;
  one.tests.insert(one.tests.begin(), test_case(3));
  must(problems().update(one));
  const auto found = must(problems().find(one.id));
  EXPECT_EQ(found->title, "New");
  EXPECT_EQ(found->version, 2);
  EXPECT_EQ(found->tests, one.tests);
  ProblemFilter filter;
  filter.tag = "old";
  EXPECT_TRUE(titles(filter).empty());
  filter.tag = "new";
  EXPECT_EQ(titles(filter).size(), 1U);
  expect_error(problems().update(one), ErrorCode::conflict);
  Problem absent = problem();
  absent.version = 2;
  expect_error(problems().update(absent), ErrorCode::not_found);
}

TEST_P(ProblemContract, AStoredVersionOfATestIsNeverChanged) {
  Problem one = problem();
  one.tests = {test_case(1)};
  must(problems().create(one));
  Problem changed = one;
  changed.version = 2;
  changed.title = "half of this must not stay";
  changed.tests[0].weight = 2;
  expect_error(problems().update(changed), ErrorCode::conflict);
  const auto found = must(problems().find(one.id));
  EXPECT_EQ(found->title, one.title);
  EXPECT_EQ(found->version, 1);
  EXPECT_EQ(found->tests, one.tests);
}

TEST_P(ProblemContract, APackageKeepsItsFiles) {
  const auto blob = [&](const std::string& bytes) { return must(storage_->blobs().put(bytes)); };
  Problem made = problem();
  made.uuid = "11111111-2222-3333-4444-555555555555";
  made.package_version = 1;
  made.tests = {test_case(0)};
  const ProblemFile settings{"problem.yaml", blob("a"), Bytes{1}};
  const ProblemFile test{"data/secret/1.in", blob("bb"), Bytes{2}};
  EXPECT_TRUE(must(problems().files(made.id)).empty());
  EXPECT_FALSE(must(problems().find_by_uuid(made.uuid)));
  EXPECT_FALSE(must(problems().find_by_uuid("")));
  must(problems().put_package(made, {settings, test}));
  EXPECT_EQ(must(problems().find_by_uuid(made.uuid)), made.id);
  EXPECT_EQ(must(problems().files(made.id)), (std::vector<ProblemFile>{test, settings}));
  EXPECT_EQ(must(problems().find_file(made.id, "problem.yaml")), settings);
  EXPECT_FALSE(must(problems().find_file(made.id, "problem.yml")));
  EXPECT_EQ(must(problems().find(made.id))->tests, made.tests);
  // The next version replaces them; one that is not the next changes nothing.
  made.version = 3;
  expect_error(problems().put_package(made, {}), ErrorCode::conflict);
  EXPECT_EQ(must(problems().files(made.id)).size(), 2u);
  made.version = 2;
  made.title = "Another";
  must(problems().put_package(made, {settings}));
  EXPECT_EQ(must(problems().find(made.id))->title, "Another");
  EXPECT_EQ(must(problems().files(made.id)), std::vector<ProblemFile>{settings});
  // One problem has a uuid; a deleted one has it still.
  must(problems().set_deleted(made.id, true, clock_.now()));
  EXPECT_EQ(must(problems().find_by_uuid(made.uuid)), made.id);
  Problem other = problem();
  other.uuid = made.uuid;
  expect_error(problems().put_package(other, {}), ErrorCode::conflict);
  EXPECT_FALSE(must(problems().find(other.id)));
  for (int i = 0; i < 2; ++i) must(problems().create(problem()));  // those without one are not counted
}

TEST_P(ProblemContract, DeletingIsSoftAndCanBeUndone) {
  const Problem one = problem();
  must(problems().create(one));
  must(problems().set_deleted(one.id, true, from_ms(5)));
  must(problems().set_deleted(one.id, true, from_ms(6)));
  EXPECT_TRUE(must(problems().find(one.id))->deleted);
  EXPECT_EQ(must(problems().find(one.id))->updated_at, from_ms(5));
  EXPECT_TRUE(titles({}).empty());
  must(problems().set_deleted(one.id, false, from_ms(7)));
  EXPECT_EQ(titles({}).size(), 1U);
  expect_error(problems().set_deleted(ids_.next<ProblemId>(), true, from_ms(5)), ErrorCode::not_found);
}

TEST_P(ProblemContract, DeletedOnesAreListedByThemselves) {
  const Problem kept = problem();
  const Problem gone = problem();
  must(problems().create(kept));
  must(problems().create(gone));
  must(problems().set_deleted(gone.id, true, from_ms(5)));
  ProblemFilter filter;
  filter.deleted = true;
  filter.with_unpublished = true;
  const ProblemList list = must(problems().list(filter));
  ASSERT_EQ(list.problems.size(), 1U);
  EXPECT_EQ(list.problems[0].id, gone.id);
  EXPECT_TRUE(list.problems[0].deleted);
  EXPECT_EQ(list.total, 1);
  const auto names = must(problems().names({kept.id, gone.id, ids_.next<ProblemId>()}));
  EXPECT_EQ(names, (std::map<ProblemId, ProblemName>{{kept.id, {kept.title, kept.titles, kept.published}},
                                                     {gone.id, {gone.title, {}, false}}}));
  must(problems().set_deleted(gone.id, false, from_ms(6)));
  EXPECT_TRUE(must(problems().list(filter)).problems.empty());
}

TEST_P(ProblemContract, TheRulesHaveAVersionOfTheirOwn) {
  EXPECT_FALSE(must(problems().rules_version(ids_.next<ProblemId>())));
  Problem one = problem();
  must(problems().create(one));
  const auto next = [&](auto change) {
    ++one.version;
    change();
    must(problems().update(one));
    return must(problems().rules_version(one.id));
  };
  EXPECT_EQ(must(problems().rules_version(one.id)), 1);
  EXPECT_EQ(next([&] { one.title = "Another"; }), 1);
  EXPECT_EQ(next([&] { one.limits.time = std::chrono::milliseconds(1234); }), 3);
  EXPECT_EQ(next([&] { one.description = "Clearer"; }), 3);
  EXPECT_EQ(next([&] { one.tests.push_back(test_case()); }), 5);
  EXPECT_EQ(next([&] { one.checker.ignore_case = true; }), 6);
}

TEST_P(ProblemContract, EveryChangeMovesTheCounter) {
  Problem one = problem();
  auto last = must(storage_->change_counter());
  const auto expect_moved = [&] {
    const auto now = must(storage_->change_counter());
    EXPECT_GT(now, last);
    last = now;
  };
  must(problems().create(one));
  expect_moved();
  one.version = 2;
  must(problems().update(one));
  expect_moved();
  must(problems().set_deleted(one.id, true, clock_.now()));
  expect_moved();
}

TEST_P(ProblemContract, ATestIsFoundInItsProblem) {
  Problem first = problem();
  first.tests = {test_case(), test_case()};
  Problem second = problem();
  second.tests = {test_case()};
  must(problems().create(first));
  must(problems().create(second));
  auto found = must(problems().find_test(first.tests[1].id));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->problem, first.id);
  EXPECT_EQ(found->test, first.tests[1]);
  EXPECT_FALSE(must(problems().find_test(ids_.next<TestCaseId>())));
  EXPECT_TRUE(must(problems().test_versions(ids_.next<TestCaseId>())).empty());

  const TestCase before = first.tests[1];
  first.version = 2;
  first.tests[1].version = 2;
  first.tests[1].weight = 3;
  must(problems().update(first));
  EXPECT_EQ(must(problems().find_test(before.id))->test.version, 2);
  EXPECT_EQ(must(problems().test_versions(before.id)), (std::vector{first.tests[1], before}));
  first.version = 3;
  const TestCase removed = first.tests[1];
  first.tests.pop_back();
  must(problems().update(first));
  EXPECT_FALSE(must(problems().find_test(removed.id)));
  EXPECT_EQ(must(problems().test_versions(removed.id)).size(), 2U);
  must(problems().set_deleted(second.id, true, clock_.now()));
  EXPECT_EQ(must(problems().find_test(second.tests[0].id))->problem, second.id);
}

}  // namespace autograder
