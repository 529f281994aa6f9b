// The packets' contents: one order for a run, one report of its end.
//
// An order is a fixed header, then numbers, then NUL-terminated strings, so that the inits read it where it lies,
// without allocating. The same bytes travel from the server to the launcher, which checks them, and on to the run init.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result.h"
#include "sandbox/sandbox.h"

namespace autograder {

enum class PacketKind : std::uint32_t {
  configure = 1,  // server -> launcher
  configured,     // launcher -> server: empty, or what is missing
  open,           // server -> launcher: count
  opened,         // launcher -> server: that many sockets, or an error
  run,            // server -> launcher -> run init: RunHeader ...
  kill,           // server -> launcher
  outcome,        // launcher -> server: OutcomePacket + collected descriptors
  failed,         // upward: a sentence; ours, not the program's
  ready,          // run init -> launcher: waits for an order
  ended,          // run init -> launcher: EndedPacket + collected descriptors
};

constexpr int kFilesMax = 32;
constexpr int kMountsMax = 16;
constexpr int kCollectMax = 16;
constexpr int kArgumentsMax = 4096;
constexpr std::size_t kStringsMax = 128 * 1024;

enum class StreamKind : std::uint8_t { null, fd };

struct RunHeader {
  PacketKind kind = PacketKind::run;
  std::uint32_t argument_count = 0;
  std::uint32_t environment_count = 0;
  std::uint32_t file_count = 0;
  std::uint32_t mount_count = 0;
  std::uint32_t collect_count = 0;
  std::array<StreamKind, 3> streams{};
  std::uint8_t own_core = 1;
  std::uint8_t alone = 0;
  std::uint8_t secret = 0;
  std::int32_t core = -1;           // set by the launcher
  std::int32_t core_to_avoid = -1;  // set by the launcher, for runs that may use every other core
  std::uint8_t has_leaf = 0;        // set by the launcher: the program is born in the group whose directory comes last
  std::uint8_t is_polled = 0;       // set by the launcher: no group bounds memory and processes, so rlimits do
  std::int64_t cpu_time_ns = 0;
  std::int64_t wall_time_ns = 0;
  std::int64_t memory_bytes = 0;
  std::int64_t files_bytes = 0;  // of all files together; set by the server, checked by nobody: it only adds memory
  std::int64_t file_size_bytes = 0;
  std::int64_t disk_bytes = 0;
  std::int32_t processes = 0;
  std::int32_t open_files = 0;
  std::array<std::uint8_t, kFilesMax> executable{};
  std::array<std::int64_t, kCollectMax> collect_max{};
  // Strings: arguments, environment, work_dir, file names, then per mount host path and inside path, collect names.
  // Descriptors: the streams that are `fd`, the files, and (launcher -> run init only) the mounts and the leaf.
};

// A string table: pointers into the packet.
struct RunStrings {
  std::array<const char*, kArgumentsMax + 2> arguments{};  // both lists end with a null pointer
  std::array<const char*, kArgumentsMax + 2> environment{};
  const char* work_dir = nullptr;
  std::array<const char*, kFilesMax> files{};
  std::array<const char*, kMountsMax> mount_hosts{};
  std::array<const char*, kMountsMax> mount_insides{};
  std::array<const char*, kCollectMax> collects{};
};

// `invalid` names the field and the bound.
Result<std::string> encode_order(const Command& command, std::int64_t files_bytes);

// Reads and checks a packet; `strings` points into it. Null, or what is wrong with it. Allocates nothing.
const char* parse_order(std::string_view packet, RunHeader& header, RunStrings& strings) noexcept;
int expected_fds(const RunHeader& header) noexcept;  // without mounts

enum class CollectState : std::uint8_t { absent, not_regular, too_large, present };

struct EndedPacket {
  PacketKind kind = PacketKind::ended;
  std::int32_t wait_status = 0;
  std::int64_t started_ns = 0;  // CLOCK_MONOTONIC
  std::int64_t ended_ns = 0;
  std::int64_t reaped_cpu_ns = 0;  // of all that the run's init reaped
  std::int64_t reaped_largest_bytes = 0;
  std::array<CollectState, kCollectMax> collected{};  // descriptors come for those present
};

enum class EndingKind : std::int32_t { exited, signalled, cpu_limit, wall_limit, memory_limit, killed };

struct OutcomePacket {
  PacketKind kind = PacketKind::outcome;
  EndingKind ending = EndingKind::killed;
  std::int32_t value = 0;  // exit code or signal
  std::uint8_t process_limit_hit = 0;
  std::int64_t cpu_time_ns = 0;
  std::int64_t wall_time_ns = 0;
  std::int64_t core_wait_ns = 0;
  std::int64_t memory_peak_bytes = 0;
  std::int64_t ended_ns = 0;
  std::array<CollectState, kCollectMax> collected{};
};

// A step of making a box or a run that failed, told by an init.
struct FailedPacket {
  PacketKind kind = PacketKind::failed;
  std::int32_t error_number = 0;
  std::array<char, 160> step{};  // "mount tmpfs on /code"
};

template <class Packet>
std::string_view packet_bytes(const Packet& packet) noexcept {
  return {reinterpret_cast<const char*>(&packet), sizeof packet};
}

}  // namespace autograder
