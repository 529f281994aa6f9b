#include "judge/tar.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "storage/testing/temporary_directory.h"

namespace autograder {
namespace {

std::string octal(std::int64_t value, int digits) {
  std::string text(static_cast<std::size_t>(digits), '0');
  for (auto at = text.rbegin(); at != text.rend(); ++at, value /= 8) *at = static_cast<char>('0' + value % 8);
  return text;
}

// One entry as GNU tar --format=ustar writes it; `said` is the size that the header tells.
std::string entry(const std::string& name, const std::string& content, char kind = '0', std::int64_t said = -1) {
  std::string header(512, '\0');
  header.replace(0, name.size(), name);
  header.replace(100, 7, "0000644");
  header.replace(124, 11, octal(said < 0 ? static_cast<std::int64_t>(content.size()) : said, 11));
  header[156] = kind;
  header.replace(257, 5, "ustar");
  header.replace(263, 2, "00");
  std::int64_t sum = 8 * ' ';
  for (const char c : header) sum += static_cast<unsigned char>(c);
  header.replace(148, 8, octal(sum, 6) + std::string("\0 ", 2));
  return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

const std::string kEnd(1024, '\0');

std::string read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(Tar, UnpacksDirectoriesAndFiles) {
  const TemporaryDirectory directory;
  const auto tar = entry("./", "", '5') + entry("./a/", "", '5') + entry("./a/b", std::string(1000, 'x')) +
                   entry("empty", "") + entry("old", "kind", '\0') + kEnd;
  const auto unpacked = unpack_tar(tar, directory.path());
  ASSERT_TRUE(unpacked) << unpacked.error().message;
  EXPECT_EQ(read(directory.path() + "/a/b"), std::string(1000, 'x'));
  EXPECT_EQ(read(directory.path() + "/old"), "kind");
  EXPECT_TRUE(std::filesystem::is_regular_file(directory.path() + "/empty"));
  struct stat status{};
  ASSERT_EQ(::stat((directory.path() + "/a/b").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0644u);  // whatever the tar says
}

TEST(Tar, RefusesWhatIsNotPlain) {
  auto wrong_sum = entry("a", "1");
  wrong_sum[0] = 'b';
  const struct {
    const char* what;
    std::string tar;
  } cases[] = {
      {"nothing", ""},
      {"no end", entry("a", "1")},
      {"absolute", entry("/etc/a", "1") + kEnd},
      {"upward", entry("a/../../b", "1") + kEnd},
      {"upward directory", entry("..", "", '5') + kEnd},
      {"link", entry("a", "", '2') + kEnd},
      {"hard link", entry("a", "", '1') + kEnd},
      {"device", entry("a", "", '3') + kEnd},
      {"fifo", entry("a", "", '6') + kEnd},
      {"long name of GNU", entry("././@LongLink", "name", 'L') + kEnd},
      {"no name", entry(".", "1") + kEnd},
      {"twice", entry("a", "1") + entry("a", "2") + kEnd},
      {"file as directory", entry("a", "1") + entry("a/b", "2") + kEnd},
      {"longer than what is there", entry("a", "1", '0', 100'000) + kEnd},
      {"as long as a number can be", entry("a", "1", '0', 077777777777) + kEnd},
      {"wrong sum", wrong_sum + kEnd},
      {"no tar", std::string(2048, 'x')},
      {"deep", entry("a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a", "", '5') + kEnd},
  };
  for (const auto& c : cases) {
    const TemporaryDirectory directory;
    EXPECT_FALSE(unpack_tar(c.tar, directory.path())) << c.what;
  }
}

TEST(Tar, KeepsItsBounds) {
  const TemporaryDirectory directory;
  const auto tar = entry("a", std::string(600, 'a')) + entry("b", std::string(600, 'b')) + kEnd;
  EXPECT_FALSE(unpack_tar(tar, directory.path(), {.total = Bytes{1199}}));
  const TemporaryDirectory second;
  EXPECT_FALSE(unpack_tar(tar, second.path(), {.entries = 1}));
  const TemporaryDirectory third;
  EXPECT_TRUE(unpack_tar(tar, third.path(), {.entries = 2, .total = Bytes{1200}}));
}

TEST(Tar, NoCutOrChangedTarIsReadBeyondItsEnd) {
  const auto tar = entry("d/", "", '5') + entry("d/a", "content") + kEnd;
  for (std::size_t size = 0; size < tar.size(); size += 7) {
    const TemporaryDirectory directory;
    (void)unpack_tar(std::string(tar, 0, size), directory.path());
  }
}

}  // namespace
}  // namespace autograder
