#include "api/wire/json_reader.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace autograder::api {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

// Builds the value, and refuses what the grammar lets pass.
class Builder {
 public:
  static constexpr std::size_t max_object_size = kJsonValuesMax;
  static constexpr std::size_t max_array_size = kJsonValuesMax;
  static constexpr std::size_t max_key_size = 1024;
  static constexpr std::size_t max_string_size = json::string::max_size();

  std::string problem;  // why one of the members returned false
  json::value release() { return stack_.release(); }

  bool on_document_begin(error_code&) {
    stack_.reset({});
    return true;
  }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& error) {
    keys_.emplace_back();
    return count(error);
  }
  bool on_object_end(std::size_t n, error_code&) {
    keys_.pop_back();
    stack_.push_object(n);
    return true;
  }
  bool on_array_begin(error_code& error) { return count(error); }
  bool on_array_end(std::size_t n, error_code&) {
    stack_.push_array(n);
    return true;
  }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    key_.append(part.data(), part.size());
    stack_.push_chars(part);
    return true;
  }
  bool on_key(string_view part, std::size_t, error_code& error) {
    key_.append(part.data(), part.size());
    stack_.push_key(part);
    std::string key;
    key.swap(key_);
    if (keys_.back().insert(key).second) return true;
    return refuse("the key \"" + key.substr(0, 100) + "\" stands there twice", error);
  }
  bool on_string_part(string_view part, std::size_t, error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(string_view part, std::size_t, error_code& error) {
    stack_.push_string(part);
    return count(error);
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, string_view, error_code& error) {
    stack_.push_int64(number);
    return count(error);
  }
  bool on_uint64(std::uint64_t number, string_view, error_code& error) {
    stack_.push_uint64(number);
    return count(error);
  }
  bool on_double(double number, string_view, error_code& error) {
    if (!std::isfinite(number)) return refuse("a number is too large", error);
    stack_.push_double(number);
    return count(error);
  }
  bool on_bool(bool value, error_code& error) {
    stack_.push_bool(value);
    return count(error);
  }
  bool on_null(error_code& error) {
    stack_.push_null();
    return count(error);
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  bool refuse(std::string why, error_code& error) {
    problem = std::move(why);
    error = json::make_error_code(json::error::syntax);
    return false;
  }
  bool count(error_code& error) {
    if (++values_ <= kJsonValuesMax) return true;
    return refuse("there are over " + std::to_string(kJsonValuesMax) + " values", error);
  }

  json::value_stack stack_;
  std::vector<std::set<std::string>> keys_;  // of the objects that are open
  std::string key_;                          // read so far
  std::size_t values_ = 0;
};

}  // namespace

Parsed<json::value> read_json(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return refuse(400, "the body is empty");
  try {
    json::parse_options options;
    options.max_depth = kNestingMax;
    json::basic_parser<Builder> parser(options);
    error_code error;
    const auto consumed = parser.write_some(false, text.data(), text.size(), error);
    const auto& problem = parser.handler().problem;
    if (!problem.empty()) return refuse(400, "the body: " + problem);
    if (error == json::error::too_deep) {
      return refuse(400, "the body: nested deeper than " + std::to_string(kNestingMax) + " levels");
    }
    if (error) {
      return refuse(400, "the body is not JSON: " + error.message() + " at byte " + std::to_string(consumed));
    }
    if (consumed < text.size()) {
      return refuse(400, "the body is not JSON: more follows the value at byte " + std::to_string(consumed));
    }
    return parser.handler().release();
  } catch (const std::exception& error) {
    return refuse(400, std::string("the body is not JSON that this server can hold: ") + error.what());
  }
}

}  // namespace autograder::api
