// What this server changed its next answer shows, however late the bus tells of it.
#include "api/testing/api_fixture.h"
#include "live/event_bus.h"

namespace autograder::testing {
namespace {

// Its events come after the test.
class LateBus final : public EventBus {
 public:
  void publish(const Event& /*event*/) override {}
  std::unique_ptr<Subscription> subscribe(Handler /*handler*/) override { return nullptr; }
};

class OwnChangesTest : public ApiFixture {
 protected:
  OwnChangesTest() {
    bus_ = std::make_unique<LateBus>();
    start();
  }
};

TEST_F(OwnChangesTest, aChangedProblemIsShownAtOnce) {
  const auto id = add_problem();
  const auto title = [&] { return text_at(expect(200, "GET", "/problems/" + id, student_), "title"); };
  const auto before = title();
  expect(200, "PUT", "/problems/" + id, admin_, R"({"title": "Another title"})");
  EXPECT_EQ(title(), "Another title") << "before: " << before;
}

TEST_F(OwnChangesTest, aSubmissionThatIsJudgedAgainIsShownSoAtOnce) {
  const auto id = submit(student_, add_problem());
  Report accepted;
  accepted.verdict = Verdict::accepted;
  judge_next(accepted);
  const auto status = [&] { return text_at(expect(200, "GET", "/submission/" + id, student_), "status"); };
  EXPECT_EQ(status(), "AC");
  EXPECT_EQ(status(), "AC") << "from memory";
  expect(202, "POST", "/submission/" + id + "/rejudge", admin_);
  EXPECT_EQ(status(), "QUEUED");
}

}  // namespace
}  // namespace autograder::testing
