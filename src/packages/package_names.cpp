#include "packages/package_names.h"

#include <algorithm>

namespace autograder {
namespace {

constexpr std::size_t kSegmentMax = 255;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

NameKind kind_of_segment(std::string_view segment) {
  if (segment.empty() || segment == "." || segment == ".." || segment.size() > kSegmentMax) return NameKind::hostile;
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; };
  if (std::ranges::any_of(segment, control)) return NameKind::hostile;
  return good_segment(segment) ? NameKind::good : NameKind::passed_over;
}

}  // namespace

bool good_segment(std::string_view segment) {
  return !segment.empty() && segment.size() <= kSegmentMax && is_word(segment.front()) &&
         std::ranges::all_of(segment, [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

NameKind kind_of_path(std::string_view path) {
  if (path.size() > kPackagePathMax) return NameKind::hostile;
  auto kind = NameKind::good;
  for (int depth = 1;; ++depth) {
    const auto end = path.find('/');
    const auto segment = kind_of_segment(path.substr(0, end));
    if (segment == NameKind::hostile || depth > kPackageDepthMax) return NameKind::hostile;
    if (segment == NameKind::passed_over) kind = segment;
    if (end == std::string_view::npos) return kind;
    path.remove_prefix(end + 1);
  }
}

}  // namespace autograder
