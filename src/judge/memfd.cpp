#include "judge/memfd.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace autograder {

Result<UniqueFd> make_memfd(const char* name) {
  UniqueFd fd(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd) return fail_errno("making a memory file");
  return fd;
}

Result<> write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail_errno("writing to a memory file");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<> seal(int fd) {
  // Its mode as well: a memory file begins as everybody's to write, and a seal says nothing of locks and times.
  if (::fchmod(fd, 0444) != 0) return fail_errno("closing a memory file to writers");
  if (::fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0) {
    return fail_errno("sealing a memory file");
  }
  return {};
}

Result<Bytes> size_of(int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) return fail_errno("asking for the size of a file");
  return Bytes{status.st_size};
}

Result<std::string> read_start(int fd, Bytes max) {
  std::string text(static_cast<std::size_t>(max.count), '\0');
  std::size_t got = 0;
  while (got < text.size()) {
    const auto count = ::pread(fd, text.data() + got, text.size() - got, static_cast<off_t>(got));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail_errno("reading the start of a file");
    if (count == 0) break;
    got += static_cast<std::size_t>(count);
  }
  text.resize(got);
  return text;
}

Result<MappedFile> MappedFile::map(int fd) {
  AG_ASSIGN(const auto size, size_of(fd));
  if (size.count == 0) return MappedFile(nullptr, 0);
  const auto length = static_cast<std::size_t>(size.count);
  void* address = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, fd, 0);
  if (address == MAP_FAILED) return fail_errno("mapping a memory file");
  return MappedFile(address, length);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : address_(std::exchange(other.address_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile::~MappedFile() {
  if (address_) ::munmap(address_, size_);
}

}  // namespace autograder
