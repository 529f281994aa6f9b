#include "storage/sqlite/data_lock.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <optional>

#include "storage/testing/temporary_directory.h"

namespace autograder {
namespace {

TEST(DataLock, ASecondServerIsToldWhoHasIt) {
  const TemporaryDirectory directory;
  std::optional<DataLock> held;
  {
    auto lock = lock_data_directory(directory.path());
    ASSERT_TRUE(lock) << lock.error().message;
    held.emplace(std::move(*lock));
  }
  const auto second = lock_data_directory(directory.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_NE(second.error().message.find("(process " + std::to_string(::getpid()) + ")"), std::string::npos)
      << second.error().message;
  held.reset();
  EXPECT_TRUE(lock_data_directory(directory.path()));
}

TEST(DataLock, AKilledServerLeavesNoLock) {
  const TemporaryDirectory directory;
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto lock = lock_data_directory(directory.path());
    const char byte = lock ? 'y' : 'n';
    if (::write(ready[1], &byte, 1) == 1) ::pause();
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_EQ(byte, 'y');
  EXPECT_FALSE(lock_data_directory(directory.path()));
  ASSERT_EQ(::kill(child, SIGKILL), 0);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_TRUE(lock_data_directory(directory.path()));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST(DataLock, StrangeFilesAreRefused) {
  const TemporaryDirectory directory;
  EXPECT_EQ(lock_data_directory(directory.path() + "/absent").error().code, ErrorCode::not_found);
  const std::string name = directory.path() + "/autograder.lock";
  std::filesystem::create_symlink("/etc/passwd", name);
  EXPECT_FALSE(lock_data_directory(directory.path()));
  std::filesystem::remove(name);
  ASSERT_EQ(::mkfifo(name.c_str(), 0600), 0);
  EXPECT_EQ(lock_data_directory(directory.path()).error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace autograder
