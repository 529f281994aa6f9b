// Who may do what to whose: every operation of docs/http_api.yaml, asked by everyone, of everything. Who is refused is what
// domain/access.h says of the operation's `x-right`; what is named is in its path. An operation without a row fails.
#include <map>
#include <set>

#include "api/testing/api_fixture.h"
#include "api/testing/documented.h"

namespace autograder::testing {
namespace {

enum class Asker { nobody, student, other, owner, admin };
enum class Thing {
  own,
  foreign,
  absent,
  malformed
};  // own: the owner's, or open; foreign: another student's, or a draft
constexpr Asker kAskers[] = {Asker::nobody, Asker::student, Asker::other, Asker::owner, Asker::admin};
constexpr Thing kThings[] = {Thing::own, Thing::foreign, Thing::absent, Thing::malformed};
constexpr const char* kAskerNames[] = {"nobody", "student", "other student", "owner", "admin"};
constexpr const char* kThingNames[] = {"own or open", "foreign or a draft", "absent", "malformed"};

enum class Names { nothing, problem, test, submission, user, job };

Names named_by(std::string_view operation) {
  static const std::map<std::string_view, Names> starts{
      {" /problems/:id", Names::problem}, {" /testcases/:id", Names::test}, {" /submission/:id", Names::submission},
      {" /users/:id", Names::user},       {" /queue/dead/:id", Names::job},
  };
  const auto path = operation.substr(operation.find(' '));
  for (const auto& [start, names] : starts) {
    if (path.starts_with(start)) return names;
  }
  EXPECT_FALSE(path.contains(":id")) << operation << " names a thing that this test does not know";
  return Names::nothing;
}

// How to ask, and the answer when nothing refuses.
struct Row {
  int done = 200;
  std::string body{};
  bool fresh = false;  // it uses up what it names: made again for each question
};

const std::map<std::string, Row>& rows() {
  static const std::string problem =
      R"({"title": "T", "description": "", "difficulty": "easy", "testCases": [{"input": "", "output": ""}]})";
  static const std::map<std::string, Row> all{
      {"POST /auth/register", {400, "{}"}},
      {"POST /auth/login", {400, "{}"}},
      {"GET /auth/user/me", {}},
      {"PUT /auth/user/me", {200, R"({"name": "N"})"}},
      {"GET /auth/user/me/progress", {}},
      {"POST /auth/logout", {200, "", true}},
      {"POST /auth/ticket", {}},
      {"GET /users", {}},
      {"PUT /users/:id", {200, "{}", true}},
      {"GET /problems", {}},
      {"POST /problems/create", {201, problem}},
      {"GET /problems/:id", {}},
      {"PUT /problems/:id", {200, R"({"title": "N"})"}},
      {"DELETE /problems/:id", {200, "", true}},
      {"POST /problems/import", {415}},
      {"GET /problems/:id/export", {}},
      {"GET /problems/:id/verification", {404}},  // it came from no package
      {"POST /problems/:id/copy", {201, "{}"}},
      {"POST /problems/:id/files", {415}},  // without a Content-Type of images
      {"GET /problems/:id/solutions", {}},
      {"PUT /problems/:id/solutions/:name", {422, R"({"code": "x", "expected": "AC"})"}},
      {"DELETE /problems/:id/solutions/:name", {404}},
      {"GET /problems/:id/files/:name", {404}},
      {"GET /problems/:id/outdated", {}},
      {"GET /problems/:id/changes", {}},
      {"GET /problems/:id/drafts", {}},
      {"GET /problems/:id/drafts/:name", {422}},  // a language of no such name
      {"PUT /problems/:id/drafts/:name", {422, R"({"code": ""})"}},
      {"POST /problems/:id/restore", {}},
      {"POST /problems/:id/rejudge", {202}},
      {"GET /problems/:id/testcases", {}},
      {"POST /problems/:id/testcases", {201, R"({"input": "", "output": ""})"}},
      {"PUT /problems/:id/testcases", {422, R"({"ids": ["aaaaaaaaaaaaaaaaaaaaaaaa"], "weight": 2})"}},
      {"POST /problems/:id/testcases/batch", {201, R"({"testCases": [{"input": "", "output": ""}]})"}},
      {"GET /testcases/:id", {}},
      {"PUT /testcases/:id", {200, R"({"weight": 2})"}},
      {"DELETE /testcases/:id", {200, "", true}},
      {"GET /testcases/:id/versions", {}},
      {"POST /submission/create", {400, "{}"}},
      {"GET /submission/getSubmission", {}},
      {"GET /submission/:id", {}},
      {"GET /submission/:id/events", {}},
      {"POST /submission/:id/rerun", {503, R"({"customInput": ""})"}},
      {"POST /submission/:id/rejudge", {409}},  // it waits already
      {"POST /submission/:id/cancel", {202, "", true}},
      {"POST /run", {400, "{}"}},
      {"GET /submissions", {}},
      {"GET /queue", {}},
      {"GET /workers", {}},
      {"GET /queue/dead", {}},
      {"POST /queue/dead/:id/retry", {404}},  // none is dead
      {"DELETE /queue/dead/:id", {404}},
      {"GET /ws", {426}},  // who signs in on it: streams/live_test.cpp
      {"GET /socket.io/", {400}},
      {"POST /socket.io/", {400}},
      {"GET /health", {}},
      {"GET /metrics", {}},
      {"GET /languages", {}},
      {"GET /version", {}},
      {"GET /openapi.yaml", {}},
      {"GET /", {}},
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
    draft_ = add_problem(R"(, "published": false)");
    const auto tests = expect(200, "GET", "/problems/" + problem_ + "/testcases", tokens_[Asker::admin]);
    test_ = text_at(tests.at(0), "_id");
    own_ = submit(tokens_[Asker::owner], problem_);
    foreign_ = submit(tokens_[Asker::other], problem_);
  }
  // The id that stands for a thing. Tests and people belong to nobody: own and foreign are the same.
  std::string id_of(Names names, Thing thing) {
    if (thing == Thing::absent) return std::string(24, 'a');
    if (thing == Thing::malformed) return "not-an-id";
    switch (names) {
      case Names::problem:
        return thing == Thing::own ? problem_ : draft_;
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
  Scope scope_of_thing(Names names, Thing thing) const {
    if (names == Names::problem) return {.open = thing == Thing::own};
    if (names == Names::submission)
      return scope_of_submission(thing == Thing::own ? stranger_user_.id : other_user_.id);
    return {};
  }
  int expected(const std::string& operation, std::optional<Action> action, Asker asker, Thing thing) const {
    const Row& row = rows().at(operation);
    const Names names = named_by(operation);
    if (names != Names::nothing && thing == Thing::malformed) return 404;
    if (!action) return row.done;
    if (asker == Asker::nobody) return 401;
    const Viewer viewer{askers_.at(asker).id, askers_.at(asker).role};
    const bool of_one_thing = *action == Action::read_problem || *action == Action::read_submission;
    if (!of_one_thing && !may(viewer, *action)) return 403;
    if (names != Names::nothing && thing == Thing::absent) return 404;
    if (of_one_thing && !may(viewer, *action, scope_of_thing(names, thing))) return 404;
    return row.done;
  }

  User stranger_user_;
  std::map<Asker, User> askers_;
  std::map<Asker, std::string> tokens_;
  std::string problem_, draft_, test_, own_, foreign_;
};

TEST_F(AuthorisationTest, everyOperationHasARow) {
  for (const auto& [operation, action] : documented_rights()) {
    EXPECT_TRUE(rows().contains(operation)) << operation << " is documented, but nothing says how to ask";
  }
  EXPECT_EQ(rows().size(), documented_rights().size()) << "a row for what is not documented";
  start();
  const auto operations = api_->operations();  // without pages: there is no site here
  const std::set<std::string> served(operations.begin(), operations.end());
  for (const auto& operation : served)
    EXPECT_TRUE(rows().contains(operation)) << operation << " is served, but has no row";
  for (const auto& [operation, row] : rows()) EXPECT_TRUE(served.contains(operation)) << operation << " is not served";
}

TEST_F(AuthorisationTest, isAsAccessSays) {
  start();
  make_things();
  for (const auto& [operation, action] : documented_rights()) {
    const Row& row = rows().at(operation);
    const Names names = named_by(operation);
    const auto space = operation.find(' ');
    const auto method = operation.substr(0, space);
    for (const auto thing : kThings) {
      if (names == Names::nothing && thing != Thing::own) continue;
      for (const auto asker : kAskers) {
        auto path = operation.substr(space + 1);
        if (const auto place = path.find(":id"); place != std::string::npos) {
          path.replace(place, 3, id_of(names, thing));
        }
        const auto answer = ask(method, path, tokens_[asker], row.body);
        EXPECT_EQ(answer.status, expected(operation, action, asker, thing))
            << operation << " by " << kAskerNames[static_cast<int>(asker)] << " of "
            << kThingNames[static_cast<int>(thing)] << ": " << answer.body.substr(0, 300);
        if (row.fresh) refresh_users();
        if (row.fresh && answer.status < 300) make_things();
      }
    }
  }
}

// The bodies of these may be large: 256 MiB of an archive would lie on the disk until somebody looked the user up.
TEST_F(AuthorisationTest, whoMayNotIsRefusedBeforeTheBodyIsRead) {
  start();
  make_things();
  int asked = 0;
  for (const auto& [operation, action] : documented_rights()) {
    const auto method = operation.substr(0, operation.find(' '));
    if (!action || may({student_user_.id}, *action) || (method != "POST" && method != "PUT")) continue;
    if (*action == Action::read_problem || *action == Action::read_submission) continue;
    auto path = operation.substr(operation.find(' ') + 1);
    if (const auto place = path.find(":id"); place != std::string::npos) {
      path.replace(place, 3, id_of(named_by(operation), Thing::own));
    }
    clock_.advance(std::chrono::minutes(1));  // nobody asked about the user lately
    HttpClient client(api_->port());
    client.send(method + " " + path +
                " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + student_ +
                "\r\nContent-Length: 1000\r\n\r\n");
    ASSERT_EQ(client.read().status, 403) << operation;
    ++asked;
  }
  EXPECT_GT(asked, 12);
}

}  // namespace
}  // namespace autograder::testing
