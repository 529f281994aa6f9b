#include "sandbox/linux/order.h"

#include <gtest/gtest.h>

#include <cstring>

#include "sandbox/linux/launcher.h"

namespace autograder {
namespace {

Command small_command() {
  Command command;
  command.argv = {"/bin/true", "a", ""};
  command.environment = {{"LANG", "C.UTF-8"}};
  command.files = {{"main.py", std::string("x"), true}};
  command.mounts = {{"/opt/x", "/cache"}};
  command.collect = {{"main", kib(4)}};
  command.stdout_to = Capture{kib(1)};
  return command;
}

TEST(Order, SaysBackWhatWasEncoded) {
  const auto packet = encode_order(small_command(), 4096);
  ASSERT_TRUE(packet) << packet.error().message;
  RunHeader header;
  RunStrings strings;
  ASSERT_EQ(parse_order(*packet, header, strings), nullptr);
  EXPECT_STREQ(strings.arguments[0], "/bin/true");
  EXPECT_STREQ(strings.arguments[2], "");
  EXPECT_EQ(strings.arguments[3], nullptr);
  EXPECT_STREQ(strings.environment[0], "LANG=C.UTF-8");
  EXPECT_STREQ(strings.work_dir, "/code");
  EXPECT_STREQ(strings.files[0], "main.py");
  EXPECT_EQ(header.executable[0], 1);
  EXPECT_STREQ(strings.mount_hosts[0], "/opt/x");
  EXPECT_STREQ(strings.mount_insides[0], "/cache");
  EXPECT_STREQ(strings.collects[0], "main");
  EXPECT_EQ(header.collect_max[0], 4096);
  EXPECT_EQ(header.files_bytes, 4096);
  EXPECT_EQ(expected_fds(header), 2);  // stdout and one file
}

TEST(Order, RefusesEachFieldOverItsBound) {
  const struct {
    const char* field;
    void (*change)(Command&);
  } cases[] = {
      {"argv[0]", [](Command& c) { c.argv[0] = "true"; }},
      {"arguments", [](Command& c) { c.argv.clear(); }},
      {"arguments", [](Command& c) { c.argv.resize(5000, "x"); }},
      {"NUL", [](Command& c) { c.environment["A"] = std::string("b\0c", 3); }},
      {"128 KiB", [](Command& c) { c.argv.push_back(std::string(140'000, 'x')); }},
      {"work_dir", [](Command& c) { c.work_dir = "/a/../b"; }},
      {"files", [](Command& c) { c.files[0].name = "a/b"; }},
      {"files", [](Command& c) { c.files[0].name = ".."; }},
      {"files", [](Command& c) { c.files[0].name = ""; }},
      {"files", [](Command& c) { c.files[0].name = std::string(101, 'x'); }},
      {"mounts", [](Command& c) { c.mounts[0].host_path = "opt"; }},
      {"mounts", [](Command& c) { c.mounts[0].inside_path = "/.."; }},
      {"mounts", [](Command& c) { c.mounts.resize(17, {"/opt/x", "/cache"}); }},
      {"collect", [](Command& c) { c.collect[0].name = "."; }},
      {"cpu_time", [](Command& c) { c.limits.cpu_time = Duration(0); }},
      {"wall_time", [](Command& c) { c.limits.wall_time = std::chrono::hours(3); }},
      {"memory", [](Command& c) { c.limits.memory = kib(1); }},
      {"processes", [](Command& c) { c.limits.processes = 0; }},
      {"open_files", [](Command& c) { c.limits.open_files = 1 << 20; }},
      {"disk", [](Command& c) { c.limits.disk = {1}; }},
  };
  for (const auto& c : cases) {
    Command command = small_command();
    c.change(command);
    const auto packet = encode_order(command, 0);
    ASSERT_FALSE(packet) << c.field;
    EXPECT_EQ(packet.error().code, ErrorCode::invalid);
    EXPECT_NE(packet.error().message.find(c.field), std::string::npos) << packet.error().message;
  }
}

TEST(Order, ReadsNoByteBeyondAPacketThatWasCutOrChanged) {
  const std::string packet = *encode_order(small_command(), 0);
  static RunStrings strings;
  RunHeader header;
  for (std::size_t size = 0; size < packet.size(); ++size) {
    const std::string cut(packet.data(), size);
    EXPECT_NE(parse_order(cut, header, strings), nullptr) << size;
  }
  // Whatever one byte becomes, the answer is a refusal or an order within its bounds.
  for (std::size_t at = 0; at < packet.size(); ++at) {
    for (const int value : {0, 1, 0x7f, 0xff}) {
      std::string changed = packet;
      changed[at] = static_cast<char>(value);
      if (parse_order(changed, header, strings) != nullptr) continue;
      EXPECT_LE(header.file_count, static_cast<unsigned>(kFilesMax));
      EXPECT_EQ(strings.arguments[0][0], '/');
    }
  }
}

TEST(LauncherOptions, SurviveTheirText) {
  LinuxSandboxOptions options;
  options.boxes = 7;
  options.warm_files = {"/usr/bin/with space"};
  options.mount_directories = {"/opt/node", "/opt/go"};
  options.mount_roots = {"/data/cache"};
  const auto again = decode_options(encode_options(options));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->boxes, 7);
  EXPECT_EQ(again->etc_paths, options.etc_paths);
  EXPECT_EQ(again->warm_files, options.warm_files);
  EXPECT_EQ(again->mount_directories, options.mount_directories);
  EXPECT_EQ(again->mount_roots, options.mount_roots);
  EXPECT_FALSE(decode_options("boxes 3"));
  EXPECT_FALSE(decode_options("boxes\n"));
}

}  // namespace
}  // namespace autograder
