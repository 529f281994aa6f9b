#include "packages/package_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include "domain/text.h"
#include "packages/package_names.h"

namespace autograder {
namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

class Lister {
 public:
  explicit Lister(const PackageBounds& bounds) : bounds_(bounds) {}

  Result<> list(UniqueFd directory, const std::string& prefix, int depth) {
    const int fd = directory.get();
    const std::unique_ptr<DIR, CloseDirectory> open(::fdopendir(fd));
    if (!open) return fail_errno("listing " + prefix);
    (void)directory.release();
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(open.get())) {
      if (!good_segment(entry->d_name)) continue;
      if (++count_ > bounds_.files) {
        return fail(ErrorCode::invalid, "the package has more than " + std::to_string(bounds_.files) + " files");
      }
      names.emplace_back(entry->d_name);
      errno = 0;
    }
    if (errno != 0) return fail_errno("listing " + prefix);
    for (const auto& name : names) AG_TRY(take(fd, name, prefix + name, depth));
    return {};
  }

  std::vector<PackageFile> files() {
    std::ranges::sort(files_, {}, &PackageFile::path);
    return std::move(files_);
  }

 private:
  Result<> take(int parent, const std::string& name, const std::string& path, int depth) {
    struct stat status{};
    if (::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return fail_errno("looking at " + path);
    if (S_ISDIR(status.st_mode)) {
      if (depth >= kPackageDepthMax || path.size() > kPackagePathMax) {
        return fail(ErrorCode::invalid, path + ": is more than " + std::to_string(kPackageDepthMax) + " levels deep");
      }
      UniqueFd below(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      if (!below) return fail_errno("opening " + path);
      return list(std::move(below), path + "/", depth + 1);
    }
    if (S_ISLNK(status.st_mode))
      return fail(ErrorCode::invalid, path + ": is a link; put the file itself in its place");
    if (!S_ISREG(status.st_mode)) return fail(ErrorCode::invalid, path + ": is neither a file nor a directory");
    if (status.st_size > bounds_.file.count) {
      return fail(ErrorCode::invalid, path + ": is larger than " + std::to_string(bounds_.file.count >> 20) + " MiB");
    }
    total_.count += status.st_size;
    if (total_ > bounds_.total) {
      return fail(ErrorCode::invalid,
                  "the package is larger than " + std::to_string(bounds_.total.count >> 20) + " MiB");
    }
    files_.push_back({path, {status.st_size}});
    return {};
  }

  const PackageBounds& bounds_;
  std::vector<PackageFile> files_;
  Bytes total_;
  int count_ = 0;
};

}  // namespace

Result<PackageDirectory> PackageDirectory::open(const std::string& path, const PackageBounds& bounds) {
  PackageDirectory package;
  package.root_.reset(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!package.root_) return fail_errno("opening the package " + path);
  UniqueFd again(::openat(package.root_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!again) return fail_errno("opening the package " + path);
  Lister lister(bounds);
  AG_TRY(lister.list(std::move(again), "", 1));
  package.files_ = lister.files();
  return package;
}

const PackageFile* PackageDirectory::find(std::string_view path) const {
  const auto found = std::ranges::lower_bound(files_, path, {}, &PackageFile::path);
  return found != files_.end() && found->path == path ? &*found : nullptr;
}

std::vector<PackageFile> PackageDirectory::below(std::string_view directory) const {
  std::vector<PackageFile> found;
  for (const auto& file : files_) {
    if (file.path.starts_with(directory)) found.push_back(file);
  }
  return found;
}

bool PackageDirectory::has_below(std::string_view directory) const {
  return std::ranges::any_of(files_, [&](const PackageFile& file) { return file.path.starts_with(directory); });
}

Result<UniqueFd> PackageDirectory::open_file(std::string_view path) const {
  const std::string doing = "opening " + std::string(path);
  if (kind_of_path(path) != NameKind::good) return fail(ErrorCode::invalid, doing + ": no name of a package's file");
  // Segment by segment: the last one may be no link, and none before it either.
  UniqueFd held;
  int directory = root_.get();
  for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    const std::string segment(path.substr(0, slash));
    UniqueFd next(::openat(directory, segment.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next) return fail_errno(doing);
    held = std::move(next);
    directory = held.get();
    path.remove_prefix(slash + 1);
  }
  UniqueFd file(::openat(directory, std::string(path).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file) return fail_errno(doing);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return fail_errno(doing);
  if (!S_ISREG(status.st_mode)) return fail(ErrorCode::invalid, doing + ": it is no regular file");
  return file;
}

Result<std::string> PackageDirectory::read(std::string_view path, Bytes max) const {
  AG_ASSIGN(const auto file, open_file(path));
  std::string text;
  constexpr std::size_t kPiece = 64 * 1024;
  for (;;) {
    const auto had = text.size();
    text.resize(had + kPiece);
    const ssize_t got = ::read(file.get(), text.data() + had, kPiece);
    if (got < 0 && errno == EINTR) {
      text.resize(had);
      continue;
    }
    if (got < 0) return fail_errno("reading " + std::string(path));
    text.resize(had + static_cast<std::size_t>(got));
    if (static_cast<std::int64_t>(text.size()) > max.count) {
      return fail(ErrorCode::invalid,
                  std::string(path) + ": is larger than " + std::to_string(max.count / 1024) + " KiB");
    }
    if (got == 0) return text;
  }
}

Result<Sha256> PackageDirectory::hash(std::string_view path) const {
  AG_ASSIGN(const auto file, open_file(path));
  Sha256Stream digest;
  std::string piece(64 * 1024, '\0');
  for (;;) {
    const ssize_t got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("reading " + std::string(path));
    if (got == 0) return digest.finish();
    digest.update(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
  }
}

Result<std::string> PackageDirectory::read_text(std::string_view path, Bytes max) const {
  AG_ASSIGN(auto text, read(path, max));
  if (!is_clean(text)) {
    return fail(ErrorCode::invalid, std::string(path) + ": must be UTF-8 text without NUL");
  }
  std::string unix_text;
  unix_text.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') unix_text += text[i];
  }
  return unix_text;
}

}  // namespace autograder
