// The one thread that writes. All writes that wait go into one transaction, so that many share the cost of one fsync.
//
// Knows:          transactions, savepoints, what to do when one write or a whole commit fails.
// Does not know:  what is written.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "foundation/mutex.h"
#include "storage/sqlite/checkpointer.h"
#include "storage/sqlite/connection.h"
#include "storage/storage_options.h"

namespace autograder::sqlite {

class Writer final {
 public:
  // Stands in a transaction. May be run again after a commit that failed, so it leaves its input as it was and sets all
  // its output again. What it returns as an error undoes its own rows and no others.
  using Work = std::move_only_function<Result<>(Connection&)>;
  // Called once on the writer's thread after the commit.
  using Done = std::move_only_function<void(Result<>)>;

  // Without a checkpointer, which outlives the writer, the log is never brought into the database file.
  Writer(std::unique_ptr<Connection> connection, const StorageOptions& options, Checkpointer* checkpointer = nullptr);
  ~Writer();  // after writing all that waits
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // `doing` is a literal: the beginning of an error's sentence. Never blocks.
  void post(std::string_view doing, Work work, Done done);
  // The same with a bound: false, and nothing is kept, when write_queue_max writes wait.
  [[nodiscard]] bool try_post(std::string_view doing, Work& work, Done& done);
  // Blocks until it is durable. Not from the writer's own thread.
  Result<> run(std::string_view doing, Work work);
  // As run, for work that has an answer.
  template <class T, class Body>
  Result<T> ask(std::string_view doing, Body&& body) {
    Result<T> answer{std::unexpect, Error{ErrorCode::failed, "not written"}};
    AG_TRY(run(doing, [&](Connection& db) -> Result<> {
      answer = body(db);
      if (!answer) return std::unexpected(answer.error());
      return {};
    }));
    return answer;
  }

 private:
  struct Item {
    std::string_view doing;
    Work work;
    Done done;
    Result<> outcome{};
  };

  void loop();
  void write(std::vector<Item>& group);
  Result<> write_together(std::vector<Item>& group);
  void write_alone(Item& item);
  void roll_back();
  void tend_log(Checkpointer::Wanted wanted);

  const std::unique_ptr<Connection> connection_;
  Checkpointer* const checkpointer_;
  const std::size_t queue_max_;
  const std::size_t group_max_;
  const std::chrono::milliseconds busy_timeout_;
  Mutex mutex_;
  Condition arrived_;
  std::deque<Item> queue_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace autograder::sqlite
