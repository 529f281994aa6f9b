#include "storage/sql/turn_memory.h"

#include "foundation/check.h"

namespace autograder::sql {

TurnMemory* TurnMemory::of(Connection& db) {
  std::unique_ptr<Kept>* kept = db.kept();
  return kept == nullptr ? nullptr : static_cast<TurnMemory*>(kept->get());
}

TurnMemory& TurnMemory::begin(Connection& db) {
  std::unique_ptr<Kept>* kept = db.kept();
  CHECK(kept != nullptr);
  if (!*kept) *kept = std::make_unique<TurnMemory>();
  return static_cast<TurnMemory&>(**kept);
}

std::optional<std::int64_t> account_now(Connection& db, const std::optional<UserId>& owner, int priority,
                                        std::optional<std::int64_t> read) {
  const TurnMemory* memory = TurnMemory::of(db);
  if (memory == nullptr || !owner) return read;
  const auto written = memory->accounts.find({*owner, priority});
  return written == memory->accounts.end() ? read : written->second;
}

}  // namespace autograder::sql
