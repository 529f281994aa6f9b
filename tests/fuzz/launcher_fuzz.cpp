// What the launcher, which has root's rights, reads: orders and options.
#include <cstring>

#include "fuzz/fuzz.h"
#include "sandbox/linux/launcher.h"
#include "sandbox/linux/order.h"

using namespace autograder;

namespace {

void check_order(std::string_view packet) {
  // A copy of exactly its size, so that AddressSanitizer sees a read past the end.
  const std::vector<char> bytes(packet.begin(), packet.end());
  static RunStrings strings;
  RunHeader header;
  if (parse_order({bytes.data(), bytes.size()}, header, strings) != nullptr) return;
  const auto inside = [&](const char* text) {
    return text >= bytes.data() && text + std::strlen(text) < bytes.data() + bytes.size();
  };
  fuzz::promise(header.argument_count >= 1, "an order names a program");
  for (std::uint32_t i = 0; i < header.argument_count; ++i) fuzz::promise(inside(strings.arguments[i]), "arguments");
  fuzz::promise(strings.arguments[header.argument_count] == nullptr, "arguments end with null");
  for (std::uint32_t i = 0; i < header.environment_count; ++i)
    fuzz::promise(inside(strings.environment[i]), "environment");
  fuzz::promise(strings.environment[header.environment_count] == nullptr, "environment ends with null");
  fuzz::promise(inside(strings.work_dir), "working directory");
  for (std::uint32_t i = 0; i < header.file_count; ++i) {
    fuzz::promise(inside(strings.files[i]), "files");
    fuzz::promise(std::strchr(strings.files[i], '/') == nullptr, "a file's name is one segment");
    fuzz::promise(std::strcmp(strings.files[i], "..") != 0, "a file's name stays in its directory");
  }
  for (std::uint32_t i = 0; i < header.mount_count; ++i) {
    fuzz::promise(inside(strings.mount_hosts[i]) && strings.mount_hosts[i][0] == '/', "mounts are absolute");
    fuzz::promise(inside(strings.mount_insides[i]) && strings.mount_insides[i][0] == '/', "mounts are absolute inside");
  }
  for (std::uint32_t i = 0; i < header.collect_count; ++i) {
    fuzz::promise(inside(strings.collects[i]) && std::strchr(strings.collects[i], '/') == nullptr, "collected files");
  }
  fuzz::promise(expected_fds(header) >= 0 && expected_fds(header) <= 3 + kFilesMax, "descriptors are few");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint8_t choice = input.byte();
  if (choice % 4 == 0) {
    if (const auto options = decode_options(input.rest())) {
      const auto again = decode_options(encode_options(*options));
      fuzz::promise(again && again->boxes == options->boxes && again->etc_paths == options->etc_paths,
                    "options survive being written and read");
    }
    return 0;
  }
  if (choice % 4 == 1) {
    check_order(input.rest());
    return 0;
  }
  // A header of few small counts before the bytes: chance alone would seldom make one.
  RunHeader header;
  header.argument_count = input.byte() % 8;
  header.environment_count = input.byte() % 8;
  header.file_count = input.byte() % 40;
  header.mount_count = input.byte() % 20;
  header.collect_count = input.byte() % 20;
  for (auto& stream : header.streams) stream = static_cast<StreamKind>(input.byte());
  header.cpu_time_ns = header.wall_time_ns = std::int64_t{input.byte()} << (input.byte() % 56);
  header.memory_bytes = header.file_size_bytes = header.disk_bytes = std::int64_t{input.byte()} << (input.byte() % 56);
  header.processes = header.open_files = input.byte();
  std::string packet(packet_bytes(header));
  packet += input.rest();
  check_order(packet);
  return 0;
}
