#include "storage/postgres/readers.h"

#include <utility>

namespace autograder::postgres {
namespace {

constexpr std::chrono::minutes kIdleMax{1};

}  // namespace

class Readers::Lent final {
 public:
  explicit Lent(Readers& readers) : readers_(readers), connection_(readers.take()) {}
  ~Lent() {
    if (connection_->is_lost()) readers_.drop_idle();
    readers_.put_back(std::move(connection_));
  }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;
  Connection& operator*() { return *connection_; }

 private:
  Readers& readers_;
  std::unique_ptr<Connection> connection_;
};

std::unique_ptr<Connection> Readers::take() {
  {
    MutexLock lock(mutex_);
    while (idle_.empty() && open_ == most_) {
      const auto waited = returned_.wait_for(mutex_, connector_.options().socket_timeout);
      if (waited == std::cv_status::timeout) throw Failure{"53300", "all connections for reading are in use"};
    }
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back().connection);
      idle_.pop_back();
      return connection;
    }
    ++open_;
  }
  try {
    return connector_.connect();
  } catch (...) {
    put_back(nullptr);
    throw;
  }
}

void Readers::put_back(std::unique_ptr<Connection> connection) {
  const auto now = connector_.clock().steady_now();
  std::unique_ptr<Connection> closed;  // outside of the lock
  {
    MutexLock lock(mutex_);
    if (connection && !connection->is_lost() && !connection->in_transaction()) {
      idle_.push_back({std::move(connection), now});
      // Those in front are used last of all.
      if (open_ > least_ && idle_.front().since + kIdleMax < now) {
        closed = std::move(idle_.front().connection);
        idle_.erase(idle_.begin());
        --open_;
      }
    } else {
      closed = std::move(connection);
      --open_;
    }
  }
  returned_.notify_one();
}

void Readers::drop_idle() {
  std::vector<Idle> dropped;
  {
    MutexLock lock(mutex_);
    dropped = std::exchange(idle_, {});
    open_ -= dropped.size();
  }
  returned_.notify_all();
}

Result<> Readers::read(std::string_view doing, sql::Database::Work& work) {
  return guarded(doing, [&] {
    return connector_.with_retries([&]() -> Result<> {
      Lent lent(*this);
      Connection& db = *lent;
      db.execute_later("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      try {
        auto answer = work(db);
        db.execute("COMMIT");
        return answer;
      } catch (...) {
        // Other exceptions leave the connection in order, when they can.
        if (!db.is_lost()) db.roll_back();
        throw;
      }
    });
  });
}

}  // namespace autograder::postgres
