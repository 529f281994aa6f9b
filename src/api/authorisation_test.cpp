// Who may do what to whose: every operation of docs/http_api.yaml, asked by everyone, of everything. An operation
// without a row fails.
#include <map>
#include <set>

#include "api/testing/api_fixture.h"
#include "api/testing/documented.h"

namespace autograder::testing {
namespace {

enum class Asker { nobody, student, other, owner, admin };
enum class Thing { own, foreign, absent, malformed };  // own: the owner's; foreign: another student's
constexpr Asker kAskers[] = {Asker::nobody, Asker::student, Asker::other, Asker::owner, Asker::admin};
constexpr Thing kThings[] = {Thing::own, Thing::foreign, Thing::absent, Thing::malformed};
constexpr const char* kAskerNames[] = {"nobody", "student", "other student", "owner", "admin"};
constexpr const char* kThingNames[] = {"own", "foreign", "absent", "malformed"};

// The rights of each role for an operation. Statuses are those of refusals; `done` is the answer when nothing refuses.
enum class For {
  everyone,   // without a token too
  signed_in,  // anyone with a token, whatever it names
  admins,     // students get 403 before existence is looked at
  theirs,     // the owner of what it names and admins; others 404
};
enum class Names { nothing, problem, test, submission, user, job };

struct Row {
  For whom = For::admins;
  Names names = Names::nothing;
  int done = 200;
  std::string body{};
  bool fresh = false;  // it uses up what it names: made again for each question
};

const std::map<std::string, Row>& rows() {
  static const std::string problem =
      R"({"title": "T", "description": "", "difficulty": "easy", "testCases": [{"input": "", "output": ""}]})";
  static const std::map<std::string, Row> all{
      {"POST /auth/register", {For::everyone, Names::nothing, 400, "{}"}},
      {"POST /auth/login", {For::everyone, Names::nothing, 400, "{}"}},
      {"GET /auth/user/me", {For::signed_in}},
      {"PUT /auth/user/me", {For::signed_in, Names::nothing, 200, R"({"name": "N"})"}},
      {"GET /auth/user/me/progress", {For::signed_in}},
      {"POST /auth/logout", {For::signed_in, Names::nothing, 200, "", true}},
      {"POST /auth/ticket", {For::signed_in}},
      {"GET /users", {For::admins}},
      {"PUT /users/:id", {For::admins, Names::user, 200, "{}", true}},
      {"GET /problems", {For::signed_in}},
      {"POST /problems/create", {For::admins, Names::nothing, 201, problem}},
      {"GET /problems/:id", {For::signed_in, Names::problem}},
      {"PUT /problems/:id", {For::admins, Names::problem, 200, R"({"title": "N"})"}},
      {"DELETE /problems/:id", {For::admins, Names::problem, 200, "", true}},
      {"POST /problems/import", {For::admins, Names::nothing, 415}},
      {"GET /problems/:id/export", {For::admins, Names::problem}},
      {"GET /problems/:id/verification", {For::admins, Names::problem, 404}},  // it came from no package
      {"POST /problems/:id/copy", {For::admins, Names::problem, 201, "{}"}},
      {"POST /problems/:id/files", {For::admins, Names::problem, 415}},  // without a Content-Type of images
      {"GET /problems/:id/solutions", {For::admins, Names::problem}},
      {"PUT /problems/:id/solutions/:name", {For::admins, Names::problem, 422, R"({"code": "x", "expected": "AC"})"}},
      {"DELETE /problems/:id/solutions/:name", {For::admins, Names::problem, 404}},
      {"GET /problems/:id/files/:name", {For::signed_in, Names::problem, 404}},
      {"GET /problems/:id/outdated", {For::admins, Names::problem}},
      {"GET /problems/:id/changes", {For::admins, Names::problem}},
      {"GET /problems/:id/drafts", {For::signed_in, Names::problem}},
      {"GET /problems/:id/drafts/:name", {For::signed_in, Names::problem, 422}},  // a language of no such name
      {"PUT /problems/:id/drafts/:name", {For::signed_in, Names::problem, 422, R"({"code": ""})"}},
      {"POST /problems/:id/restore", {For::admins, Names::problem}},
      {"POST /problems/:id/rejudge", {For::admins, Names::problem, 202}},
      {"GET /problems/:id/testcases", {For::admins, Names::problem}},
      {"POST /problems/:id/testcases", {For::admins, Names::problem, 201, R"({"input": "", "output": ""})"}},
      {"PUT /problems/:id/testcases",
       {For::admins, Names::problem, 422, R"({"ids": ["aaaaaaaaaaaaaaaaaaaaaaaa"], "weight": 2})"}},
      {"POST /problems/:id/testcases/batch",
       {For::admins, Names::problem, 201, R"({"testCases": [{"input": "", "output": ""}]})"}},
      {"GET /testcases/:id", {For::admins, Names::test}},
      {"PUT /testcases/:id", {For::admins, Names::test, 200, R"({"weight": 2})"}},
      {"DELETE /testcases/:id", {For::admins, Names::test, 200, "", true}},
      {"GET /testcases/:id/versions", {For::admins, Names::test}},
      {"POST /submission/create", {For::signed_in, Names::nothing, 400, "{}"}},
      {"GET /submission/getSubmission", {For::signed_in}},
      {"GET /submission/:id", {For::theirs, Names::submission}},
      {"GET /submission/:id/events", {For::theirs, Names::submission}},
      {"POST /submission/:id/rerun", {For::theirs, Names::submission, 503, R"({"customInput": ""})"}},
      {"POST /submission/:id/rejudge", {For::admins, Names::submission, 409}},  // it waits already
      {"POST /submission/:id/cancel", {For::theirs, Names::submission, 202, "", true}},
      {"POST /run", {For::signed_in, Names::nothing, 400, "{}"}},
      {"GET /submissions", {For::admins}},
      {"GET /queue", {For::admins}},
      {"GET /workers", {For::admins}},
      {"GET /queue/dead", {For::admins}},
      {"POST /queue/dead/:id/retry", {For::admins, Names::job, 404}},  // none is dead
      {"DELETE /queue/dead/:id", {For::admins, Names::job, 404}},
      {"GET /ws", {For::everyone, Names::nothing, 426}},  // who signs in on it: streams/live_test.cpp
      {"GET /socket.io/", {For::everyone, Names::nothing, 400}},
      {"POST /socket.io/", {For::everyone, Names::nothing, 400}},
      {"GET /health", {For::everyone}},
      {"GET /metrics", {For::admins}},
      {"GET /languages", {For::everyone}},
      {"GET /version", {For::everyone}},
      {"GET /openapi.yaml", {For::everyone}},
      {"GET /", {For::everyone}},
  };
  return all;
}

class AuthorisationTest : public ApiFixture {
 protected:
  AuthorisationTest() {
    options_.waiters_max = 0;          // a run is stored, and not waited for
    options_.worker_expected = false;  // /health is well without one
    stranger_user_ = add_user("stranger", Role::student);
    askers_ = {{Asker::student, student_user_},
               {Asker::other, other_user_},
               {Asker::owner, stranger_user_},
               {Asker::admin, admin_user_}};
  }
  // Tokens of now: signing out and changes by an admin end the earlier ones.
  void refresh_users() {
    for (const auto& [asker, user] : askers_) tokens_[asker] = token_of(**database_->users().find(user.id));
  }
  void make_things() {
    refresh_users();
    admin_ = tokens_[Asker::admin];
    problem_ = add_problem();
    const auto tests = expect(200, "GET", "/problems/" + problem_ + "/testcases", tokens_[Asker::admin]);
    test_ = text_at(tests.at(0), "_id");
    own_ = submit(tokens_[Asker::owner], problem_);
    foreign_ = submit(tokens_[Asker::other], problem_);
  }
  // The id that stands for a thing. Problems, tests and people belong to nobody: own and foreign are the same.
  std::string id_of(Names names, Thing thing) {
    if (thing == Thing::absent) return std::string(24, 'a');
    if (thing == Thing::malformed) return "not-an-id";
    switch (names) {
      case Names::problem:
        return problem_;
      case Names::test:
        return test_;
      case Names::job:
      case Names::submission:
        return thing == Thing::own ? own_ : foreign_;
      case Names::user:
        return (thing == Thing::own ? stranger_user_ : other_user_).id.hex();
      case Names::nothing:
        break;
    }
    return "";
  }
  static int expected(const Row& row, Asker asker, Thing thing) {
    if (row.names != Names::nothing && thing == Thing::malformed) return 404;
    if (row.whom == For::everyone) return row.done;
    if (asker == Asker::nobody) return 401;
    if (row.whom == For::admins && asker != Asker::admin) return 403;
    if (row.names != Names::nothing && thing == Thing::absent) return 404;
    if (row.whom != For::theirs || asker == Asker::admin) return row.done;
    const auto holder = thing == Thing::own ? Asker::owner : Asker::other;
    return asker == holder ? row.done : 404;
  }

  User stranger_user_;
  std::map<Asker, User> askers_;
  std::map<Asker, std::string> tokens_;
  std::string problem_, test_, own_, foreign_;
};

TEST_F(AuthorisationTest, everyOperationHasARow) {
  for (const auto& operation : documented_operations()) {
    EXPECT_TRUE(rows().contains(operation)) << operation << " is documented, but nothing says who may do it";
  }
  EXPECT_EQ(rows().size(), documented_operations().size()) << "a row for what is not documented";
  start();
  const auto operations = api_->operations();  // without pages: there is no site here
  const std::set<std::string> served(operations.begin(), operations.end());
  for (const auto& operation : served)
    EXPECT_TRUE(rows().contains(operation)) << operation << " is served, but has no row";
  for (const auto& [operation, row] : rows()) EXPECT_TRUE(served.contains(operation)) << operation << " is not served";
}

TEST_F(AuthorisationTest, isAsTheRowsSay) {
  start();
  make_things();
  for (const auto& [operation, row] : rows()) {
    const auto space = operation.find(' ');
    const auto method = operation.substr(0, space);
    for (const auto thing : kThings) {
      if (row.names == Names::nothing && thing != Thing::own) continue;
      for (const auto asker : kAskers) {
        auto path = operation.substr(space + 1);
        if (const auto place = path.find(":id"); place != std::string::npos) {
          path.replace(place, 3, id_of(row.names, thing));
        }
        const auto answer = ask(method, path, tokens_[asker], row.body);
        EXPECT_EQ(answer.status, expected(row, asker, thing))
            << operation << " by " << kAskerNames[static_cast<int>(asker)] << " of "
            << kThingNames[static_cast<int>(thing)] << ": " << answer.body.substr(0, 300);
        if (row.fresh) refresh_users();
        if (row.fresh && answer.status < 300) make_things();
      }
    }
  }
}

}  // namespace
}  // namespace autograder::testing
