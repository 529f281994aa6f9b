#include "storage/sql/columns.h"

#include <gtest/gtest.h>

#include <map>
#include <variant>

#include "storage/sql/query.h"

namespace autograder::sql {
namespace {

enum class Colour { red, green };
struct Inner {
  Bytes size{};
  bool operator==(const Inner&) const = default;
};
struct Thing {
  int number = 0;
  Colour colour = Colour::red;
  Inner inner;
  std::string bytes;
  Subject subject;
  std::optional<Inner> perhaps;
  std::vector<std::string> tags;
  bool operator==(const Thing&) const = default;
};

}  // namespace

template <>
struct Words<Colour> {
  static constexpr std::array<std::string_view, 2> all{"red", "green"};
};
template <>
struct Columns<Inner> {
  static constexpr auto list = std::tuple(column("size", &Inner::size));
};
template <>
struct Columns<Thing> {
  static constexpr auto list = std::tuple(
      column("number", &Thing::number), column("colour", &Thing::colour), column("size", &Thing::inner, &Inner::size),
      bytes_column("bytes", &Thing::bytes), column("subject_kind, subject_id", &Thing::subject),
      column("other_size", &Thing::perhaps), column("tags", &Thing::tags));
};

namespace {

struct Null {};
struct Raw {
  std::string bytes;
};
using Value = std::variant<Null, std::int64_t, double, std::string, Raw>;

// Answers one row: what was bound to it.
class Echo final : public Statement {
 public:
  void bind_null(int parameter) override { values[parameter - 1] = Null{}; }
  void bind_integer(int parameter, std::int64_t value) override { values[parameter - 1] = value; }
  void bind_real(int parameter, double value) override { values[parameter - 1] = value; }
  void bind_text(int parameter, std::string_view value) override { values[parameter - 1] = std::string(value); }
  void bind_blob(int parameter, std::string_view value) override { values[parameter - 1] = Raw{std::string(value)}; }
  bool next() override { return std::exchange(row_, false); }
  int run() override { return 0; }
  void reset() noexcept override { row_ = true; }
  bool null(int column) const override { return std::holds_alternative<Null>(values.at(column)); }
  std::int64_t integer(int column) const override { return std::get<std::int64_t>(values.at(column)); }
  double real(int column) const override { return std::get<double>(values.at(column)); }
  std::string_view text(int column) const override { return std::get<std::string>(values.at(column)); }
  std::string_view blob(int column) const override { return std::get<Raw>(values.at(column)).bytes; }

  std::map<int, Value> values;

 private:
  bool row_ = true;
};

Thing thing() {
  Thing one;
  one.number = 7;
  one.colour = Colour::green;
  one.inner.size = Bytes{1};
  one.bytes = std::string("\0\xff", 2);
  one.subject = RunId(IdBytes{5});
  one.tags = {"a \"b\"", "c"};
  return one;
}

TEST(Columns, AreListedByName) {
  EXPECT_EQ(columns_of<Thing>(), "number, colour, size, bytes, subject_kind, subject_id, other_size, tags");
  EXPECT_EQ(columns_of<Thing>("t"),
            "t.number, t.colour, t.size, t.bytes, t.subject_kind, t.subject_id, t.other_size, t.tags");
  EXPECT_EQ(insert_into<Inner>("inners", "a, b"), "INSERT INTO inners (size, a, b) VALUES (?, ?, ?)");
  EXPECT_EQ(assignments_of<Thing>(),
            "colour = ?, size = ?, bytes = ?, subject_kind = ?, subject_id = ?, other_size = ?, tags = ?");
  EXPECT_EQ(from_excluded("a, b"), "a = excluded.a, b = excluded.b");
  EXPECT_EQ(rest_of("a"), "");
}

TEST(Columns, AStructIsReadAsItWasBound) {
  Echo echo;
  for (const bool with : {false, true}) {
    Thing one = thing();
    if (with) one.perhaps = Inner{Bytes{9}};
    Query query(echo);
    query.bind(one, "behind");
    EXPECT_EQ(echo.values.size(), 9U);
    const auto row = query.one<Thing, std::string>();
    ASSERT_TRUE(row);
    EXPECT_EQ(*row, std::tuple(one, "behind"));
    EXPECT_FALSE((query.one<Thing, std::string>()));
  }
}

TEST(Columns, TheRestIsAllButTheKey) {
  Echo echo;
  Query(echo).bind_rest(thing());
  EXPECT_EQ(echo.text(0), "green");
  EXPECT_EQ(echo.integer(1), 1);
}

TEST(Columns, ValuesThatWeDidNotWriteAreCorrupt) {
  Echo echo;
  Query query(echo);
  query.bind("blue", std::int64_t{1} << 40, "none", Blob{"short"}, "not a list");
  EXPECT_THROW(query.read<Colour>(), CorruptRow);
  Fields number(echo, 1);
  EXPECT_THROW(number.small(), CorruptRow);
  Fields verdict(echo, 2);
  EXPECT_THROW(Codec<Verdict>::read(verdict), CorruptRow);
  Fields id(echo, 3);
  EXPECT_THROW(Codec<UserId>::read(id), CorruptRow);
  Fields list(echo, 4);
  EXPECT_THROW(Codec<std::vector<std::string>>::read(list), CorruptRow);
}

}  // namespace
}  // namespace autograder::sql
