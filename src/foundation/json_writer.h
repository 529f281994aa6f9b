// Writes JSON onto the end of a string. Bytes that are not UTF-8 come out as U+FFFD, so all that it writes is
// valid JSON.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autograder {

// The members that an object gets; without a list: all.
struct Projection {
  std::optional<std::vector<std::string>> names;
  bool wants(std::string_view name) const;
};

void append_json_text(std::string& out, std::string_view text);
// One ASCII character that stands for something else in a JSON text: a quote, a backslash, a control character.
void append_json_escape(std::string& out, char ascii);
// A number that is not finite becomes null.
void append_json_number(std::string& out, double number);

class JsonObject final {
 public:
  // `projection` leaves out members; it outlives the object.
  explicit JsonObject(std::string& out, const Projection* projection = nullptr) : out_(out), projection_(projection) {
    out_ += '{';
  }
  bool wants(std::string_view name) const { return projection_ == nullptr || projection_->wants(name); }
  void text(std::string_view name, std::string_view value);
  void number(std::string_view name, double value);
  void boolean(std::string_view name, bool value);
  void texts(std::string_view name, const std::vector<std::string>& values);
  // `json` is JSON already.
  void raw(std::string_view name, std::string_view json);
  template <std::integral I>
  void integer(std::string_view name, I value) {
    if (key(name)) out_ += std::to_string(value);
  }
  // Writes the name when it is wanted; the caller appends the value to the same string.
  [[nodiscard]] bool key(std::string_view name);
  void end() { out_ += '}'; }

 private:
  std::string& out_;
  const Projection* projection_;
  bool first_ = true;
};

class JsonArray final {
 public:
  explicit JsonArray(std::string& out) : out_(out) { out_ += '['; }
  // Before each element, which the caller appends.
  void next() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  void end() { out_ += ']'; }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace autograder
