#include "storage/sql/waiting_order.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "storage/queue_rules.h"

namespace autograder::sql {
namespace {

bool is_before(const Place& left, const Place& right) {
  return std::tuple(-left.priority, left.virtual_start, left.id) <
         std::tuple(-right.priority, right.virtual_start, right.id);
}

// No more than `limit`.
std::vector<std::string> languages_ahead(Connection& db, const Place& place, int limit) {
  // Two ranges of one index: higher priorities, then this priority up to here.
  return db
      .query(
          "SELECT language FROM jobs WHERE state = 'waiting' AND priority > ?1 UNION ALL "
          "SELECT language FROM jobs WHERE state = 'waiting' AND priority = ?1 AND (virtual_start, id) < (?2, ?3) "
          "LIMIT ?4")
      .bind(place, limit)
      .all<std::string>();
}

bool is_among(const std::vector<std::string>& languages, const std::string& language) {
  return languages.empty() || std::ranges::find(languages, language) != languages.end();
}

// The second condition holds of every row, and keeps SQLite on the index.
const std::string kFirst =
    "SELECT language, " + columns_of<Place>() +
    " FROM jobs WHERE state = 'waiting' AND priority < 1000 ORDER BY priority DESC, virtual_start, id LIMIT ?";

}  // namespace

int WaitingOrder::ahead(Connection& db, const Place& place, const std::vector<std::string>& languages) {
  const auto near = languages_ahead(db, place, kCounted + 1);
  const auto counted = static_cast<int>(
      std::ranges::count_if(near, [&](const auto& language) { return is_among(languages, language); }));
  if (near.size() <= kCounted) return counted;
  const Known all = order(db, languages);
  const auto behind = std::ranges::lower_bound(all->first, place, is_before);
  // Those that came since the order was read were counted, as far as counting goes.
  return std::max(counted, static_cast<int>(behind - all->first.begin()));
}

WaitingOrder::Known WaitingOrder::order(Connection& db, const std::vector<std::string>& languages) {
  const SteadyTime now = clock_.steady_now();
  if (Known found = known(now)) return found;
  struct Reading {
    WaitingOrder& into;
    Known order;
    ~Reading() { into.read(std::move(order)); }
  } reading{*this, nullptr};
  auto fresh = std::make_shared<Order>();
  fresh->read_at = now;
  Query rows = db.query(kFirst);
  rows.bind(kCountMax + 1);
  while (rows.next()) {
    auto [language, place] = rows.read<std::string, Place>();
    if (is_among(languages, language)) fresh->first.push_back(place);
  }
  reading.order = fresh;
  return fresh;
}

WaitingOrder::Known WaitingOrder::known(SteadyTime now) {
  MutexLock lock(mutex_);
  while (true) {
    if (order_ && now - order_->read_at < kReadEvery) return order_;
    if (!reading_) break;
    if (order_ && now - order_->read_at < kUsed) return order_;
    was_read_.wait(mutex_);
  }
  reading_ = true;
  return nullptr;
}

void WaitingOrder::read(Known order) {
  {
    MutexLock lock(mutex_);
    reading_ = false;
    if (order) order_ = std::move(order);
  }
  was_read_.notify_all();
}

}  // namespace autograder::sql
