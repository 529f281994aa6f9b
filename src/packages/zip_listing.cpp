#include "packages/zip_listing.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "domain/text.h"
#include "packages/package_names.h"

namespace autograder {
namespace {

constexpr std::int64_t kEndSize = 22;
constexpr std::int64_t kCentralSize = 46;
constexpr std::int64_t kLocalSize = 30;
constexpr std::int64_t kCentralMax = 16 * 1024 * 1024;  // bytes of the whole central directory

std::unexpected<Error> refuse(const std::string& why) {
  return fail(ErrorCode::invalid, "the archive " + why);
}
std::unexpected<Error> refuse(std::string_view name, const std::string& why) {
  return fail(ErrorCode::invalid, "the archive's entry \"" + printable(name, 100) + "\" " + why);
}

// Little-endian numbers out of bytes that are there.
class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : bytes_(bytes) {}
  std::uint32_t two(std::size_t at) const { return byte(at) | byte(at + 1) << 8; }
  std::uint32_t four(std::size_t at) const { return two(at) | two(at + 2) << 16; }

 private:
  std::uint32_t byte(std::size_t at) const { return static_cast<unsigned char>(bytes_[at]); }
  std::string_view bytes_;
};

Result<std::string> read_at(int fd, std::int64_t offset, std::int64_t count) {
  std::string bytes(static_cast<std::size_t>(count), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got = ::pread(fd, bytes.data() + have, bytes.size() - have, offset + static_cast<std::int64_t>(have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("reading the archive");
    if (got == 0) return refuse("is truncated");
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

struct End {
  int entries = 0;
  std::int64_t directory = 0;  // offset
  std::int64_t size = 0;       // of the directory
};

// The end record is the last thing in the file but for a comment that it announces itself.
Result<End> find_end(int fd, std::int64_t size) {
  const std::int64_t tail_size = std::min<std::int64_t>(size, kEndSize + 0xFFFF);
  if (tail_size < kEndSize) return refuse("is not a zip archive");
  AG_ASSIGN(const auto tail, read_at(fd, size - tail_size, tail_size));
  for (std::int64_t at = tail_size - kEndSize; at >= 0; --at) {
    const Numbers record(std::string_view(tail).substr(static_cast<std::size_t>(at)));
    if (record.four(0) != 0x06054b50) continue;
    if (at + kEndSize + record.two(20) != tail_size) continue;
    if (record.two(4) != 0 || record.two(6) != 0 || record.two(8) != record.two(10)) return refuse("has several parts");
    if (record.two(10) == 0xFFFF || record.four(12) == 0xFFFFFFFF || record.four(16) == 0xFFFFFFFF) {
      return refuse("has the 64-bit form, which packages of this size do not need");
    }
    const End end{static_cast<int>(record.two(10)), record.four(16), record.four(12)};
    if (end.directory + end.size != size - tail_size + at) {
      return refuse("has something between its directory and its end");
    }
    return end;
  }
  return refuse("is not a zip archive");
}

Result<> check_kind(std::string_view name, std::uint32_t made_by, std::uint32_t attributes) {
  constexpr std::uint32_t kUnix = 3, kMac = 19;
  const std::uint32_t mode = attributes >> 16;
  if ((made_by >> 8 != kUnix && made_by >> 8 != kMac) || (mode & S_IFMT) == 0) return {};
  if (S_ISLNK(mode)) return refuse(name, "is a link; put the file itself in its place");
  if (!S_ISREG(mode) && !S_ISDIR(mode)) return refuse(name, "is neither a file nor a directory");
  return {};
}

// The local header's name and flags; where the entry's bytes end.
Result<std::int64_t> check_local(int fd, const ZipEntry& entry, std::int64_t end) {
  if (entry.offset + kLocalSize > end) return refuse(entry.name, "begins behind the end");
  AG_ASSIGN(const auto header, read_at(fd, entry.offset, kLocalSize));
  const Numbers local(header);
  if (local.four(0) != 0x04034b50) return refuse(entry.name, "has no local header");
  if ((local.two(6) & 1) != 0) return refuse(entry.name, "is encrypted");
  const std::int64_t name_size = local.two(26);
  const std::int64_t data = entry.offset + kLocalSize + name_size + local.two(28);
  if (data + entry.compressed > end) return refuse(entry.name, "is longer than the archive");
  AG_ASSIGN(const auto name, read_at(fd, entry.offset + kLocalSize, name_size));
  if (name != entry.name)
    return refuse(entry.name, "has another name in its local header: \"" + printable(name, 100) + "\"");
  return data + entry.compressed;
}

// No file is another one's directory.
Result<> check_nesting(const std::vector<ZipEntry>& entries) {
  std::set<std::string_view> files;
  for (const auto& entry : entries) {
    if (!entry.directory) files.insert(entry.name);
  }
  for (const auto& entry : entries) {
    const std::string_view name = entry.name;
    for (auto slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', slash + 1)) {
      if (files.contains(name.substr(0, slash))) return refuse(name, "is below a file");
    }
  }
  return {};
}

}  // namespace

Result<std::vector<ZipEntry>> list_zip(int fd, const ZipBounds& bounds) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) return fail_errno("looking at the archive");
  if (!S_ISREG(status.st_mode)) return refuse("must be a regular file");
  if (status.st_size > bounds.archive.count) {
    return refuse("is larger than " + std::to_string(bounds.archive.count >> 20) + " MiB");
  }
  AG_ASSIGN(const auto end, find_end(fd, status.st_size));
  if (end.entries > bounds.entries) return refuse("has more than " + std::to_string(bounds.entries) + " entries");
  if (end.size > kCentralMax)
    return refuse("has a directory larger than " + std::to_string(kCentralMax >> 20) + " MiB");
  AG_ASSIGN(const auto central, read_at(fd, end.directory, end.size));

  std::vector<ZipEntry> entries;
  std::set<std::string, std::less<>> names;
  std::int64_t at = 0;
  for (int i = 0; i < end.entries; ++i) {
    if (at + kCentralSize > end.size) return refuse("has a truncated directory");
    const Numbers record(std::string_view(central).substr(static_cast<std::size_t>(at)));
    if (record.four(0) != 0x02014b50) return refuse("has a directory that is none");
    const std::int64_t name_size = record.two(28);
    const std::int64_t whole = kCentralSize + name_size + record.two(30) + record.two(32);
    if (at + whole > end.size) return refuse("has a truncated directory");
    ZipEntry entry;
    entry.name = central.substr(static_cast<std::size_t>(at + kCentralSize), static_cast<std::size_t>(name_size));
    entry.compressed = record.four(20);
    entry.offset = record.four(42);
    entry.directory = entry.name.ends_with('/');
    if ((record.two(8) & 1) != 0) return refuse(entry.name, "is encrypted");
    AG_TRY(check_kind(entry.name, record.two(4), record.four(38)));
    const std::string_view path = std::string_view(entry.name).substr(0, entry.name.size() - (entry.directory ? 1 : 0));
    if (kind_of_path(path) == NameKind::hostile) {
      return refuse(entry.name, "has no name that a package may have (absolute, \"..\", a backslash, or too deep)");
    }
    if (!names.emplace(path).second) return refuse(entry.name, "is a duplicate");
    entries.push_back(std::move(entry));
    at += whole;
  }
  if (at != end.size) return refuse("has more in its directory than it says");

  AG_TRY(check_nesting(entries));
  std::ranges::sort(entries, {}, &ZipEntry::offset);
  std::int64_t free_from = 0;
  for (const auto& entry : entries) {
    if (entry.offset < free_from) return refuse(entry.name, "overlaps the one before it");
    AG_ASSIGN(free_from, check_local(fd, entry, end.directory));
  }
  return entries;
}

}  // namespace autograder
