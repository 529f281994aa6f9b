// Which pages of the host's files are in memory tells what was read: see linux_sandbox_test.cpp, whose main runs this, too.
#include <fcntl.h>
#include <glob.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "sandbox/linux/linux_sandbox.h"
#include "sandbox/testing/real_boxes.h"

namespace autograder {
namespace {

constexpr int kPages = 400;
constexpr int kEvery = 8;  // the bits of a message: every eighth page is read

// A file of the compiler's that nothing of ours reads, out of memory at first.
class ColdFile final {
 public:
  ColdFile() : file_(::open(path().c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat status{};
    if (!file_ || ::fstat(file_.get(), &status) != 0 || status.st_size < kPages * 4096) return;
    pages_ = ::mmap(nullptr, kPages * 4096, PROT_READ, MAP_SHARED, file_.get(), 0);
  }
  ~ColdFile() {
    if (is_there()) ::munmap(pages_, kPages * 4096);
  }
  ColdFile(const ColdFile&) = delete;
  ColdFile& operator=(const ColdFile&) = delete;

  bool is_there() const { return pages_ != MAP_FAILED; }
  void drop() const { ::posix_fadvise(file_.get(), 0, 0, POSIX_FADV_DONTNEED); }
  // Not by reading with RWF_NOWAIT: that has the kernel read ahead.
  int pages_in_memory() const {
    std::vector<unsigned char> present(kPages);
    if (::mincore(pages_, kPages * 4096, present.data()) != 0) return -1;
    return static_cast<int>(std::ranges::count_if(present, [](unsigned char page) { return (page & 1) != 0; }));
  }

  // For programs linked with it statically, which are rare.
  static const std::string& path() {
    static const std::string found = [] {
      glob_t paths{};
      ::glob("/usr/lib/gcc/*/*/libtsan.a", 0, nullptr, &paths);
      std::string first = paths.gl_pathc > 0 ? paths.gl_pathv[0] : "";
      ::globfree(&paths);
      return first;
    }();
    return found;
  }

 private:
  const UniqueFd file_;
  void* pages_ = MAP_FAILED;
};

class FilesRead : public ::testing::Test {
 protected:
  void SetUp() override {
    if (degraded) GTEST_SKIP() << "this host gives no group to take them from";
    if (::geteuid() != 0) GTEST_SKIP() << "the kernel tells nobody but a file's owner which pages are in memory";
    if (!file_.is_there()) GTEST_SKIP() << "no libtsan.a of " << kPages << " pages";
    file_.drop();
    ASSERT_EQ(file_.pages_in_memory(), 0);
  }

  static Command reader(bool secret) {
    Command command = python("import mmap\nfile = open('" + ColdFile::path() +
                             "', 'rb')\n"
                             "pages = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)\n"
                             "pages.madvise(mmap.MADV_RANDOM)\n"
                             "print(sum(pages[page * 4096] >= 0 for page in range(0, " +
                             std::to_string(kPages) + ", " + std::to_string(kEvery) + ")))");
    command.secret = secret;
    return command;
  }
  static void expect_read(const Outcome& outcome) {
    EXPECT_EQ(outcome.stdout_text, std::to_string(kPages / kEvery) + "\n") << outcome.stderr_text;
  }
  static Command nothing(bool secret) {
    Command command = shell("true");
    command.secret = secret;
    return command;
  }

  const ColdFile file_;
};

TEST_F(FilesRead, ByASecretRunAreNotInMemoryForAnOpenOneInItsBox) {
  const auto box = open_box();
  for (int round = 0; round < 3; ++round) {
    expect_read(run(*box, reader(true)));
    run(*box, nothing(false));
    EXPECT_EQ(file_.pages_in_memory(), 0);
  }
}

TEST_F(FilesRead, ByASecretRunAreNotInMemoryForAnOpenOneInAnotherBox) {
  const auto box = open_box();
  const auto other = open_box();
  for (int round = 0; round < 3; ++round) {
    expect_read(run(*box, reader(true)));
    run(*other, nothing(false));
    EXPECT_EQ(file_.pages_in_memory(), 0);
  }
}

TEST_F(FilesRead, LeaveMemoryWithTheBox) {
  {
    const auto box = open_box();
    expect_read(run(*box, reader(true)));
  }
  // One after the other is taken down: the second time there are so many only when that box was.
  for (int round = 0; round < 2; ++round) EXPECT_TRUE(sandbox->open(LinuxSandboxOptions{}.boxes));
  EXPECT_EQ(file_.pages_in_memory(), 0);
}

// As when a judging is given up: dozens of processes read when it is, and some live on for a moment.
TEST_F(FilesRead, ByASecretRunThatIsKilledAreNotInMemoryForAnOpenOne) {
  const auto other = open_box();
  for (int round = 0; round < 5; ++round) {
    const auto box = open_box();
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
    const UniqueFd ours(pipe[0]);
    UniqueFd theirs(pipe[1]);
    Command command = python(
        "import mmap, os\n"
        "file = open('" +
        ColdFile::path() +
        "', 'rb')\n"
        "pages = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)\n"
        "kept = bytearray(b'x') * (1 << 22)\n"
        "for _ in range(5): os.fork()\n"
        "while True:\n"
        "  for page in range(" +
        std::to_string(kPages) +
        "): pages[page * 4096]\n"
        "  os.write(1, b'x')\n");
    command.secret = true;
    command.stdout_to = FdStream{theirs.get()};
    command.limits.memory = mib(512);
    auto running = box->start(command);
    ASSERT_TRUE(running) << running.error().message;
    theirs.reset();
    char byte = 0;
    ASSERT_EQ(::read(ours.get(), &byte, 1), 1);
    ASSERT_GT(file_.pages_in_memory(), 0);
    running->reset();  // kills it
    run(*other, nothing(false));
    EXPECT_EQ(file_.pages_in_memory(), 0) << round;
  }
}

// A secret run could tell by driving some of them out.
TEST_F(FilesRead, ByAnOpenRunAreNotLeftToASecretOneInItsBox) {
  const auto box = open_box();
  expect_read(run(*box, reader(false)));
  run(*box, nothing(true));
  EXPECT_EQ(file_.pages_in_memory(), 0);
}

// The kernel reads whole libraries once, not once a test, where they are not more than a box may keep. Python's own would be.
TEST_F(FilesRead, StayInMemoryBetweenRunsOfAKind) {
  constexpr int kRounds = 60;  // for a second after a secret run, busy disks have a group emptied once more
  for (const bool secret : {false, true}) {
    int there = 0;
    for (int round = 0; round < kRounds && there < 16; ++round) {
      file_.drop();
      const auto box = open_box();
      Command reader = shell("head -c 65536 " + ColdFile::path() + " | wc -c");
      reader.secret = secret;
      EXPECT_EQ(run(*box, reader).stdout_text, "65536\n");
      run(*box, nothing(secret));
      there = file_.pages_in_memory();
    }
    EXPECT_GE(there, 16);
  }
}

}  // namespace
}  // namespace autograder
