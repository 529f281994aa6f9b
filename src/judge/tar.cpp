#include "judge/tar.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>

#include "foundation/unique_fd.h"
#include "judge/memfd.h"

namespace autograder {
namespace {

constexpr std::size_t kBlock = 512;
// Where the fields of a ustar header stand.
constexpr std::size_t kNameSize = 100;
constexpr std::size_t kSizeAt = 124;
constexpr std::size_t kSizeSize = 12;
constexpr std::size_t kSumAt = 148;
constexpr std::size_t kSumSize = 8;
constexpr std::size_t kKindAt = 156;
constexpr std::size_t kMagicAt = 257;
constexpr std::size_t kPrefixAt = 345;
constexpr std::size_t kPrefixSize = 155;

Error corrupt(const std::string& what) {
  return Error{ErrorCode::corrupt, "unpacking a tar: " + what};
}

std::string text_field(std::string_view header, std::size_t at, std::size_t size) {
  const auto field = header.substr(at, size);
  return std::string(field.substr(0, field.find('\0')));
}

// Octal digits, then blanks and NULs alone.
std::optional<std::int64_t> octal_field(std::string_view header, std::size_t at, std::size_t size) {
  const auto field = header.substr(at, size);
  const auto end = field.find_last_not_of(std::string_view(" \0", 2));
  const auto start = field.find_first_not_of(' ');
  if (end == std::string_view::npos || start > end) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : field.substr(start, end + 1 - start)) {
    if (digit < '0' || digit > '7') return std::nullopt;
    value = value * 8 + (digit - '0');  // at most 12 digits: 36 bits
  }
  return value;
}

bool sum_is_right(std::string_view header) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const bool inside = i >= kSumAt && i < kSumAt + kSumSize;
    sum += inside ? ' ' : static_cast<unsigned char>(header[i]);
  }
  return octal_field(header, kSumAt, kSumSize) == sum;
}

// "" for the directory itself; nothing when the name leads elsewhere.
std::optional<std::string> safe_name(std::string_view name, int depth_max) {
  std::string safe;
  int depth = 0;
  if (name.starts_with('/')) return std::nullopt;
  while (!name.empty()) {
    const auto end = name.find('/');
    const auto segment = name.substr(0, end);
    if (segment == "..") return std::nullopt;
    if (!segment.empty() && segment != ".") {
      if (++depth > depth_max) return std::nullopt;
      safe += (safe.empty() ? "" : "/") + std::string(segment);
    }
    if (end == std::string_view::npos) break;
    name.remove_prefix(end + 1);
  }
  return safe;
}

Result<> write_file(const std::string& path, std::string_view content) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (!file) return fail_errno("unpacking a tar: making " + path);
  AG_TRY(write_all(file.get(), content));
  if (::fchmod(file.get(), 0644) != 0) return fail_errno("unpacking a tar: opening " + path + " for all");
  return {};
}

Result<> make_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return fail_errno("unpacking a tar: making " + path);
  // Whatever the umask is: boxes have users of their own.
  if (::chmod(path.c_str(), 0755) != 0) return fail_errno("unpacking a tar: opening " + path + " for all");
  return {};
}

}  // namespace

Result<> unpack_tar(std::string_view tar, const std::string& directory, const TarBounds& bounds) {
  std::int64_t total = 0;
  for (int entries = 0;; ++entries) {
    if (tar.size() < kBlock) return std::unexpected(corrupt("it ends in a header"));
    const auto header = tar.substr(0, kBlock);
    if (header.find_first_not_of('\0') == std::string_view::npos) return {};
    if (entries >= bounds.entries) {
      return std::unexpected(corrupt("more than " + std::to_string(bounds.entries) + " entries"));
    }
    if (header.substr(kMagicAt, 5) != "ustar" || !sum_is_right(header)) {
      return std::unexpected(corrupt("entry " + std::to_string(entries + 1) + " is no ustar header"));
    }
    const auto size = octal_field(header, kSizeAt, kSizeSize);
    const auto prefix = text_field(header, kPrefixAt, kPrefixSize);
    const auto name = safe_name((prefix.empty() ? "" : prefix + "/") + text_field(header, 0, kNameSize), bounds.depth);
    if (!size || !name) return std::unexpected(corrupt("entry " + std::to_string(entries + 1) + " leads elsewhere"));
    tar.remove_prefix(kBlock);
    const char kind = header[kKindAt];
    const auto path = directory + "/" + *name;
    if (kind == '5') {
      AG_TRY(make_directory(path));
      continue;
    }
    if ((kind != '0' && kind != '\0') || name->empty()) {
      return std::unexpected(corrupt("entry " + std::to_string(entries + 1) + " is no directory and no regular file"));
    }
    const auto length = static_cast<std::size_t>(*size);
    if (length > tar.size()) return std::unexpected(corrupt("it ends in a file"));
    total += *size;
    if (total > bounds.total.count) {
      return std::unexpected(corrupt("files of more than " + std::to_string(bounds.total.count) + " bytes together"));
    }
    AG_TRY(write_file(path, tar.substr(0, length)));
    tar.remove_prefix(std::min(tar.size(), (length + kBlock - 1) / kBlock * kBlock));
  }
}

}  // namespace autograder
