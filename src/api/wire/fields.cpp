#include "api/wire/fields.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "domain/text.h"

namespace autograder::api {
namespace {

namespace json = boost::json;

constexpr std::string_view kHoldsNul = "contains a NUL character, which cannot be stored";

std::string shown(double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string listed(std::initializer_list<std::string_view> choices) {
  std::string text;
  for (const auto choice : choices) text += (text.empty() ? "" : ", ") + std::string(choice);
  return text;
}

std::string_view view(const json::string& text) {
  return {text.data(), text.size()};
}

}  // namespace

void Fields::refuse_field(int status, std::string_view name, std::string_view why) {
  if (!refusal_) refusal_ = Refusal{status, prefix_ + std::string(name) + ": " + std::string(why), {}};
}

const json::value* Fields::find(std::string_view name, bool required) {
  known_.push_back(name);
  const auto* value = object_.if_contains(json::string_view(name.data(), name.size()));
  if (value == nullptr && required) refuse_field(400, name, "required");
  return value;
}

bool Fields::check_size(std::string_view name, std::size_t size, const TextBound& bound) {
  const std::string unit = bound.unit == TextBound::Unit::bytes ? " bytes" : " characters";
  if (size < bound.min) {
    refuse_field(422, name, size == 0 ? "must not be empty" : "under " + std::to_string(bound.min) + unit);
    return false;
  }
  if (size > bound.max) {
    refuse_field(422, name, "over " + std::to_string(bound.max) + unit);
    return false;
  }
  return true;
}

bool Fields::check_text(std::string_view name, std::string_view text, const TextBound& bound) {
  const bool in_bytes = bound.unit == TextBound::Unit::bytes;
  if (!check_size(name, in_bytes ? text.size() : count_characters(text), bound)) return false;
  if (!bound.nul_allowed && text.find('\0') != std::string_view::npos) {
    refuse_field(422, name, kHoldsNul);
    return false;
  }
  return true;
}

bool Fields::check_long_text(std::string_view name, const LongText& text, const TextBound& bound) {
  const bool in_bytes = bound.unit == TextBound::Unit::bytes;
  if (!check_size(name, in_bytes ? static_cast<std::size_t>(text.bytes) : text.characters, bound)) return false;
  if (!bound.nul_allowed && text.has_nul) {
    refuse_field(422, name, kHoldsNul);
    return false;
  }
  return true;
}

const LongText* Fields::find_long(std::string_view name) const {
  if (long_texts_ == nullptr || long_texts_->empty()) return nullptr;
  const auto found = long_texts_->find(prefix_ + std::string(name));
  return found == long_texts_->end() ? nullptr : &found->second;
}

std::optional<BodyText> Fields::optional_body_text(std::string_view name, TextBound bound) {
  const auto* value = find(name, false);
  if (value == nullptr) return std::nullopt;
  const auto* text = value->if_string();
  if (text == nullptr) {
    refuse_field(400, name, "must be a string");
    return std::nullopt;
  }
  if (const auto* kept = find_long(name)) {
    if (!check_long_text(name, *kept, bound)) return std::nullopt;
    return BodyText{{}, *kept};
  }
  if (!check_text(name, view(*text), bound)) return std::nullopt;
  return BodyText{std::string(view(*text)), {}};
}

std::optional<std::string> Fields::optional_text(std::string_view name, TextBound bound) {
  auto text = optional_body_text(name, bound);
  if (!text) return std::nullopt;
  if (text->kept.file == nullptr) return std::move(text->held);
  auto read = text->kept.file->read(text->kept.offset, text->kept.bytes);
  if (read) return std::move(*read);
  refuse_field(503, name, "could not be read back from the disk; try again");
  return std::nullopt;
}

std::string Fields::text(std::string_view name, TextBound bound) {
  if (find(name, true) == nullptr) return {};
  return optional_text(name, bound).value_or("");
}

std::int64_t Fields::integer_or(std::string_view name, std::int64_t otherwise, std::int64_t min, std::int64_t max) {
  const auto* value = find(name, false);
  if (value == nullptr) return otherwise;
  const auto* fraction = value->if_double();  // 5.0 and 5e0 are integers too
  if (!value->is_number() || (fraction != nullptr && std::trunc(*fraction) != *fraction)) {
    refuse_field(400, name, "must be an integer");
    return otherwise;
  }
  constexpr double kExact = 9007199254740992;  // whole numbers up to here are themselves as double
  const auto in_bounds = [&](std::int64_t number) { return number >= min && number <= max; };
  if (fraction != nullptr && std::abs(*fraction) <= kExact && in_bounds(static_cast<std::int64_t>(*fraction))) {
    return static_cast<std::int64_t>(*fraction);
  }
  const auto* number = value->if_int64();  // an unsigned one is over every bound
  if (number != nullptr && in_bounds(*number)) return *number;
  refuse_field(422, name, "must be " + std::to_string(min) + " to " + std::to_string(max));
  return otherwise;
}

std::optional<double> Fields::optional_number(std::string_view name, double min, double max) {
  const auto* value = find(name, false);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    refuse_field(400, name, "must be a number");
    return std::nullopt;
  }
  const double number = value->to_number<double>();
  if (!(number >= min && number <= max)) {
    refuse_field(422, name, "must be " + shown(min) + " to " + shown(max));
    return std::nullopt;
  }
  return number;
}

std::optional<bool> Fields::optional_boolean(std::string_view name) {
  const auto* value = find(name, false);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) {
    refuse_field(400, name, "must be true or false");
    return std::nullopt;
  }
  return value->get_bool();
}

bool Fields::boolean_or(std::string_view name, bool otherwise) {
  return optional_boolean(name).value_or(otherwise);
}

std::optional<std::size_t> Fields::optional_choice(std::string_view name,
                                                   std::initializer_list<std::string_view> choices) {
  const auto* value = find(name, false);
  if (value == nullptr) return std::nullopt;
  const auto* text = value->if_string();
  if (text == nullptr) {
    refuse_field(400, name, "must be a string");
    return std::nullopt;
  }
  const auto found = std::ranges::find(choices, view(*text));
  if (found == choices.end()) {
    refuse_field(422, name, "must be one of " + listed(choices));
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - choices.begin());
}

std::size_t Fields::choice(std::string_view name, std::initializer_list<std::string_view> choices) {
  if (find(name, true) == nullptr) return 0;
  return optional_choice(name, choices).value_or(0);
}

std::vector<std::string> Fields::texts_or_none(std::string_view name, std::size_t count_max, TextBound each) {
  std::vector<std::string> texts;
  const auto* value = find(name, false);
  if (value == nullptr) return texts;
  const auto* array = value->if_array();
  if (array == nullptr) {
    refuse_field(400, name, "must be an array of strings");
    return texts;
  }
  if (array->size() > count_max) {
    refuse_field(422, name, "over " + std::to_string(count_max) + " entries");
    return texts;
  }
  for (const auto& entry : *array) {
    const auto* text = entry.if_string();
    if (text == nullptr) {
      refuse_field(400, name, "must be an array of strings");
      return {};
    }
    const auto place = std::string(name) + "[" + std::to_string(texts.size()) + "]";
    if (const auto* kept = find_long(place); kept != nullptr && !check_long_text(place, *kept, each)) return {};
    if (!check_text(place, view(*text), each)) return {};
    if (std::ranges::find(texts, view(*text)) != texts.end()) {
      refuse_field(422, name, "contains a duplicate");
      return {};
    }
    texts.emplace_back(view(*text));
  }
  return texts;
}

const json::object* Fields::optional_object(std::string_view name) {
  const auto* value = find(name, false);
  if (value != nullptr && !value->is_object()) refuse_field(400, name, "must be an object");
  return value == nullptr ? nullptr : value->if_object();
}

const json::array* Fields::array(std::string_view name, std::size_t min, std::size_t max) {
  const auto* value = find(name, true);
  if (value == nullptr) return nullptr;
  const auto* array = value->if_array();
  if (array == nullptr) {
    refuse_field(400, name, "must be an array");
  } else if (array->size() < min || array->size() > max) {
    refuse_field(422, name, "must have " + std::to_string(min) + " to " + std::to_string(max) + " entries");
    return nullptr;
  }
  return array;
}

std::optional<Refusal> Fields::finish() {
  for (const auto& member : object_) {
    const std::string_view name(member.key().data(), member.key().size());
    if (std::ranges::find(known_, name) == known_.end()) {
      refuse_field(400, clean_text(name, 100).text, "unknown field");
    }
  }
  return refusal_;
}

Parsed<json::object> read_object(std::string_view body) {
  auto value = read_json(body);
  if (!value) return std::unexpected(std::move(value.error()));
  if (!value->is_object()) return refuse(400, "the body must be a JSON object");
  return std::move(value->get_object());
}

Parsed<JsonBody> read_object_body(const http::Request& request) {
  auto body = read_json_body(request);
  if (body && !body->value.is_object()) return refuse(400, "the body must be a JSON object");
  return body;
}

}  // namespace autograder::api
