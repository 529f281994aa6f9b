#include "sandbox/linux/disk_reads.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string>

#include "foundation/unique_fd.h"

namespace autograder {
namespace {

std::string whole(const char* path) {
  const UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 8192> part;
  ssize_t size = 0;
  while (file && (size = ::read(file.get(), part.data(), part.size())) > 0)
    text.append(part.data(), static_cast<std::size_t>(size));
  return text;
}

// Takes the first word off `line`.
std::string_view next_word(std::string_view& line) {
  const auto begin = std::min(line.find_first_not_of(' '), line.size());
  const auto end = std::min(line.find(' ', begin), line.size());
  const auto word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

}  // namespace

std::optional<std::uint64_t> reads_in(std::string_view vmstat) {
  constexpr std::string_view kKey = "\npgpgin ";
  const auto at = vmstat.find(kKey);
  if (at == std::string_view::npos) return std::nullopt;
  const char* begin = vmstat.data() + at + kKey.size();
  std::uint64_t count = 0;
  if (std::from_chars(begin, vmstat.data() + vmstat.size(), count).ec != std::errc{}) return std::nullopt;
  return count;
}

bool requests_in(std::string_view diskstats) {
  constexpr int kWordsBefore = 11;  // two numbers and a name of the disk, four figures of reads, four of writes
  while (!diskstats.empty()) {
    const auto end = std::min(diskstats.find('\n'), diskstats.size());
    auto line = diskstats.substr(0, end);
    diskstats.remove_prefix(std::min(end + 1, diskstats.size()));
    for (int i = 0; i < kWordsBefore; ++i) next_word(line);
    const auto requests = next_word(line);
    if (!requests.empty() && requests != "0") return true;
  }
  return false;
}

std::optional<std::uint64_t> reads_asked() {
  return reads_in(whole("/proc/vmstat"));
}

bool disks_are_busy() {
  return requests_in(whole("/proc/diskstats"));
}

}  // namespace autograder
