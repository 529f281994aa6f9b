// A statement that a connection has prepared, as a backend implements it. The roles use it through a Query.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace autograder::sql {

// A row is not what we wrote. Reading throws it; the edge of each verb makes it an error.
struct CorruptRow {
  std::string what;
};

// Its members throw the exceptions of their backend, which only the backend catches. One thread at a time. Other
// statements of the same connection may run between its rows.
class Statement {
 public:
  virtual ~Statement() = default;

  // Parameters are numbered from 1. Values are copied.
  virtual void bind_null(int parameter) = 0;
  virtual void bind_integer(int parameter, std::int64_t value) = 0;
  virtual void bind_real(int parameter, double value) = 0;
  virtual void bind_text(int parameter, std::string_view value) = 0;  // UTF-8 without NUL
  virtual void bind_blob(int parameter, std::string_view value) = 0;

  // Its rows will be read: a far database is asked now, and the first next() waits for the answer. The answers to several
  // statements come together.
  virtual void ask() {}
  // Goes to the first row, then to the next; false behind the last.
  virtual bool next() = 0;
  // For a statement that answers no rows: how many it changed.
  virtual int run() = 0;
  // run(), where nobody needs the number. A far database does it in its turn, before all that comes later, and an error is
  // thrown by one of the statements that follow or ends the transaction.
  virtual void run_later() { run(); }
  // Ready to be bound and run again.
  virtual void reset() noexcept = 0;

  // Of the row that next() went to. Columns are numbered from 0. A view is valid until the next row.
  virtual bool null(int column) const = 0;
  // Each throws CorruptRow, with the name of the column, when it has another type.
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;  // an integer too
  virtual std::string_view text(int column) const = 0;
  virtual std::string_view blob(int column) const = 0;
};

}  // namespace autograder::sql
