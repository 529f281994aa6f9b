#include "storage/postgres/connection.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

#include "storage/sql/dialect.h"

namespace autograder::postgres {
namespace {

// The numbers of built-in types, which never change (pg_type.dat).
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kFloat4 = 700;
constexpr Oid kFloat8 = 701;
constexpr Oid kVarchar = 1043;

// An integer of PostgreSQL's binary form: big-endian, of as many bytes as there are.
std::int64_t integer_of(std::string_view bytes) {
  std::uint64_t value = !bytes.empty() && (bytes.front() & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(value);
}

template <class Number>
std::string written(Number value) {
  std::array<char, 64> text;
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end};
}

}  // namespace

sql::Statement& PreparedStatement::lend() {
  is_lent_ = true;
  return *this;
}

Value& PreparedStatement::parameter(int number) {
  const auto index = static_cast<std::size_t>(number - 1);
  if (parameters_.size() <= index) parameters_.resize(index + 1);
  return parameters_[index];
}

void PreparedStatement::bind_null(int number) {
  parameter(number) = {};
}

void PreparedStatement::bind_integer(int number, std::int64_t value) {
  parameter(number) = {written(value)};
}

void PreparedStatement::bind_real(int number, double value) {
  parameter(number) = {written(value)};
}

// The binary form of a text is its bytes: then its end need not be searched.
void PreparedStatement::bind_text(int number, std::string_view value) {
  parameter(number) = {std::string(value), true};
}

void PreparedStatement::bind_blob(int number, std::string_view value) {
  parameter(number) = {std::string(value), true};
}

void PreparedStatement::send() {
  answer_ = link_.run(name_, parameters_);
}

void PreparedStatement::ask() {
  link_.post(name_, parameters_, &answer_);
  asked_ = true;
}

bool PreparedStatement::next() {
  if (asked_) {
    link_.settle();
    asked_ = false;
    if (!answer_) throw Failure{"", "an earlier statement failed"};
  }
  if (!answer_) send();
  return ++row_ < PQntuples(answer_.get());
}

int PreparedStatement::run() {
  send();
  return rows_changed_by(answer_.get());
}

void PreparedStatement::run_later() {
  link_.post(name_, parameters_);
}

void PreparedStatement::reset() noexcept {
  if (asked_) link_.forget(&answer_);
  asked_ = false;
  is_lent_ = false;
  answer_.reset();
  parameters_.clear();
  row_ = -1;
}

bool PreparedStatement::null(int column) const {
  return PQgetisnull(answer_.get(), row_, column) == 1;
}

std::string_view PreparedStatement::bytes(int column) const {
  return {PQgetvalue(answer_.get(), row_, column), static_cast<std::size_t>(PQgetlength(answer_.get(), row_, column))};
}

void PreparedStatement::is_not(int column, const char* what) const {
  const char* name = PQfname(answer_.get(), column);
  throw CorruptRow{std::string("column ") + (name == nullptr ? "?" : name) + " is not " + what};
}

std::int64_t PreparedStatement::integer(int column) const {
  const Oid type = PQftype(answer_.get(), column);
  const bool whole = type == kInt8 || type == kInt4 || type == kInt2 || type == kBool;
  if (!whole || null(column)) is_not(column, "an integer");
  return integer_of(bytes(column));
}

double PreparedStatement::real(int column) const {
  const Oid type = PQftype(answer_.get(), column);
  if (type == kFloat8 && !null(column)) return std::bit_cast<double>(integer_of(bytes(column)));
  if (type == kFloat4 && !null(column)) {
    return std::bit_cast<float>(static_cast<std::int32_t>(integer_of(bytes(column))));
  }
  return static_cast<double>(integer(column));
}

std::string_view PreparedStatement::text(int column) const {
  const Oid type = PQftype(answer_.get(), column);
  if ((type != kText && type != kVarchar) || null(column)) is_not(column, "a text");
  return bytes(column);
}

std::string_view PreparedStatement::blob(int column) const {
  if (PQftype(answer_.get(), column) != kBytea || null(column)) is_not(column, "a blob");
  return bytes(column);
}

sql::Statement& Connection::prepared(std::string_view text) {
  auto found = statements_.find(text);
  if (found == statements_.end()) {
    std::string name = "s" + std::to_string(statements_.size());
    link_.prepare(name, sql::in_dialect(sql::kPostgres, text));
    found = statements_.emplace(std::string(text), Prepared{std::move(name), {}}).first;
  }
  auto& [name, uses] = found->second;
  const auto free = std::ranges::find_if(uses, [](const auto& use) { return !use->is_lent(); });
  if (free != uses.end()) return (*free)->lend();
  return uses.emplace_back(std::make_unique<PreparedStatement>(link_, name))->lend();
}

}  // namespace autograder::postgres
