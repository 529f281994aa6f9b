// One connection of libpq, with a bound on every wait.
//
// Knows:          libpq, prepared statements by their name, time-outs.
// Does not know:  what is stored, who retries.
//
// Its members throw a Failure. After one that is `lost` the link is of no use any more. One thread at a time.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/postgres/failure.h"
#include "storage/postgres/postgres_options.h"

namespace autograder::postgres {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;
// By an INSERT, an UPDATE or a DELETE.
int rows_changed_by(PGresult* result);

// A parameter of a statement: absent is NULL.
struct Value {
  std::optional<std::string> bytes;
  bool is_binary = false;  // as the type's binary form; else as its text
};

class Link final {
 public:
  // Connects, and sets what holds for the session.
  explicit Link(const PostgresOptions& options);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // One or more statements without parameters, one round trip. The answer of the last.
  Answer execute(const std::string& sql);
  void prepare(const std::string& name, const std::string& sql);
  // Columns of its rows are in binary form.
  Answer run(const std::string& name, const std::vector<Value>& parameters);

  // Sends a statement, and leaves its answer for later: it comes, in the same round trip, with that of the next statement
  // that is waited for, or by settle(). Each throws the first failure of what was posted before; what came behind that one
  // was not done. `into` takes the answer, unless it is forgotten before. Only in a transaction.
  void post(const std::string& name, const std::vector<Value>& parameters, Answer* into = nullptr);
  void post(const std::string& sql);  // not prepared, without parameters
  void settle();
  // The server begins with what was posted. Does not wait.
  void send_off();
  void forget(const Answer* into) noexcept;
  // Ends a transaction, whatever of it had failed.
  void roll_back();

  // By all statements so far that were prepared. One that was posted counts as one row.
  std::int64_t rows_changed() const { return rows_changed_; }
  // As the server saw it at its last answer.
  bool in_transaction() const;
  bool is_lost() const { return lost_; }

 private:
  void set_session(const PostgresOptions& options);
  bool queue(const std::string& name, const std::vector<Value>& parameters);
  void begin_posting();
  // Sends what was queued and takes all answers to it.
  Answer take_answers(bool queued);
  void flush();
  Answer next_answer();
  void wait_for(short events);
  [[noreturn]] void fail_lost(const std::string& why);

  PGconn* connection_ = nullptr;
  const int timeout_ms_;
  std::int64_t rows_changed_ = 0;
  std::vector<Answer*> posted_;  // who takes the answer to each; null: nobody
  bool lost_ = false;
};

}  // namespace autograder::postgres
