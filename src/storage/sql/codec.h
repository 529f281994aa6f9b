// How values of our types are kept in columns: one Codec a type, for parameters and for rows alike.
//
// A time is an integer of milliseconds, a duration one of nanoseconds, a flag 0 or 1, an id or a hash a blob, a value
// of an enumeration its word, an absent value NULL.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/job.h"
#include "domain/limits.h"
#include "domain/report.h"
#include "foundation/clock.h"
#include "foundation/crypto.h"
#include "storage/sql/statement.h"

namespace autograder::sql {

// The parameters of a statement, bound in order.
class Parameters final {
 public:
  explicit Parameters(Statement& statement) : statement_(statement) {}
  void null() { statement_.bind_null(++bound_); }
  void integer(std::int64_t value) { statement_.bind_integer(++bound_, value); }
  void real(double value) { statement_.bind_real(++bound_, value); }
  void text(std::string_view value) { statement_.bind_text(++bound_, value); }
  void blob(std::string_view value) { statement_.bind_blob(++bound_, value); }

 private:
  Statement& statement_;
  int bound_ = 0;
};

// The columns of a row, read in order. Its members throw CorruptRow.
class Fields final {
 public:
  explicit Fields(const Statement& statement, int first = 0) : statement_(statement), next_(first) {}
  bool null() const { return statement_.null(next_); }  // the next column
  void skip(int columns) { next_ += columns; }
  std::int64_t integer() { return statement_.integer(next_++); }
  int small();  // an integer that fits an int
  double real() { return statement_.real(next_++); }
  std::string_view text() { return statement_.text(next_++); }
  std::string_view blob() { return statement_.blob(next_++); }
  void bytes(std::uint8_t* into, std::size_t size);  // a blob of just this size

 private:
  const Statement& statement_;
  int next_;
};

// Specialised for each type that is bound or read: `width` columns, bind() and read(). Types that are only bound have
// neither width nor read().
template <class T>
struct Codec;

template <class T>
  requires std::same_as<T, int> || std::same_as<T, std::int64_t> || std::same_as<T, bool>
struct Codec<T> {
  static constexpr int width = 1;
  static void bind(Parameters& into, T value) { into.integer(value); }
  static T read(Fields& from) {
    if constexpr (std::same_as<T, int>) {
      return from.small();
    } else if constexpr (std::same_as<T, bool>) {
      return from.integer() != 0;
    } else {
      return from.integer();
    }
  }
};

template <>
struct Codec<double> {
  static constexpr int width = 1;
  static void bind(Parameters& into, double value) { into.real(value); }
  static double read(Fields& from) { return from.real(); }
};

template <>
struct Codec<std::string> {
  static constexpr int width = 1;
  static void bind(Parameters& into, const std::string& value) { into.text(value); }
  static std::string read(Fields& from) { return std::string(from.text()); }
};
template <>
struct Codec<std::string_view> {
  static void bind(Parameters& into, std::string_view value) { into.text(value); }
};
template <std::size_t N>
struct Codec<char[N]> {
  static void bind(Parameters& into, const char* value) { into.text(value); }
};
template <>
struct Codec<const char*> {
  static void bind(Parameters& into, const char* value) { into.text(value); }
};
template <>
struct Codec<std::nullptr_t> {
  static void bind(Parameters& into, std::nullptr_t) { into.null(); }
};

// Bytes of any kind, where a text would be UTF-8.
struct Blob {
  std::string bytes;
};
template <>
struct Codec<Blob> {
  static constexpr int width = 1;
  static void bind(Parameters& into, const Blob& value) { into.blob(value.bytes); }
  static Blob read(Fields& from) { return {std::string(from.blob())}; }
};
// The same for a member that is a std::string.
struct BytesCodec {
  static constexpr int width = 1;
  static void bind(Parameters& into, const std::string& value) { into.blob(value); }
  static std::string read(Fields& from) { return std::string(from.blob()); }
};

template <>
struct Codec<Time> {
  static constexpr int width = 1;
  static void bind(Parameters& into, Time value) { into.integer(to_ms(value)); }
  static Time read(Fields& from) { return from_ms(from.integer()); }
};
template <>
struct Codec<Duration> {
  static constexpr int width = 1;
  static void bind(Parameters& into, Duration value) { into.integer(static_cast<std::int64_t>(value.count())); }
  static Duration read(Fields& from) { return Duration(from.integer()); }
};
template <>
struct Codec<Bytes> {
  static constexpr int width = 1;
  static void bind(Parameters& into, Bytes value) { into.integer(value.count); }
  static Bytes read(Fields& from) { return Bytes{from.integer()}; }
};

// Ids and hashes.
template <std::size_t N>
struct Codec<std::array<std::uint8_t, N>> {
  static constexpr int width = 1;
  static void bind(Parameters& into, const std::array<std::uint8_t, N>& value) {
    into.blob({reinterpret_cast<const char*>(value.data()), N});
  }
  static std::array<std::uint8_t, N> read(Fields& from) {
    std::array<std::uint8_t, N> value;
    from.bytes(value.data(), N);
    return value;
  }
};
template <class Tag>
struct Codec<Id<Tag>> {
  static constexpr int width = 1;
  static void bind(Parameters& into, const Id<Tag>& value) { Codec<IdBytes>::bind(into, value.bytes()); }
  static Id<Tag> read(Fields& from) { return Id<Tag>(Codec<IdBytes>::read(from)); }
};

// NULL when it is absent. A value of several columns is absent when the first of them is NULL.
template <class T>
struct Codec<std::optional<T>> {
  static constexpr int width = Codec<T>::width;
  static void bind(Parameters& into, const std::optional<T>& value) {
    if (value) return Codec<T>::bind(into, *value);
    for (int i = 0; i < width; ++i) into.null();
  }
  static std::optional<T> read(Fields& from) {
    if (!from.null()) return Codec<T>::read(from);
    from.skip(width);
    return std::nullopt;
  }
};

// The words of an enumeration, in its order: Words<Role>::all.
template <class Enum>
struct Words;
template <class Enum>
  requires requires { Words<Enum>::all; }
struct Codec<Enum> {
  static constexpr int width = 1;
  static void bind(Parameters& into, Enum value) { into.text(Words<Enum>::all.at(static_cast<std::size_t>(value))); }
  static Enum read(Fields& from) {
    const std::string_view word = from.text();
    const auto found = std::ranges::find(Words<Enum>::all, word);
    if (found == Words<Enum>::all.end()) throw CorruptRow{"unknown value: " + std::string(word)};
    return static_cast<Enum>(found - Words<Enum>::all.begin());
  }
};

template <>
struct Codec<Verdict> {
  static constexpr int width = 1;
  static void bind(Parameters& into, Verdict value) { into.text(code_of(value)); }
  static Verdict read(Fields& from);
};
template <>
struct Codec<JobKind> {
  static constexpr int width = 1;
  static void bind(Parameters& into, JobKind value) { into.text(name_of(value)); }
  static JobKind read(Fields& from);
};
// Its kind and its id.
template <>
struct Codec<Subject> {
  static constexpr int width = 2;
  static void bind(Parameters& into, const Subject& value) {
    into.text(kind_of(value));
    Codec<IdBytes>::bind(into, bytes_of(value));
  }
  static Subject read(Fields& from);
};

// Texts by name, as JSON.
template <>
struct Codec<std::map<std::string, std::string>> {
  static constexpr int width = 1;
  static void bind(Parameters& into, const std::map<std::string, std::string>& value);
  static std::map<std::string, std::string> read(Fields& from);
};
// A list of texts, as JSON.
template <>
struct Codec<std::vector<std::string>> {
  static constexpr int width = 1;
  static void bind(Parameters& into, const std::vector<std::string>& value);
  static std::vector<std::string> read(Fields& from);
};

}  // namespace autograder::sql
