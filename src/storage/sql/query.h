// One use of a prepared statement: bound, stepped, read, and reset at the end of its scope.
#pragma once

#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "storage/sql/columns.h"

namespace autograder::sql {

class Query final {
 public:
  explicit Query(Statement& statement) : statement_(&statement), parameters_(statement) {}
  ~Query() {
    if (statement_ != nullptr) statement_->reset();
  }
  // The other is of no use any more.
  Query(Query&& other) noexcept
      : statement_(std::exchange(other.statement_, nullptr)), parameters_(other.parameters_) {}
  Query& operator=(Query&&) = delete;

  // Binds the next parameters in order. A struct with a table of Columns is as many parameters.
  template <class... Values>
  Query& bind(const Values&... values) {
    (Codec<Values>::bind(parameters_, values), ...);
    return *this;
  }
  // All columns of the struct but its key.
  template <HasColumns Struct>
  Query& bind_rest(const Struct& value) {
    Codec<Struct>::bind_rest(parameters_, value);
    return *this;
  }
  // A BLOB rather than a text.
  Query& bind_blob(std::string_view bytes) {
    parameters_.blob(bytes);
    return *this;
  }

  // Before the first row is read; see Statement::ask.
  void ask() { statement_->ask(); }
  bool next() { return statement_->next(); }
  int run() { return statement_->run(); }  // the number of rows changed
  // When nobody needs the number; see Statement::run_later.
  void run_later() { statement_->run_later(); }

  // The row as values of these types, which follow one another in its columns: one value, or a tuple.
  template <class First, class... Rest>
  auto read() const {
    Fields fields(*statement_);
    if constexpr (sizeof...(Rest) == 0) {
      return Codec<First>::read(fields);
    } else {
      return std::tuple<First, Rest...>{Codec<First>::read(fields), Codec<Rest>::read(fields)...};
    }
  }
  // The next row; absent behind the last.
  template <class... Types>
  auto one() -> std::optional<decltype(this->read<Types...>())> {
    if (!next()) return std::nullopt;
    return read<Types...>();
  }
  // All rows that are left.
  template <class... Types>
  auto all() -> std::vector<decltype(this->read<Types...>())> {
    std::vector<decltype(this->read<Types...>())> rows;
    while (next()) rows.push_back(read<Types...>());
    return rows;
  }

  // Single columns, for statements of one or two.
  bool null(int column) const { return statement_->null(column); }
  std::int64_t integer(int column) const { return statement_->integer(column); }
  int small(int column) const { return Fields(*statement_, column).small(); }
  std::string text(int column) const { return std::string(statement_->text(column)); }

 private:
  Statement* statement_;
  Parameters parameters_;
};

}  // namespace autograder::sql
