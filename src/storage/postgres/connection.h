// A connection as the roles see it: statements that are prepared once and kept.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "storage/postgres/link.h"
#include "storage/sql/connection.h"

namespace autograder::postgres {

// Its members throw a Failure. The whole answer is here before the first row is read.
class PreparedStatement final : public sql::Statement {
 public:
  // It is prepared by this name. The link outlives it.
  PreparedStatement(Link& link, std::string name) : link_(link), name_(std::move(name)) {}

  // From the time it is lent until it is reset.
  bool is_lent() const { return is_lent_; }
  sql::Statement& lend();
  void bind_null(int parameter) override;
  void bind_integer(int parameter, std::int64_t value) override;
  void bind_real(int parameter, double value) override;
  void bind_text(int parameter, std::string_view value) override;
  void bind_blob(int parameter, std::string_view value) override;
  void ask() override;
  bool next() override;
  int run() override;
  void run_later() override;
  void reset() noexcept override;
  bool null(int column) const override;
  std::int64_t integer(int column) const override;
  double real(int column) const override;
  std::string_view text(int column) const override;
  std::string_view blob(int column) const override;

 private:
  Value& parameter(int number);
  void send();
  std::string_view bytes(int column) const;
  [[noreturn]] void is_not(int column, const char* what) const;

  Link& link_;
  const std::string name_;
  std::vector<Value> parameters_;
  Answer answer_;
  bool is_lent_ = false;
  bool asked_ = false;  // and the answer has not been waited for
  int row_ = -1;
};

// One thread at a time.
class Connection final : public sql::Connection {
 public:
  explicit Connection(const PostgresOptions& options) : link_(options) {}
  void execute(const std::string& sql) { link_.execute(sql); }  // not kept
  // What is to be done later, and what is asked for, is sent with the statement that is waited for next: see Link::post.
  void execute_later(const std::string& sql) { link_.post(sql); }
  void settle() { link_.settle(); }
  void send_off() { link_.send_off(); }
  void roll_back() { link_.roll_back(); }
  // For who writes: all that is written is found along indexes, and a plan that was made while a table was empty must serve
  // a full one, too. So each statement is planned once, for any values.
  void plan_for_indexes() {
    execute(
        "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off; "
        "SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_sort = off");
  }
  bool is_far() const override { return true; }
  std::unique_ptr<sql::Kept>* kept() override { return &kept_; }
  // By all statements so far, of those that were prepared. What is to be done later counts as one row.
  std::int64_t rows_changed() const { return link_.rows_changed(); }
  bool in_transaction() const { return link_.in_transaction(); }
  bool is_lost() const { return link_.is_lost(); }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  sql::Statement& prepared(std::string_view text) override;

  // One for each use at the same time.
  struct Prepared {
    std::string name;
    std::vector<std::unique_ptr<PreparedStatement>> uses;
  };

  Link link_;
  std::unordered_map<std::string, Prepared, Hash, std::equal_to<>> statements_;
  std::unique_ptr<sql::Kept> kept_;  // ends first
};

}  // namespace autograder::postgres
