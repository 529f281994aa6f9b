// A relational database, as far as the roles see it: reads, writes, its time, its room. Each backend implements it.
//
// Knows:          transactions, who waits for which.
// Does not know:  tables.
#pragma once

#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "foundation/clock.h"
#include "foundation/result.h"
#include "storage/sql/connection.h"
#include "storage/storage_options.h"
#include "storage/upkeep.h"

namespace autograder::sql {

// A write of the queue hands out leases or books their ends. Those of all processes that share a database take turns: each
// sees what the one before did to the shares and accounts of users, and none is undone for another's sake.
enum class Turn { free, queue };

// All members may be called from any thread, but those with a connection only by who has it.
//
// A body runs in a transaction, and all that it reads is of one moment. It may be run again, after a commit that
// failed or a conflict with another transaction: so it leaves its input as it was, and sets all its output again. What
// it returns as an error undoes its own rows and no others. The exceptions of statements and CorruptRow become errors:
// `conflict` (a row is there already), `exhausted` (the disk is full), `unavailable` (busy or gone), `corrupt`,
// `denied`, else `failed`.
class Database {
 public:
  using Work = std::move_only_function<Result<>(Connection&)>;
  // Of a write that looks after what is kept (Connection::kept): asks for what the write will read, and only asks. A far
  // database calls it before the first write of a group is done, so that one round trip serves all of them; others do not.
  using Ahead = std::move_only_function<void(Connection&)>;
  using Done = std::move_only_function<void(Result<>)>;

  virtual ~Database() = default;

  // `doing` is a literal: the beginning of an error's sentence. `body(Connection&)` returns a Result, and so does this.
  // Never waits for writes.
  template <class Body>
  auto read(std::string_view doing, Body&& body) {
    return answer_of(body, [&](Work work) { return run_read(doing, std::move(work)); });
  }
  // Returns when it is durable. Not from a body or a completion.
  template <class Body>
  auto write(std::string_view doing, Body&& body) {
    return answer_of(body, [&](Work work) { return run_write(doing, std::move(work), Turn::free, {}); });
  }
  // The same for a write of the queue.
  template <class Body>
  auto write_in_turn(std::string_view doing, Body&& body) {
    return answer_of(body, [&](Work work) { return run_write(doing, std::move(work), Turn::queue, {}); });
  }
  template <class Body>
  auto write_in_turn(std::string_view doing, Ahead ahead, Body&& body) {
    return answer_of(body, [&](Work work) { return run_write(doing, std::move(work), Turn::queue, std::move(ahead)); });
  }
  // The same, but calls `done` once, after the commit, on a thread of the database. Never blocks.
  virtual void post_in_turn(std::string_view doing, Ahead ahead, Work work, Done done) = 0;
  // The same, free, with a bound: false when too many writes wait; then `done` is not called.
  [[nodiscard]] virtual bool try_post(std::string_view doing, Ahead ahead, Work work, Done done) = 0;

  // The database's time, the same for all who use it. It does not stand still within a transaction.
  virtual Time now(Connection& db) = 0;
  // Whether there is room for so much more: `exhausted` before the disk is full. In a write.
  virtual Result<> check_room(Connection& db, Bytes wanted) = 0;
  // A little of the room inside the database goes back to a disk that needs it. Whether there may be more to give.
  virtual Result<bool> give_room_back() = 0;
  virtual Result<Room> room() = 0;

  virtual const StorageOptions& options() const = 0;
  // For measuring spans within this process.
  virtual const Clock& clock() const = 0;

 protected:
  virtual Result<> run_read(std::string_view doing, Work work) = 0;
  virtual Result<> run_write(std::string_view doing, Work work, Turn turn, Ahead ahead) = 0;

 private:
  template <class Body, class Run>
  static auto answer_of(Body& body, Run&& run) -> std::invoke_result_t<Body&, Connection&> {
    std::invoke_result_t<Body&, Connection&> answer{std::unexpect, Error{ErrorCode::failed, "not done"}};
    AG_TRY(run([&answer, &body](Connection& db) -> Result<> {
      answer = body(db);
      if (!answer) return std::unexpected(answer.error());
      return {};
    }));
    return answer;
  }
};

}  // namespace autograder::sql
