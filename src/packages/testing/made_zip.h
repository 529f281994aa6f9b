// Zip archives made by tests byte by byte, so that each part may lie: entries are stored, not deflated, unless they
// come deflated already.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/unique_fd.h"

namespace autograder {

struct MadeEntry {
  std::string name;
  std::string bytes;
  std::string local_name = {};   // another one in the local header; empty: the same
  std::uint32_t mode = 0100644;  // of Unix
  std::uint32_t flags = 0;
  std::int64_t offset = -1;    // another one in the central directory
  bool listed = true;          // in the central directory
  std::uint32_t method = 0;    // 8: `bytes` are deflated
  std::uint32_t unpacked = 0;  // size of deflated bytes unpacked
  std::uint32_t crc = 0;       // of deflated bytes unpacked
};

inline std::uint32_t crc_of(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  return ~crc;
}

class MadeZip final {
 public:
  MadeZip& add(MadeEntry entry) {
    entries_.push_back(std::move(entry));
    return *this;
  }

  std::string bytes() const {
    std::string out;
    std::string central;
    int listed = 0;
    for (const auto& entry : entries_) {
      const auto offset = entry.offset >= 0 ? entry.offset : static_cast<std::int64_t>(out.size());
      const auto& local = entry.local_name.empty() ? entry.name : entry.local_name;
      const auto size = static_cast<std::uint32_t>(entry.bytes.size());
      const auto unpacked = entry.method == 0 ? size : entry.unpacked;
      const auto crc = entry.method == 0 ? crc_of(entry.bytes) : entry.crc;
      std::string same;  // what both headers say
      two(same, 20), two(same, entry.flags), two(same, entry.method), two(same, 0), two(same, 0x21);
      four(same, crc), four(same, size), four(same, unpacked);
      four(out, 0x04034b50);
      out += same;
      two(out, local.size()), two(out, 0);
      out += local + entry.bytes;
      if (!entry.listed) continue;
      ++listed;
      four(central, 0x02014b50), two(central, 3 << 8 | 20);
      central += same;
      two(central, entry.name.size()), two(central, 0), two(central, 0), two(central, 0), two(central, 0);
      four(central, entry.mode << 16), four(central, static_cast<std::uint32_t>(offset));
      central += entry.name;
    }
    const auto start = out.size();
    out += central;
    four(out, 0x06054b50), two(out, 0), two(out, 0), two(out, listed), two(out, listed);
    four(out, static_cast<std::uint32_t>(central.size())), four(out, static_cast<std::uint32_t>(start)), two(out, 0);
    return out;
  }

  static UniqueFd file_of(const std::string& bytes) {
    UniqueFd file(::memfd_create("zip", MFD_CLOEXEC));
    if (::write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) return {};
    return file;
  }
  UniqueFd file() const { return file_of(bytes()); }

 private:
  static void two(std::string& out, std::size_t value) {
    out += static_cast<char>(value & 0xFF);
    out += static_cast<char>(value >> 8 & 0xFF);
  }
  static void four(std::string& out, std::uint32_t value) { two(out, value & 0xFFFF), two(out, value >> 16); }

  std::vector<MadeEntry> entries_;
};

}  // namespace autograder
