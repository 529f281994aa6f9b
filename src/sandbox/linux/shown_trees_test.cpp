#include "sandbox/linux/shown_trees.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "foundation/unique_fd.h"

namespace autograder {
namespace {

using testing::HasSubstr;

class ShownTrees : public testing::Test {
 protected:
  ShownTrees() {
    char name[] = "/tmp/shown-trees-XXXXXX";
    tree_ = ::mkdtemp(name);
    std::filesystem::create_directories(tree_ / "lib/deep");
    std::ofstream(tree_ / "lib/file") << "text";
    std::filesystem::create_symlink("/nowhere", tree_ / "lib/link");
  }
  ~ShownTrees() override { std::filesystem::remove_all(tree_); }

  std::string refusal(const std::string& path) {
    const auto checked = check_each_file({path});
    return checked ? "" : checked.error().message;
  }
  std::filesystem::path tree_;
};

TEST_F(ShownTrees, AlwaysShownTreesHaveNoSocketNow) {
  const auto trees = always_shown({"/etc/alternatives"});
  EXPECT_EQ(trees.front(), "/usr");
  EXPECT_EQ(trees.back(), "/etc/alternatives");
  EXPECT_TRUE(check_bound_sockets(trees));
}

TEST_F(ShownTrees, FilesDirectoriesAndLinksAreShown) {
  EXPECT_EQ(refusal(tree_), "");
  EXPECT_EQ(refusal(tree_ / "absent"), "");
}

TEST_F(ShownTrees, ASocketIsRefused) {
  EXPECT_TRUE(check_bound_sockets({tree_}));
  const auto path = tree_ / "lib/deep/service";
  const UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_THAT(refusal(tree_), HasSubstr(path.string() + " is a socket or a named pipe"));
  EXPECT_THAT(refusal(path), HasSubstr("move it out of"));
  // The kernel lists it, by whatever way its directory is named, and no file with a name that only begins alike.
  for (const auto& tree : {tree_, tree_ / "lib/../lib/deep", path}) {
    const auto checked = check_bound_sockets({"/absent", tree});
    ASSERT_FALSE(checked) << tree;
    EXPECT_THAT(checked.error().message, HasSubstr(path.string() + " is a socket"));
  }
  std::filesystem::create_directory(tree_ / "lib/dee");
  EXPECT_TRUE(check_bound_sockets({tree_ / "lib/dee"}));
}

TEST_F(ShownTrees, ANamedPipeIsRefused) {
  ASSERT_EQ(::mkfifo((tree_ / "lib/pipe").c_str(), 0666), 0);
  EXPECT_THAT(refusal(tree_), HasSubstr("lib/pipe is a socket or a named pipe"));
}

}  // namespace
}  // namespace autograder
