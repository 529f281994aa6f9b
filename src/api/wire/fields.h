// Reads the fields of a JSON object one by one; the first thing wrong is kept, with the field's name and its bound.
//
// Wrong type, missing and unknown are 400; the right type with a bad value is 422.
#pragma once

#include <boost/json/object.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/wire/body_text.h"
#include "api/wire/json_reader.h"
#include "api/wire/refusal.h"

namespace autograder::api {

struct TextBound {
  enum class Unit { characters, bytes };
  std::size_t min = 0;
  std::size_t max = 0;
  Unit unit = Unit::characters;
  bool nul_allowed = false;
};

class Fields final {
 public:
  // `object` outlives this.
  explicit Fields(const boost::json::object& object) : object_(object) {}
  // The fields of a body that is an object.
  explicit Fields(const JsonBody& body) : object_(body.value.get_object()), long_texts_(&body.long_texts) {}
  // The fields of an object inside another. `prefix` is its place, and is put before names in errors: "testCases[3].".
  Fields(const boost::json::object& object, std::string prefix, const Fields& outer)
      : object_(object), prefix_(std::move(prefix)), long_texts_(outer.long_texts_) {}

  // 400 when it is absent; it is read by another call.
  void require(std::string_view name) { find(name, true); }
  std::string text(std::string_view name, TextBound bound);
  std::optional<std::string> optional_text(std::string_view name, TextBound bound);
  // The same, for texts that may be long: those in a file stay there.
  std::optional<BodyText> optional_body_text(std::string_view name, TextBound bound);
  std::int64_t integer_or(std::string_view name, std::int64_t otherwise, std::int64_t min, std::int64_t max);
  std::optional<double> optional_number(std::string_view name, double min, double max);
  std::optional<bool> optional_boolean(std::string_view name);
  bool boolean_or(std::string_view name, bool otherwise);
  // The index of the field's text in `choices`.
  std::size_t choice(std::string_view name, std::initializer_list<std::string_view> choices);
  std::optional<std::size_t> optional_choice(std::string_view name, std::initializer_list<std::string_view> choices);
  std::vector<std::string> texts_or_none(std::string_view name, std::size_t count_max, TextBound each);
  // Null when absent or wrong.
  const boost::json::object* optional_object(std::string_view name);
  const boost::json::array* array(std::string_view name, std::size_t min, std::size_t max);
  const boost::json::value* optional_value(std::string_view name) { return find(name, false); }

  void refuse_field(int status, std::string_view name, std::string_view why);
  void adopt(const std::optional<Refusal>& inner) {
    if (!refusal_) refusal_ = inner;
  }
  // Last: what was not asked for is unknown. Absent when all is well.
  std::optional<Refusal> finish();
  bool good() const { return !refusal_; }
  const std::string& prefix() const { return prefix_; }

 private:
  const boost::json::value* find(std::string_view name, bool required);
  const LongText* find_long(std::string_view name) const;
  bool check_text(std::string_view name, std::string_view text, const TextBound& bound);
  bool check_long_text(std::string_view name, const LongText& text, const TextBound& bound);
  bool check_size(std::string_view name, std::size_t size, const TextBound& bound);

  const boost::json::object& object_;
  std::string prefix_;
  const LongTexts* long_texts_ = nullptr;
  std::vector<std::string_view> known_;
  std::optional<Refusal> refusal_;
};

// An object as the whole body, or 400.
Parsed<boost::json::object> read_object(std::string_view body);
Parsed<JsonBody> read_object_body(const http::Request& request);

}  // namespace autograder::api
