#include "foundation/nameless_file.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <limits>

namespace autograder {
namespace {

class NamelessFileTest : public ::testing::Test {
 protected:
  NamelessFileTest() {
    std::string path = std::filesystem::temp_directory_path() / "nameless.XXXXXX";
    directory_ = ::mkdtemp(path.data());
  }
  ~NamelessFileTest() override { std::filesystem::remove_all(directory_); }
  std::string directory_;
};

TEST_F(NamelessFileTest, keepsWhatIsAppendedAndHasNoName) {
  const auto file = NamelessFile::make(directory_);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE((*file)->append("hello, "));
  EXPECT_TRUE((*file)->append(""));
  EXPECT_TRUE((*file)->append("world"));
  EXPECT_EQ((*file)->size(), 12);
  EXPECT_EQ((*file)->read(0, 100), "hello, world");
  EXPECT_EQ((*file)->read(7, 3), "wor");
  EXPECT_EQ((*file)->read(12, 1), "");
  EXPECT_EQ((*file)->read(100, std::numeric_limits<std::int64_t>::max()), "");
  EXPECT_TRUE(std::filesystem::is_empty(directory_));
  const auto other = (*file)->another();
  ASSERT_TRUE(other);
  EXPECT_EQ((*other)->read(0, 100), "");
}

TEST_F(NamelessFileTest, refusesWhatCannotBe) {
  const auto file = NamelessFile::make(directory_);
  ASSERT_TRUE(file);
  EXPECT_EQ((*file)->read(-1, 1).error().code, ErrorCode::invalid);
  EXPECT_EQ((*file)->read(0, -1).error().code, ErrorCode::invalid);
  EXPECT_FALSE(NamelessFile::make(directory_ + "/absent"));
  EXPECT_EQ(NamelessFile::make(directory_, std::numeric_limits<std::int64_t>::max()).error().code,
            ErrorCode::exhausted);
  EXPECT_TRUE(NamelessFile::make(directory_, 1));
}

}  // namespace
}  // namespace autograder
