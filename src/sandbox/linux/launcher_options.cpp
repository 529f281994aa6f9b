#include <algorithm>
#include <charconv>

#include "sandbox/linux/launcher.h"

namespace autograder {

std::string encode_options(const LinuxSandboxOptions& options) {
  std::string text = "boxes " + std::to_string(options.boxes) + "\nspare " + std::to_string(options.spare) +
                     "\nfirst_uid " + std::to_string(options.first_uid) + "\nallow_degraded " +
                     (options.allow_degraded ? "1" : "0") + "\n";
  for (const auto& path : options.etc_paths) text += "etc_path " + path + "\n";
  for (const auto& path : options.warm_files) text += "warm_file " + path + "\n";
  for (const auto& path : options.mount_directories) text += "mount_directory " + path + "\n";
  for (const auto& path : options.mount_roots) text += "mount_root " + path + "\n";
  return text;
}

Result<LinuxSandboxOptions> decode_options(std::string_view text) {
  LinuxSandboxOptions options;
  options.etc_paths.clear();
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return fail(ErrorCode::invalid, "sandbox options: a line has no end");
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return fail(ErrorCode::invalid, "sandbox options: a line has no value");
    const auto key = line.substr(0, space);
    const auto value = line.substr(space + 1);
    long long number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    if (key == "boxes") options.boxes = static_cast<int>(std::clamp<long long>(number, 1, 200));
    if (key == "spare") options.spare = static_cast<int>(std::clamp<long long>(number, 0, 50));
    if (key == "first_uid") options.first_uid = static_cast<uid_t>(std::clamp<long long>(number, 1000, 2'000'000'000));
    if (key == "allow_degraded") options.allow_degraded = number == 1;
    if (key == "etc_path") options.etc_paths.emplace_back(value);
    if (key == "warm_file") options.warm_files.emplace_back(value);
    if (key == "mount_directory") options.mount_directories.emplace_back(value);
    if (key == "mount_root") options.mount_roots.emplace_back(value);
  }
  return options;
}

}  // namespace autograder
