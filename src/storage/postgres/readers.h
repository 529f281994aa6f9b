// A few connections for reading, each used by one thread at a time.
//
// Knows:          how many there are, which of them died.
// Does not know:  what is read.
#pragma once

#include <memory>
#include <vector>

#include "foundation/mutex.h"
#include "storage/postgres/connector.h"
#include "storage/sql/database.h"

namespace autograder::postgres {

// All members may be called from any thread.
class Readers final {
 public:
  // At most `most` are open at the same time; those beyond `least` are closed when they are not used for a minute. The connector outlives it.
  Readers(Connector& connector, int least, int most) : connector_(connector), least_(least), most_(most) {}

  // In a transaction: all that it reads is of one moment. Again, on another connection, when the first was lost.
  Result<> read(std::string_view doing, sql::Database::Work& work);

 private:
  // One of the pool, for as long as this lives.
  class Lent;
  struct Idle {
    std::unique_ptr<Connection> connection;
    SteadyTime since;
  };

  std::unique_ptr<Connection> take();
  void put_back(std::unique_ptr<Connection> connection);
  // They are of the same server, which may have died.
  void drop_idle();

  Connector& connector_;
  const std::size_t least_;
  const std::size_t most_;
  Mutex mutex_;
  Condition returned_;
  std::size_t open_ GUARDED_BY(mutex_) = 0;
  std::vector<Idle> idle_ GUARDED_BY(mutex_);
};

}  // namespace autograder::postgres
