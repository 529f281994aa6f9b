#include "app/package_source.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>

#include "packages/zip.h"

namespace autograder {

namespace fs = std::filesystem;

Result<TemporaryDirectory> TemporaryDirectory::make() {
  std::error_code error;
  auto parent = fs::temp_directory_path(error);
  if (error) parent = "/tmp";
  std::string name = parent / "autograder-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) return fail_errno("making a temporary directory in " + parent.string());
  TemporaryDirectory made;
  made.path_ = name;
  return made;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<PackageSource> PackageSource::open(const std::string& path) {
  PackageSource source;
  const auto absolute = fs::absolute(path).lexically_normal();
  source.name_ = (absolute.has_filename() ? absolute : absolute.parent_path()).stem();
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return fail_errno("opening the package " + path);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return fail_errno("looking at the package " + path);
  if (S_ISDIR(status.st_mode)) {
    AG_ASSIGN(source.directory_, PackageDirectory::open(path));
  } else if (S_ISREG(status.st_mode) && looks_like_zip(file.get())) {
    source.archive_ = std::move(file);
  } else {
    return fail(ErrorCode::invalid, path + " is neither a directory nor a zip archive");
  }
  return source;
}

Result<Package> PackageSource::read() {
  if (archive_) {
    AG_ASSIGN(unpacked_, TemporaryDirectory::make());
    AG_TRY(unpack_zip(archive_.get(), unpacked_.path()));
    AG_ASSIGN(directory_, PackageDirectory::open(unpacked_.path()));
  }
  auto package = read_package(directory_, name_);
  if (!package && package.error().code == ErrorCode::denied) {
    package.error().message += ": it must be readable by the user that judging runs as (server.user)";
  }
  return package;
}

}  // namespace autograder
