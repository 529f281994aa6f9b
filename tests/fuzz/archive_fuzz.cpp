// Zip archives of strangers: whatever they say, only regular files come to stand below the directory that was named.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "foundation/unique_fd.h"
#include "fuzz/fuzz.h"
#include "packages/zip.h"

using namespace autograder;
namespace fs = std::filesystem;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string outer = [] {
    std::string name = fs::temp_directory_path() / "archive-fuzz-XXXXXX";
    fuzz::promise(::mkdtemp(name.data()) != nullptr, "there is a temporary directory");
    return name;
  }();
  const std::string target = outer + "/target";
  fs::create_directory(target);
  const UniqueFd file(::memfd_create("archive", MFD_CLOEXEC));
  fuzz::promise(::write(file.get(), data, size) == static_cast<ssize_t>(size), "the archive is written");
  constexpr ZipBounds kBounds{.entries = 100, .archive = mib(1), .total = mib(1), .file = mib(1)};
  const auto unpacked = unpack_zip(file.get(), target, kBounds);
  fuzz::promise(unpacked || !unpacked.error().message.empty(), "a refusal says why");
  std::uintmax_t total = 0;
  for (const auto& entry : fs::recursive_directory_iterator(target)) {
    fuzz::promise(!entry.is_symlink(), "no link is made");
    fuzz::promise(entry.is_regular_file() || entry.is_directory(), "files and directories alone are made");
    if (entry.is_regular_file()) total += entry.file_size();
  }
  fuzz::promise(total <= (1U << 20), "no more is unpacked than the bound");
  fs::remove_all(target);
  fuzz::promise(fs::is_empty(outer), "nothing is made beside the directory");
  return 0;
}
