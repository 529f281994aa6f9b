#include "packages/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <optional>

#include "domain/text.h"
#include "foundation/unique_fd.h"
#include "packages/package_names.h"

namespace autograder {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

struct FreeReader {
  void operator()(archive* reader) const { ::archive_read_free(reader); }
};
struct FreeWriter {
  void operator()(archive* writer) const { ::archive_write_free(writer); }
};
struct FreeEntry {
  void operator()(archive_entry* entry) const { ::archive_entry_free(entry); }
};

std::string words_of(archive* from) {
  const char* text = ::archive_error_string(from);
  return text == nullptr ? "no reason given" : printable(text, 200);
}

std::unexpected<Error> refuse(std::string_view name, const std::string& why) {
  return fail(ErrorCode::invalid, "the archive's entry \"" + printable(name, 100) + "\" " + why);
}

std::string_view path_of(const ZipEntry& entry) {
  return std::string_view(entry.name).substr(0, entry.name.size() - (entry.directory ? 1 : 0));
}

// "hello/" when every entry that counts stands below it.
std::string shared_directory(const std::vector<ZipEntry>& entries) {
  std::string shared;
  for (const auto& entry : entries) {
    if (kind_of_path(path_of(entry)) == NameKind::passed_over) continue;
    const auto slash = entry.name.find('/');
    if (slash == std::string::npos) return {};
    const std::string first = entry.name.substr(0, slash + 1);
    if (!shared.empty() && shared != first) return {};
    shared = first;
  }
  return shared;
}

// Makes what an archive holds below one directory, and counts it.
class Unpacker {
 public:
  Unpacker(UniqueFd root, const ZipBounds& bounds, std::int64_t archive_size)
      : root_(std::move(root)), bounds_(bounds), archive_size_(archive_size) {}

  Result<> make_directories(std::string_view path) {
    for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
      const std::string part(path.substr(0, slash));
      if (::mkdirat(root_.get(), part.c_str(), 0700) != 0 && errno != EEXIST) return fail_errno("making " + part);
    }
    return {};
  }

  // A file to be made; -1 where its bytes are only read past, which counts all the same.
  Result<UniqueFd> make_file(const std::string& path) {
    AG_TRY(make_directories(path));
    UniqueFd file(::openat(root_.get(), path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return fail_errno("unpacking " + path);
    return file;
  }

  Result<> copy(archive* reader, const std::string& name, int file) {
    std::int64_t size = 0;
    std::array<char, kPiece> piece;
    for (;;) {
      const auto got = ::archive_read_data(reader, piece.data(), piece.size());
      if (got == ARCHIVE_RETRY) continue;
      if (got < 0) return refuse(name, "cannot be unpacked: " + words_of(reader));
      if (got == 0) return {};
      size += got;
      AG_TRY(count(name, size, got));
      for (std::size_t done = 0; file >= 0 && done < static_cast<std::size_t>(got);) {
        const auto wrote = ::write(file, piece.data() + done, static_cast<std::size_t>(got) - done);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return fail_errno("unpacking " + printable(name, 100));
        done += static_cast<std::size_t>(wrote);
      }
    }
  }

 private:
  Result<> count(std::string_view name, std::int64_t size, std::int64_t more) {
    total_.count += more;
    if (size > bounds_.file.count) {
      return refuse(name, "is larger than " + std::to_string(bounds_.file.count >> 20) + " MiB");
    }
    if (total_ > bounds_.total) {
      return refuse(name, "makes the package larger than " + std::to_string(bounds_.total.count >> 20) + " MiB");
    }
    if (total_ > bounds_.ratio_from && total_.count / bounds_.ratio > archive_size_) {
      return refuse(name, "unpacks to more than " + std::to_string(bounds_.ratio) + " times the archive");
    }
    return {};
  }

  const UniqueFd root_;
  const ZipBounds& bounds_;
  const std::int64_t archive_size_;
  Bytes total_;
};

Result<> unpack_entries(archive* reader, const std::vector<ZipEntry>& entries, Unpacker& unpacker) {
  const std::string shared = shared_directory(entries);
  std::size_t next = 0;
  for (archive_entry* entry = nullptr;; ++next) {
    const int read = ::archive_read_next_header(reader, &entry);
    if (read == ARCHIVE_EOF) break;
    if (read != ARCHIVE_OK && read != ARCHIVE_WARN) {
      return fail(ErrorCode::invalid, "the archive cannot be read: " + words_of(reader));
    }
    if (next == entries.size())
      return fail(ErrorCode::invalid, "the archive has entries that its directory does not list");
    const auto& listed = entries[next];
    const auto kind = kind_of_path(path_of(listed));
    if (kind == NameKind::passed_over) {
      AG_TRY(unpacker.copy(reader, listed.name, -1));
      continue;
    }
    const char* name = ::archive_entry_pathname(entry);
    if (name == nullptr || listed.name != name) return refuse(listed.name, "is not where its directory says");
    const auto type = ::archive_entry_filetype(entry);
    if (type != AE_IFREG && type != AE_IFDIR) return refuse(listed.name, "is neither a file nor a directory");
    const std::string path = listed.name.substr(shared.size());
    if (path.empty()) continue;
    if (listed.directory) {
      AG_TRY(unpacker.make_directories(path));
    } else {
      AG_ASSIGN(const auto file, unpacker.make_file(path));
      AG_TRY(unpacker.copy(reader, listed.name, file.get()));
    }
  }
  if (next != entries.size()) return refuse(entries[next].name, "is not where its directory says");
  return {};
}

}  // namespace

Result<> unpack_zip(int fd, const std::string& directory, const ZipBounds& bounds) {
  AG_ASSIGN(const auto entries, list_zip(fd, bounds));
  UniqueFd root(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!root) return fail_errno("opening " + directory);
  struct stat status{};
  if (::fstat(fd, &status) != 0) return fail_errno("looking at the archive");
  if (::lseek(fd, 0, SEEK_SET) != 0) return fail_errno("reading the archive");
  const std::unique_ptr<archive, FreeReader> reader(::archive_read_new());
  if (!reader) return fail(ErrorCode::failed, "reading the archive: no memory");
  // Zip alone, and as a stream: no other format and no archive in an archive is ever tried.
  if (::archive_read_support_format_zip_streamable(reader.get()) != ARCHIVE_OK ||
      ::archive_read_open_fd(reader.get(), fd, kPiece) != ARCHIVE_OK) {
    return fail(ErrorCode::invalid, "the archive cannot be read: " + words_of(reader.get()));
  }
  Unpacker unpacker(std::move(root), bounds, status.st_size);
  return unpack_entries(reader.get(), entries, unpacker);
}

bool looks_like_zip(int fd) {
  std::array<char, 4> start{};
  return ::pread(fd, start.data(), start.size(), 0) == 4 && start[0] == 'P' && start[1] == 'K' &&
         (start[2] == 3 || start[2] == 5);
}

struct ZipWriter::State {
  Write write;
  std::unique_ptr<archive, FreeWriter> writer;
  std::optional<Error> failure;  // of `write`

  static la_ssize_t pass(archive*, void* self, const void* bytes, size_t size) {
    auto& state = *static_cast<State*>(self);
    const auto written = state.write({static_cast<const char*>(bytes), size});
    if (written) return static_cast<la_ssize_t>(size);
    if (!state.failure) state.failure = written.error();
    return -1;
  }
  std::unexpected<Error> error(const std::string& doing) const {
    if (failure) return std::unexpected(*failure);
    return fail(ErrorCode::failed, doing + ": " + words_of(writer.get()));
  }
};

ZipWriter::ZipWriter(Write write) : state_(std::make_unique<State>()) {
  state_->write = std::move(write);
  state_->writer.reset(::archive_write_new());
}
ZipWriter::~ZipWriter() = default;

Result<> ZipWriter::begin(const std::string& path, std::int64_t size) {
  auto* writer = state_->writer.get();
  if (writer == nullptr) return fail(ErrorCode::failed, "writing an archive: no memory");
  if (::archive_format(writer) == 0) {
    if (::archive_write_set_format_zip(writer) != ARCHIVE_OK ||
        ::archive_write_set_bytes_in_last_block(writer, 1) != ARCHIVE_OK ||
        ::archive_write_open(writer, state_.get(), nullptr, &State::pass, nullptr) != ARCHIVE_OK) {
      return state_->error("writing an archive");
    }
  }
  const std::unique_ptr<archive_entry, FreeEntry> entry(::archive_entry_new());
  if (!entry) return fail(ErrorCode::failed, "writing an archive: no memory");
  ::archive_entry_set_pathname(entry.get(), path.c_str());
  ::archive_entry_set_filetype(entry.get(), AE_IFREG);
  ::archive_entry_set_perm(entry.get(), 0644);
  ::archive_entry_set_size(entry.get(), size);
  ::archive_entry_set_mtime(entry.get(), 315'532'800, 0);  // 1980, where zip begins
  if (::archive_write_header(writer, entry.get()) != ARCHIVE_OK) return state_->error("writing " + path);
  return {};
}

Result<> ZipWriter::data(std::string_view piece) {
  while (!piece.empty()) {
    const auto wrote = ::archive_write_data(state_->writer.get(), piece.data(), piece.size());
    if (wrote <= 0) return state_->error("writing an archive");
    piece.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

Result<> ZipWriter::finish() {
  if (::archive_write_close(state_->writer.get()) != ARCHIVE_OK) return state_->error("writing an archive");
  return {};
}

}  // namespace autograder
