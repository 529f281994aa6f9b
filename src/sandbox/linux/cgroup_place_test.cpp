// Where groups may be made, on hierarchies drawn in a directory; tests/hosts has the real ones. Some rows need root, which
// becomes an ordinary user for the others.
#include "sandbox/linux/cgroup_place.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "sandbox/linux/server_slot.h"

namespace autograder {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kOrdinary = 65'534;

class CgroupPlaceTest : public testing::Test {
 protected:
  void SetUp() override {
    char path[] = "/tmp/autograder-cgroups-XXXXXX";
    ASSERT_NE(::mkdtemp(path), nullptr);
    ::chmod(path, 0755);
    top_ = path;
  }
  void TearDown() override { fs::remove_all(top_); }

  // A group as the kernel shows it: the root of a hierarchy is the one without events.
  std::string group(const std::string& name, const std::string& controllers, const std::string& processes = "",
                    uid_t owner = 0) {
    const std::string path = top_ + name;
    fs::create_directories(path);
    std::ofstream(path + "/cgroup.controllers") << controllers << "\n";
    std::ofstream(path + "/cgroup.procs") << processes;
    std::ofstream(path + "/cgroup.subtree_control");
    if (!name.empty()) std::ofstream(path + "/cgroup.events") << "populated 1\n";
    for (const std::string file : {"", "/cgroup.procs", "/cgroup.subtree_control"}) {
      EXPECT_TRUE(::geteuid() != 0 || ::chown((path + file).c_str(), owner, owner) == 0);
    }
    return path;
  }

  // "base|moves|why", or the refusal, as `uid` is told it. `root` is the part of the hierarchy that is mounted.
  std::string find(const std::string& own, uid_t uid, const std::string& below = "") const {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      if (uid != ::geteuid() && ::setresuid(uid, uid, uid) != 0) ::_exit(1);
      const auto place = find_cgroup_place({"/", top_ + below, "cgroup2", "rw"}, own);
      const std::string text =
          place ? place->base + "|" + (place->move_in ? "moves" : "stays") + "|" + place->why : place.error().message;
      ::_exit(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    std::string text(4096, '\0');
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(ends[0], text.data(), text.size()))));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    return text;
  }

  std::string top_;
};

bool is_root() {
  return ::geteuid() == 0;
}

TEST_F(CgroupPlaceTest, RootTakesTheRootOfTheHierarchyAsItIs) {
  if (!is_root()) GTEST_SKIP() << "needs root";
  group("", "cpu memory pids", "1\n");
  EXPECT_EQ(find("/", 0), top_ + "|stays|the root of the hierarchy");
}

TEST_F(CgroupPlaceTest, RootMovesInWhereNobodyElseSits) {
  if (!is_root()) GTEST_SKIP() << "needs root";
  group("", "cpu memory pids");
  const auto own = group("/unit.service", "cpu memory pids", std::to_string(::getpid()) + "\n");
  EXPECT_EQ(find("/unit.service", 0), own + "|moves|our own group");
}

TEST_F(CgroupPlaceTest, RootLeavesASharedSessionAlone) {
  if (!is_root()) GTEST_SKIP() << "needs root";
  group("", "cpu memory pids");
  group("/session.scope", "cpu memory pids", "1\n");
  EXPECT_EQ(find("/session.scope", 0), top_ + "|stays|at the top, since our own group is shared or not delegated");
  group("/bare.scope", "");
  EXPECT_EQ(find("/bare.scope", 0), top_ + "|stays|at the top, since our own group is shared or not delegated");
}

TEST_F(CgroupPlaceTest, AContainersRootIsItsOwn) {
  if (!is_root()) GTEST_SKIP() << "needs root";
  group("", "cpu memory pids");
  const auto own = group("/container", "memory pids", "1\n");
  EXPECT_EQ(find("/", 0, "/container"), own + "|moves|the container's group");
}

TEST_F(CgroupPlaceTest, AnOrdinaryUserTakesWhatWasGivenToIt) {
  if (!is_root()) GTEST_SKIP() << "needs root";
  group("", "cpu memory pids");
  // Those who started us may sit there too: the group is one person's.
  const auto own = group("/given", "memory pids", std::to_string(::getpid()) + "\n", kOrdinary);
  EXPECT_EQ(find("/given", kOrdinary), own + "|moves|our own group");
  // So does what they started, a script's curl.
  const pid_t sibling = ::fork();
  if (sibling == 0) ::_exit(::pause());
  std::ofstream(own + "/cgroup.procs") << ::getpid() << "\n" << sibling << "\n";
  EXPECT_EQ(find("/given", kOrdinary), own + "|moves|our own group");
  ::kill(sibling, SIGKILL);
  ::waitpid(sibling, nullptr, 0);
  std::ofstream(own + "/cgroup.procs").flush();
  // A server that moved there before, and one that comes after it.
  group("/given/autograder-server", "memory pids", "1\n", kOrdinary);
  EXPECT_EQ(find("/given/autograder-server", kOrdinary), own + "|moves|our own group");
}

TEST_F(CgroupPlaceTest, AnOrdinaryUserIsToldWhatToDo) {
  if (!is_root()) GTEST_SKIP() << "needs root";
  group("", "cpu memory pids");
  group("/session.scope", "cpu memory pids");
  const auto undelegated = find("/session.scope", kOrdinary);
  EXPECT_NE(undelegated.find("/session.scope is not delegated to us: start it "), std::string::npos) << undelegated;
  group("/bare", "pids", "", kOrdinary);
  const auto bare = find("/bare", kOrdinary);
  EXPECT_NE(bare.find("/bare has not been given the controllers memory: start it "), std::string::npos) << bare;
  std::ofstream(group("/shared", "memory pids", "", kOrdinary) + "/cgroup.procs") << "999999991\n999999992\n";
  const auto shared = find("/shared", kOrdinary);
  EXPECT_NE(shared.find("/shared is shared with 2 other processes: start it "), std::string::npos) << shared;
}

TEST_F(CgroupPlaceTest, AnybodyIsToldOfAKernelWithoutControllers) {
  group("", "cpu pids");
  const auto refusal = find("/", ::geteuid());
  EXPECT_NE(refusal.find("the kernel keeps cgroup controllers off (memory): boot with cgroup_enable=memory"),
            std::string::npos)
      << refusal;
}

TEST_F(CgroupPlaceTest, OutsideOfWhatIsMountedIsRefused) {
  group("", "cpu memory pids");
  EXPECT_NE(find("/../other", ::geteuid()).find("our own cgroup is outside"), std::string::npos);
}

TEST_F(CgroupPlaceTest, RootlessServersTakeSlotsOfTheirOwn) {
  const auto first = reserve_group_slot(top_);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->cgroup, "autograder-0");
  {
    const auto second = reserve_group_slot(top_);
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_EQ(second->cgroup, "autograder-1");
  }
  // The second one is gone, and its directory with it or not.
  const auto third = reserve_group_slot(top_);
  ASSERT_TRUE(third) << third.error().message;
  EXPECT_EQ(third->cgroup, "autograder-1");
  EXPECT_FALSE(reserve_group_slot(top_ + "/absent"));
}

}  // namespace
}  // namespace autograder
