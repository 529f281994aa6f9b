#include "domain/access.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

const UserId kAda(IdBytes{1});
const UserId kBen(IdBytes{2});
const CourseId kCourse(IdBytes{3});
const CourseId kOther(IdBytes{4});

const Viewer kNobody{};
const Viewer kStudent{kAda};
const Viewer kAdmin{kAda, Role::admin};
const Viewer kMember{kAda, Role::student, {{kCourse, CourseRole::student}}};
const Viewer kTeacher{kAda, Role::student, {{kOther, CourseRole::student}, {kCourse, CourseRole::teacher}}};

constexpr Action kAll[] = {Action::take_part, Action::read_problem,  Action::read_submission,
                           Action::teach,     Action::manage_people, Action::operate};

TEST(Access, NobodyMayDoNothing) {
  const Viewer forged{{}, Role::admin};
  for (const Action action : kAll) {
    EXPECT_FALSE(may(kNobody, action, {.open = true}));
    EXPECT_FALSE(may(forged, action, {.open = true}));
  }
}

TEST(Access, AdminsMayDoEverything) {
  for (const Action action : kAll) {
    EXPECT_TRUE(may(kAdmin, action));
    EXPECT_TRUE(may(kAdmin, action, {.course = kCourse, .owner = kBen}));
  }
}

TEST(Access, StudentsReadOpenProblemsAndTheirOwnSubmissions) {
  EXPECT_TRUE(may(kStudent, Action::take_part));
  EXPECT_TRUE(may(kStudent, Action::read_problem, {.open = true}));
  EXPECT_FALSE(may(kStudent, Action::read_problem));
  EXPECT_TRUE(may(kStudent, Action::read_submission, {.owner = kAda}));
  EXPECT_FALSE(may(kStudent, Action::read_submission, {.owner = kBen}));
  EXPECT_FALSE(may(kStudent, Action::read_submission));
  for (const Action action : {Action::teach, Action::manage_people, Action::operate}) {
    EXPECT_FALSE(may(kStudent, action));
    EXPECT_FALSE(may(kStudent, action, {.owner = kAda, .open = true}));
  }
}

TEST(Access, ProblemsOfACourseAreForItsMembers) {
  const Scope open{.course = kCourse, .open = true};
  EXPECT_TRUE(may(kMember, Action::read_problem, open));
  EXPECT_FALSE(may(kStudent, Action::read_problem, open));
  EXPECT_FALSE(may(kMember, Action::read_problem, {.course = kCourse}));
  EXPECT_FALSE(may(kMember, Action::read_problem, {.course = kOther, .open = true}));
  EXPECT_FALSE(may(kMember, Action::teach, open));
}

TEST(Access, TeachersTeachTheirCourseAndNoOther) {
  const Scope own{.course = kCourse, .owner = kBen};
  EXPECT_TRUE(may(kTeacher, Action::read_problem, own));
  EXPECT_TRUE(may(kTeacher, Action::read_submission, own));
  EXPECT_TRUE(may(kTeacher, Action::teach, own));
  EXPECT_FALSE(may(kTeacher, Action::manage_people, own));
  EXPECT_FALSE(may(kTeacher, Action::operate, own));
  EXPECT_FALSE(may(kTeacher, Action::teach, {.course = kOther}));
  EXPECT_FALSE(may(kTeacher, Action::teach)) << "things of no course are not the course's";
  EXPECT_FALSE(may(kTeacher, Action::read_submission, {.owner = kBen}));
}

TEST(Access, AProblemIsOpenWhenItIsPublishedAndNotDeleted) {
  Problem problem;
  problem.published = true;
  problem.deleted = false;
  EXPECT_TRUE(scope_of(problem).open);
  problem.deleted = true;
  EXPECT_FALSE(scope_of(problem).open);
  problem.published = problem.deleted = false;
  EXPECT_FALSE(scope_of(problem).open);
}

}  // namespace
}  // namespace autograder
