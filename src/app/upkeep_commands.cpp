#include "app/upkeep_commands.h"

#include <charconv>
#include <cstdio>

#include "app/database_commands.h"
#include "app/server.h"
#include "storage/sqlite/compact.h"
#include "storage/sqlite/data_lock.h"

namespace autograder {
namespace {

constexpr std::chrono::minutes kWaitedFor{2};  // longer than a run's answer is held

int number_at(const std::string& text, std::size_t at, std::size_t length) {
  int value = -1;
  const char* end = text.data() + at + length;
  const auto read = std::from_chars(text.data() + at, end, value);
  return read.ptr == end && read.ec == std::errc{} ? value : -1;
}

Result<int> forget_runs(Upkeep& upkeep, Time before) {
  int rows = 0;
  for (Tidied step{0, true}; step.more; rows += step.rows) {
    AG_ASSIGN(step, upkeep.forget_runs(before));
  }
  return rows;
}

Result<int> remove_excerpts(Upkeep& upkeep, Time before) {
  int reports = 0;
  for (TidiedReports step{0, {}, true}; step.more; reports += step.reports) {
    AG_ASSIGN(step, upkeep.remove_excerpts(before, step.next));
  }
  return reports;
}

long long megabytes(Bytes size) {
  return static_cast<long long>(size.count / (1024 * 1024));
}

void say_room(const Room& room) {
  std::printf("The database has %lld MiB, of which %lld are free inside; the disk has %lld MiB free\n",
              megabytes(room.database), megabytes(room.free_inside), megabytes(room.free_on_disk));
}

}  // namespace

Result<Time> parse_date(const std::string& text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const std::chrono::year_month_day date{std::chrono::year(number_at(text, 0, 4)),
                                           std::chrono::month(static_cast<unsigned>(number_at(text, 5, 2))),
                                           std::chrono::day(static_cast<unsigned>(number_at(text, 8, 2)))};
    if (date.ok() && date.year() >= std::chrono::year(1970)) return Time(std::chrono::sys_days(date));
  }
  return fail(ErrorCode::invalid, "--before must be a date such as 2026-09-01");
}

int db_purge(const Flags& flags, const PurgeArguments& arguments) {
  const bool runs = arguments.what == "runs";
  if (!runs && arguments.what != "outputs") {
    return complain({ErrorCode::invalid, "WHAT must be \"runs\" or \"outputs\""});
  }
  if (!runs && arguments.before.empty()) {
    return complain({ErrorCode::invalid, "outputs need --before: a date, such as the first day of term"});
  }
  const SystemClock clock;
  Time before = clock.now() - kWaitedFor;
  if (!arguments.before.empty()) {
    const auto date = parse_date(arguments.before);
    if (!date) return complain(date.error());
    before = std::min(*date, clock.now());
  }
  const auto storage = open_beside(flags, clock);
  if (!storage) return complain(storage.error());
  Upkeep& upkeep = (*storage)->upkeep();
  const auto gone = runs ? forget_runs(upkeep, before) : remove_excerpts(upkeep, before);
  if (!gone) return complain(gone.error());
  std::printf(runs ? "Runs forgotten: %d\n" : "Reports without outputs now: %d; their verdicts stay\n", *gone);
  const auto room = upkeep.room();
  if (!room) return complain(room.error());
  say_room(*room);
  return kDone;
}

int db_room(const Flags& flags) {
  const SystemClock clock;
  const auto storage = open_beside(flags, clock);
  if (!storage) return complain(storage.error());
  const auto room = (*storage)->upkeep().room();
  if (!room) return complain(room.error());
  say_room(*room);
  return kDone;
}

int db_compact(const Flags& flags) {
  const auto entered = enter_data_directory_of(flags);
  if (!entered) return complain(entered.error());
  const auto path = database_path(entered->config, entered->data);
  if (!path) return complain(path.error());
  const auto lock = lock_data_directory(entered->data);
  if (!lock) return complain(in_context("a server may be running", lock.error()).error());
  const auto sizes = compact_database(*path);
  if (!sizes) return complain(sizes.error());
  std::printf("The database had %lld MiB and has %lld MiB now\n", megabytes(sizes->before), megabytes(sizes->after));
  return kDone;
}

}  // namespace autograder
