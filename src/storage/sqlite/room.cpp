// The room that the database has: inside its file and on its disk.
#include "storage/sqlite/database.h"

namespace autograder::sqlite {
namespace {

constexpr int kPagesAStep = 256;  // 1 MiB: the log needs as much for pages that move, and starts again before the next

}  // namespace

Inside inside_of(Connection& db) {
  return {Bytes{page_count(db) * page_size(db)}, free_bytes_inside(db)};
}

Result<> Database::check_room(sql::Connection& db, Bytes wanted) {
  // The roles have their connections from this database.
  auto& ours = static_cast<Connection&>(db);
  return disk.check([&ours] { return inside_of(ours); }, wanted);
}

// Room inside is as good for submissions; large bodies and the rest of the host need it outside.
Result<bool> Database::give_room_back() {
  AG_ASSIGN(const bool given, writer.ask<bool>("giving room back to the disk", [this](Connection& db) -> Result<bool> {
    if (free_bytes_inside(db).count == 0) return false;
    if (!disk.is_low([&db] { return inside_of(db); })) return false;
    const std::int64_t before = page_count(db);
    db.execute("PRAGMA incremental_vacuum(" + std::to_string(kPagesAStep) + ")");
    if (page_count(db) == before) return false;  // a database of before schema 6 keeps its size
    checkpointer.request_cut();                  // only then the file is shorter
    return true;
  }));
  if (given) return true;
  // A log that grew during a long read stays as long, and where the disk is low the writes that would restart it are
  // refused: so it is cut.
  AG_TRY(writer.run("looking at the log", [this](Connection&) -> Result<> {
    if (disk.log_size() > kLogLimit) checkpointer.request_cut();
    return {};
  }));
  return false;
}

Result<Room> Database::room() {
  return writer.ask<Room>("measuring the database", [this](Connection& db) -> Result<Room> {
    const Inside inside = inside_of(db);
    return Room{inside.size, inside.free, disk.free_now()};
  });
}

}  // namespace autograder::sqlite
