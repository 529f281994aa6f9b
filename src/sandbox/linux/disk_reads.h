// The reads from disks that this host has in flight: such pages enter memory later.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace autograder {

// How much the kernel was asked to read so far, in any unit, over the whole host. Counted when it is asked, not when it is there.
// Nothing where the kernel does not tell. File systems of the network are not in it.
std::optional<std::uint64_t> reads_asked();
// Whether some disk has a request at this moment.
bool disks_are_busy();

// The text of /proc/vmstat and of /proc/diskstats, for those.
std::optional<std::uint64_t> reads_in(std::string_view vmstat);
bool requests_in(std::string_view diskstats);

}  // namespace autograder
