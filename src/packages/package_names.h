// Names of files in packages and archives: which are read, which are passed over, which are refused.
#pragma once

#include <string_view>

namespace autograder {

constexpr int kPackageDepthMax = 16;           // segments of a path
constexpr int kPackageFilesMax = 20'000;       // files and directories together
constexpr std::size_t kPackagePathMax = 1000;  // bytes

enum class NameKind {
  good,
  passed_over,  // begins with a dot or a dash, or has other characters: the format says to act as if it were not there
  hostile,      // absolute, with "..", a backslash, a control character, an empty segment, too long or too deep
};
// The kind of a path relative to the package or the archive, segments divided by slashes. A hostile segment wins.
NameKind kind_of_path(std::string_view path);
bool good_segment(std::string_view segment);

}  // namespace autograder
