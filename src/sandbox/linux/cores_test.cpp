// Which cores runs may use while one is measured alone on its core: see linux_sandbox_test.cpp, whose main runs this, too.
#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include "sandbox/sandbox.h"
#include "sandbox/testing/real_boxes.h"

namespace autograder {
namespace {

using Cores = std::set<int>;

Cores cores_of_host() {
  cpu_set_t set;
  CPU_ZERO(&set);
  EXPECT_EQ(::sched_getaffinity(0, sizeof set, &set), 0);
  Cores cores;
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (CPU_ISSET(core, &set)) cores.insert(core);
  }
  return cores;
}

Cores without(Cores cores, int core) {
  cores.erase(core);
  return cores;
}

// A program that tells which cores it may use as often as it is asked.
class Asked final {
 public:
  Asked(bool own_core, bool alone) : box_(open_box()) {
    std::array<int, 2> in{}, out{};
    EXPECT_EQ(::pipe2(in.data(), O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(out.data(), O_CLOEXEC), 0);
    const UniqueFd theirs_in(in[0]), theirs_out(out[1]);
    questions_ = UniqueFd(in[1]);
    answers_ = UniqueFd(out[0]);
    Command command = python("import os, sys\nwhile sys.stdin.readline(): print(*os.sched_getaffinity(0), flush=True)");
    command.limits.wall_time = scaled(std::chrono::seconds(30));
    command.stdin_from = FdStream{theirs_in.get()};
    command.stdout_to = FdStream{theirs_out.get()};
    command.own_core = own_core;
    command.alone = alone;
    auto running = box_->start(command);
    EXPECT_TRUE(running) << running.error().message;
    if (running) running_ = std::move(*running);
  }
  ~Asked() { end(); }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;

  Cores cores() {
    EXPECT_EQ(::write(questions_.get(), "\n", 1), 1);
    std::string line;
    char letter = 0;
    while (::read(answers_.get(), &letter, 1) == 1 && letter != '\n') line += letter;
    std::istringstream words(line);
    Cores cores;
    for (int core = 0; words >> core;) cores.insert(core);
    return cores;
  }
  int only_core() {
    const Cores all = cores();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? -1 : *all.begin();
  }
  void end() {
    questions_.reset();
    if (!running_) return;
    const auto outcome = running_->wait();
    EXPECT_TRUE(outcome && ended_as<Exited>(*outcome));
    running_.reset();
  }

 private:
  std::unique_ptr<Box> box_;
  std::unique_ptr<Running> running_;
  UniqueFd questions_, answers_;
};

class CoresTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (all_.size() < 2) GTEST_SKIP() << "this host has one core for everybody";
  }
  const Cores all_ = cores_of_host();
};

TEST_F(CoresTest, ARunOnAllCoresKeepsOffACoreThatAnotherHasAlone) {
  Asked before(false, false);
  EXPECT_EQ(before.cores(), all_);
  Asked measured(true, true);
  const int core = measured.only_core();
  EXPECT_EQ(before.cores(), without(all_, core));
  Asked meanwhile(false, false);
  EXPECT_EQ(meanwhile.cores(), without(all_, core));
  measured.end();
  EXPECT_EQ(before.cores(), all_) << "given back";
  EXPECT_EQ(meanwhile.cores(), all_) << "given back";
}

TEST_F(CoresTest, ARunWithACoreOfItsOwnTakesAnotherThanOneThatARunHasAlone) {
  Asked measured(true, true);
  const int core = measured.only_core();
  // More than there are other cores: two share one of those then.
  Asked first(true, false), second(true, false);
  EXPECT_NE(first.only_core(), core);
  EXPECT_NE(second.only_core(), core);
}

TEST_F(CoresTest, ARunThatIsNotMeasuredAloneTakesNoCoreFromOthers) {
  Asked before(false, false);
  Asked other(true, false);
  EXPECT_EQ(other.cores().size(), 1U);
  EXPECT_EQ(before.cores(), all_);
}

}  // namespace
}  // namespace autograder
