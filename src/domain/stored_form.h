// The stored form of a struct: a JSON object of the members that BOOST_DESCRIBE_STRUCT lists, in that order. A member is stored
// under its own name and always, unless kFields says otherwise. Reading is strict: no field is missing, none unknown.
// For the .cpp files of stored forms alone, because it includes Boost.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "foundation/json_writer.h"
#include "foundation/result.h"

namespace autograder::stored {

namespace json = boost::json;

constexpr std::size_t kTextMax = std::size_t{64} * 1024 * 1024;  // far above what the excerpts of 500 tests can make

// How a member is stored.
template <class Struct, class Value>
struct Field {
  using Owner = Struct;
  Value Struct::* member;
  std::string_view name{};  // empty: its own
  std::int64_t since = 1;   // the first format that has it
  // It is left out when it has this value, and gets this value when it is missing.
  std::type_identity_t<Value> (*usual)(const std::type_identity_t<Struct>&) = nullptr;
  bool with_previous = false;  // there when the field before it is, and only then
  int scale = 0;               // not 0: a fraction, stored as a whole number of `1 / scale`
};
// The members that are not stored under their own name and always: a tuple of Fields for a struct.
template <class Struct>
constexpr std::tuple<> kFields{};

// The entry of a member in its table, or else a plain one.
template <auto Member, std::size_t I = 0>
constexpr auto field_of() {
  constexpr Field plain{.member = Member};
  constexpr auto& table = kFields<typename decltype(plain)::Owner>;
  if constexpr (I == std::tuple_size_v<std::remove_cvref_t<decltype(table)>>) {
    return plain;
  } else if constexpr (std::same_as<
                           std::integral_constant<decltype(Member), Member>,
                           std::integral_constant<decltype(std::get<I>(table).member), std::get<I>(table).member>>) {
    return std::get<I>(table);
  } else {
    return field_of<Member, I + 1>();
  }
}
template <class Member>
constexpr auto kField = field_of<Member::pointer>();
template <class Member>
constexpr std::string_view kName = kField<Member>.name.empty() ? Member::name : kField<Member>.name;

// How any other type is stored. `to` turns it into a described struct, a bool, a number, a text or a vector; `from` turns that
// back, or gives no value. A type has one conversion in the whole program: two .cpp files may not differ in it.
template <class To, class From>
struct Conversion {
  To to;
  From from;
  std::string_view refusal{};  // "is no verdict": the problem when there is no value
  std::string_view subject{};  // the name in that problem; empty: the field's
};
template <class T>
constexpr std::nullptr_t kConversion{};

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
template <class T>
constexpr bool kIsDescribed = boost::describe::has_describe_members<T>::value;
template <class T>
constexpr bool kIsConverted = !std::is_null_pointer_v<std::remove_const_t<decltype(kConversion<T>)>>;

template <class T, class Text>
void append(std::string& out, const T& value, Text& append_text);

template <class T, class Text>
void append_members(JsonObject& object, std::string& out, const T& value, Text& append_text) {
  bool there = true;
  boost::mp11::mp_for_each<Members<T>>([&](auto descriptor) {
    using Member = decltype(descriptor);
    constexpr auto field = kField<Member>;
    const auto& member = value.*Member::pointer;
    if constexpr (field.usual != nullptr) {
      there = member != field.usual(value);
    } else if constexpr (!field.with_previous) {
      there = true;
    }
    if (!there || !object.key(kName<Member>)) return;
    if constexpr (field.scale != 0) {
      append(out, std::int64_t{std::isfinite(member) ? std::llround(member * field.scale) : 0}, append_text);
    } else {
      append(out, member, append_text);
    }
  });
}

template <class T, class Text>
void append(std::string& out, const T& value, Text& append_text) {
  if constexpr (kIsConverted<T>) {
    append(out, std::invoke(kConversion<T>.to, value), append_text);
  } else if constexpr (kIsDescribed<T>) {
    JsonObject object(out);
    append_members(object, out, value, append_text);
    object.end();
  } else if constexpr (std::same_as<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::integral<T>) {
    out += std::to_string(value);
  } else if constexpr (std::floating_point<T>) {
    append_json_number(out, value);
  } else if constexpr (std::convertible_to<T, std::string_view>) {
    append_text(out, value);
  } else {
    JsonArray array(out);
    for (const auto& element : value) {
      array.next();
      append(out, element, append_text);
    }
    array.end();
  }
}

// `append_text(out, text)` appends a JSON text, with its quotes.
template <class T, class Text>
std::string encode(const T& value, std::int64_t format, Text& append_text) {
  std::string out;
  JsonObject object(out);
  object.integer("format", format);
  append_members(object, out, value, append_text);
  object.end();
  return out;
}

// Reads one stored form and remembers the first problem.
class Reader final {
 public:
  const std::string& problem() const { return problem_; }

  // Formats from 1 to `newest` are known.
  template <class T>
  void read_form(const json::value& from, std::int64_t newest, T& into) {
    const json::object* object = from.if_object();
    if (object == nullptr) return complain("value", "is not an object");
    take(*object, "format", format_);
    if (problem_.empty() && (format_ < 1 || format_ > newest)) {
      problem_ =
          "its format is " + std::to_string(format_) + ", and this version knows those up to " + std::to_string(newest);
    }
    if (problem_.empty()) read_members(*object, 1, into);
  }

 private:
  template <class T>
  void take(const json::object& object, std::string_view name, T& into) {
    const json::value* stored = object.if_contains(name);
    if (stored == nullptr) return complain(name, "is missing");
    read(*stored, name, into);
  }

  // `others`: the fields of the object that are no members.
  template <class T>
  void read_members(const json::object& object, std::size_t others, T& into) {
    bool there = true;
    std::size_t known = others;
    boost::mp11::mp_for_each<Members<T>>([&](auto descriptor) {
      using Member = decltype(descriptor);
      constexpr auto field = kField<Member>;
      auto& member = into.*Member::pointer;
      if (field.since > format_) return;
      if constexpr (field.usual != nullptr) {
        there = object.contains(kName<Member>);
        if (!there) member = field.usual(into);
      } else if constexpr (!field.with_previous) {
        there = true;
      }
      if (!there) return;
      ++known;
      if constexpr (field.scale != 0) {
        std::int64_t parts = 0;
        take(object, kName<Member>, parts);
        member = static_cast<double>(parts) / field.scale;
      } else {
        take(object, kName<Member>, member);
      }
    });
    if (object.size() != known) complain("object", "has unknown fields");
  }

  template <class T>
  void read(const json::value& from, std::string_view name, T& into) {
    if constexpr (kIsConverted<T>) {
      constexpr auto& conversion = kConversion<T>;
      std::remove_cvref_t<decltype(std::invoke(conversion.to, into))> form{};
      read(from, name, form);
      if (!problem_.empty()) return;
      std::optional<T> converted = conversion.from(std::move(form));
      if (!converted) return complain(conversion.subject.empty() ? name : conversion.subject, conversion.refusal);
      into = *std::move(converted);
    } else if constexpr (kIsDescribed<T>) {
      if (!from.is_object()) return complain("value", "is not an object");
      read_members(from.get_object(), 0, into);
    } else if constexpr (std::same_as<T, bool>) {
      if (!from.is_bool()) return complain(name, "is not true or false");
      into = from.get_bool();
    } else if constexpr (std::integral<T>) {
      if (!from.is_int64() || !std::in_range<T>(from.get_int64()))
        return complain(name, "is not a whole number in range");
      into = static_cast<T>(from.get_int64());
    } else if constexpr (std::floating_point<T>) {
      if (!from.is_number()) return complain(name, "is not a number");
      into = from.to_number<T>();
    } else if constexpr (std::is_assignable_v<T&, std::string_view>) {
      if (!from.is_string()) return complain(name, "is not a text");
      into = std::string_view(from.get_string());
    } else {
      if (!from.is_array()) return complain(name, "is not a list");
      into.reserve(from.get_array().size());
      for (const json::value& element : from.get_array()) read(element, name, into.emplace_back());
    }
  }

  void complain(std::string_view subject, std::string_view what) {
    if (problem_.empty()) problem_ = std::string(subject) + " " + std::string(what);
  }

  std::int64_t format_ = 0;
  std::string problem_;
};

inline Result<json::value> parse(std::string_view text, const std::string& doing) {
  const auto corrupt = [&](const std::string& why) { return fail(ErrorCode::corrupt, doing + ": " + why); };
  if (text.size() > kTextMax) return corrupt("it is longer than " + std::to_string(kTextMax) + " bytes");
  try {
    boost::system::error_code error;
    json::value value = json::parse(text, error);
    if (error) return corrupt(error.message());
    return value;
  } catch (const std::exception& failure) {
    return corrupt(failure.what());
  }
}

// `corrupt` for anything `encode` does not write in one of the formats from 1 to `newest`; its message begins with `doing`.
template <class T>
Result<T> decode(std::string_view text, std::int64_t newest, const std::string& doing) {
  AG_ASSIGN(const json::value value, parse(text, doing));
  T decoded;
  Reader reader;
  reader.read_form(value, newest, decoded);
  if (!reader.problem().empty()) return fail(ErrorCode::corrupt, doing + ": " + reader.problem());
  return decoded;
}

}  // namespace autograder::stored
