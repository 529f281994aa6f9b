// One table a struct: which column keeps which member. Lists of columns, parameters and readers all come from it.
//
//   template <>
//   struct Columns<User> {
//     static constexpr auto list = std::tuple(column("id", &User::id), column("name", &User::name));
//   };
//
// The key comes first. A struct with such a table is bound and read as a value of as many columns.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "storage/sql/codec.h"

namespace autograder::sql {

template <class Struct>
struct Columns;

template <class Struct>
concept HasColumns = requires { Columns<Struct>::list; };

// From a struct to its member, to a member of that.
template <class Struct, class Step, class... Steps>
auto& follow(Struct& of, Step step, Steps... steps) {
  if constexpr (sizeof...(Steps) == 0) {
    return of.*step;
  } else {
    return follow(of.*step, steps...);
  }
}

// `names` are several for a type of several columns: "subject_kind, subject_id".
template <class Coder, class... Members>
struct Column {
  using coder = Coder;
  std::string_view names;
  std::tuple<Members...> path;  // to the member, from the struct on

  template <class Struct>
  auto& member(Struct& of) const {
    return std::apply([&of](auto... steps) -> auto& { return follow(of, steps...); }, path);
  }
};

template <class Member>
struct MemberType;
template <class Struct, class Type>
struct MemberType<Type Struct::*> {
  using type = Type;
};
template <class... Members>
using LastType = typename MemberType<std::tuple_element_t<sizeof...(Members) - 1, std::tuple<Members...>>>::type;

// A member, or a member of a member: column("time_limit_ns", &Problem::limits, &ProblemLimits::time).
template <class... Members>
constexpr auto column(std::string_view names, Members... path) {
  return Column<Codec<LastType<Members...>>, Members...>{names, {path...}};
}
// A std::string that is any bytes.
template <class... Members>
constexpr auto bytes_column(std::string_view name, Members... path) {
  return Column<BytesCodec, Members...>{name, {path...}};
}

template <HasColumns Struct>
struct Codec<Struct> {
  static constexpr int width = std::apply(
      [](const auto&... each) { return (std::decay_t<decltype(each)>::coder::width + ...); }, Columns<Struct>::list);

  static void bind(Parameters& into, const Struct& value) {
    std::apply([&](const auto&... each) { (bind_one(into, each, value), ...); }, Columns<Struct>::list);
  }
  // All but the key.
  static void bind_rest(Parameters& into, const Struct& value) {
    std::apply([&](const auto&, const auto&... each) { (bind_one(into, each, value), ...); }, Columns<Struct>::list);
  }
  static Struct read(Fields& from) {
    Struct value;
    std::apply([&](const auto&... each) { (read_one(from, each, value), ...); }, Columns<Struct>::list);
    return value;
  }

 private:
  template <class One>
  static void bind_one(Parameters& into, const One& one, const Struct& value) {
    One::coder::bind(into, one.member(value));
  }
  template <class One>
  static void read_one(Fields& from, const One& one, Struct& value) {
    one.member(value) = One::coder::read(from);
  }
};

// The names of a struct's columns: "id, name".
template <HasColumns Struct>
std::string names_of() {
  std::string names;
  const auto add = [&names](std::string_view more) {
    if (!names.empty()) names += ", ";
    names += more;
  };
  std::apply([&](const auto&... each) { (add(each.names), ...); }, Columns<Struct>::list);
  return names;
}

// Each name of a list within `before` and `after`: each_name("id, name", "", " = ?") is "id = ?, name = ?".
std::string each_name(std::string_view names, std::string_view before, std::string_view after);
// "?, ?, ?" for a list of three names.
std::string parameters_of(std::string_view names);
// The list without its first name.
std::string_view rest_of(std::string_view names);

// "u.id, u.name": to be selected.
template <HasColumns Struct>
std::string columns_of(std::string_view table = {}) {
  return table.empty() ? names_of<Struct>() : each_name(names_of<Struct>(), std::string(table) + ".", "");
}
// "INSERT INTO users (id, name) VALUES (?, ?)", with `more` columns behind those of the struct.
template <HasColumns Struct>
std::string insert_into(std::string_view table, std::string_view more = {}) {
  const std::string names = names_of<Struct>() + (more.empty() ? "" : ", " + std::string(more));
  return "INSERT INTO " + std::string(table) + " (" + names + ") VALUES (" + parameters_of(names) + ")";
}
// "name = ?, ...": all but the key. Bound by Query::bind_rest.
template <HasColumns Struct>
std::string assignments_of() {
  return each_name(rest_of(names_of<Struct>()), "", " = ?");
}

// "name = excluded.name, ...", for the names of a list.
std::string from_excluded(std::string_view names);

}  // namespace autograder::sql
