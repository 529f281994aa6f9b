#include "sandbox/linux/order.h"

#include <cstring>

namespace autograder {
namespace {

bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= 100 && name != "." && name != ".." && name.find('/') == std::string_view::npos;
}

bool is_absolute_path(std::string_view path) {
  return path.size() >= 2 && path.size() <= 1024 && path.front() == '/' &&
         path.find("/../") == std::string_view::npos && !path.ends_with("/..");
}

class StringTable {
 public:
  // A NUL inside would make two strings of one.
  void add(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) has_nul_ = true;
    bytes_ += text;
    bytes_ += '\0';
  }
  bool has_nul() const { return has_nul_; }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  bool has_nul_ = false;
};

const char* check_header(const RunHeader& header) noexcept {
  if (header.kind != PacketKind::run) return "not an order";
  if (header.argument_count < 1 || header.argument_count > kArgumentsMax) return "arguments: 1 to 4096";
  if (header.environment_count > kArgumentsMax) return "environment: at most 4096 variables";
  if (header.file_count > kFilesMax) return "files: at most 32";
  if (header.mount_count > kMountsMax) return "mounts: at most 16";
  if (header.collect_count > kCollectMax) return "collect: at most 16";
  for (const auto stream : header.streams) {
    if (stream != StreamKind::null && stream != StreamKind::fd) return "streams: unknown kind";
  }
  if (header.cpu_time_ns <= 0 || header.cpu_time_ns > 3'600'000'000'000) return "limits.cpu_time: up to one hour";
  if (header.wall_time_ns <= 0 || header.wall_time_ns > 7'200'000'000'000) return "limits.wall_time: up to two hours";
  if (header.memory_bytes < 1 << 20 || header.memory_bytes > std::int64_t{1} << 40)
    return "limits.memory: 1 MiB to 1 TiB";
  if (header.files_bytes < 0 || header.files_bytes > std::int64_t{1} << 33) return "files: at most 8 GiB together";
  if (header.file_size_bytes < 0 || header.disk_bytes < 1 << 16) return "limits.disk: at least 64 KiB";
  if (header.processes < 1 || header.processes > 4096) return "limits.processes: 1 to 4096";
  if (header.open_files < 8 || header.open_files > 16384) return "limits.open_files: 8 to 16384";
  return nullptr;
}

}  // namespace

Result<std::string> encode_order(const Command& command, std::int64_t files_bytes) {
  RunHeader header;
  header.argument_count = static_cast<std::uint32_t>(command.argv.size());
  header.environment_count = static_cast<std::uint32_t>(command.environment.size());
  header.file_count = static_cast<std::uint32_t>(command.files.size());
  header.mount_count = static_cast<std::uint32_t>(command.mounts.size());
  header.collect_count = static_cast<std::uint32_t>(command.collect.size());
  header.streams[0] = std::holds_alternative<NullStream>(command.stdin_from) ? StreamKind::null : StreamKind::fd;
  header.streams[1] = std::holds_alternative<NullStream>(command.stdout_to) ? StreamKind::null : StreamKind::fd;
  header.streams[2] = std::holds_alternative<NullStream>(command.stderr_to) ? StreamKind::null : StreamKind::fd;
  header.own_core = command.own_core;
  header.alone = command.own_core && command.alone;
  header.secret = command.secret;
  header.cpu_time_ns = command.limits.cpu_time.count();
  header.wall_time_ns = command.limits.wall_time.count();
  header.memory_bytes = command.limits.memory.count;
  header.files_bytes = files_bytes;
  header.file_size_bytes = command.limits.file_size.count;
  header.disk_bytes = command.limits.disk.count;
  header.processes = command.limits.processes;
  header.open_files = command.limits.open_files;
  if (const char* wrong = check_header(header))
    return fail(ErrorCode::invalid, std::string("starting a command: ") + wrong);

  StringTable strings;
  for (const auto& argument : command.argv) strings.add(argument);
  for (const auto& [name, value] : command.environment) strings.add(name + "=" + value);
  strings.add(command.work_dir);
  for (std::size_t i = 0; i < command.files.size(); ++i) {
    strings.add(command.files[i].name);
    header.executable[i] = command.files[i].executable;
  }
  for (const auto& mount : command.mounts) {
    strings.add(mount.host_path);
    strings.add(mount.inside_path);
  }
  for (std::size_t i = 0; i < command.collect.size(); ++i) {
    strings.add(command.collect[i].name);
    header.collect_max[i] = command.collect[i].max.count;
  }
  if (strings.has_nul()) return fail(ErrorCode::invalid, "starting a command: a string holds a NUL byte");
  std::string packet(packet_bytes(header));
  packet += strings.bytes();
  RunHeader checked;
  RunStrings parsed;
  if (const char* wrong = parse_order(packet, checked, parsed)) {
    return fail(ErrorCode::invalid, std::string("starting a command: ") + wrong);
  }
  return packet;
}

const char* parse_order(std::string_view packet, RunHeader& header, RunStrings& strings) noexcept {
  if (packet.size() < sizeof header) return "shorter than its header";
  std::memcpy(static_cast<void*>(&header), packet.data(), sizeof header);
  if (const char* wrong = check_header(header)) return wrong;
  const std::string_view table = packet.substr(sizeof header);
  if (table.size() > kStringsMax) return "arguments and environment: at most 128 KiB";
  if (table.empty() || table.back() != '\0') return "strings without an end";

  std::size_t at = 0;
  const char* next = nullptr;
  const auto take = [&] {
    if (at >= table.size()) return false;
    next = table.data() + at;
    at += std::strlen(next) + 1;
    return true;
  };
  for (std::uint32_t i = 0; i < header.argument_count; ++i) {
    if (!take()) return "an argument is missing";
    strings.arguments[i] = next;
  }
  strings.arguments[header.argument_count] = nullptr;
  if (!is_absolute_path(strings.arguments[0])) return "argv[0] is not an absolute path";
  for (std::uint32_t i = 0; i < header.environment_count; ++i) {
    if (!take()) return "a variable is missing";
    strings.environment[i] = next;
  }
  strings.environment[header.environment_count] = nullptr;
  if (!take() || !is_absolute_path(next)) return "work_dir is not an absolute path";
  strings.work_dir = next;
  for (std::uint32_t i = 0; i < header.file_count; ++i) {
    if (!take() || !is_file_name(next)) return "files: a name is one path segment of 1 to 100 bytes";
    strings.files[i] = next;
  }
  for (std::uint32_t i = 0; i < header.mount_count; ++i) {
    if (!take() || !is_absolute_path(next)) return "mounts: host_path is not an absolute path";
    strings.mount_hosts[i] = next;
    if (!take() || !is_absolute_path(next)) return "mounts: inside_path is not an absolute path";
    strings.mount_insides[i] = next;
  }
  for (std::uint32_t i = 0; i < header.collect_count; ++i) {
    if (!take() || !is_file_name(next)) return "collect: a name is one path segment of 1 to 100 bytes";
    strings.collects[i] = next;
  }
  if (at != table.size()) return "strings left over";
  return nullptr;
}

int expected_fds(const RunHeader& header) noexcept {
  int count = static_cast<int>(header.file_count);
  for (const auto stream : header.streams) count += stream == StreamKind::fd ? 1 : 0;
  return count;
}

}  // namespace autograder
