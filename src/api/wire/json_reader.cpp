#include "api/wire/json_reader.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace autograder::api {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

constexpr std::int64_t kPiece = 64 * 1024;  // of a body in a file, read at once

// Texts on their way into a file, and what is known of each.
class TextWriter {
 public:
  explicit TextWriter(std::shared_ptr<NamelessFile> file) : file_(std::move(file)) {}

  Result<> append(std::string_view part) {
    if (text_.file == nullptr) {
      text_ = {file_, file_->size(), 0, 0, false};
    }
    text_.bytes += static_cast<std::int64_t>(part.size());
    // It is UTF-8, so all bytes but those that go on count.
    text_.characters += static_cast<std::size_t>(
        std::ranges::count_if(part, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    text_.has_nul = text_.has_nul || part.find('\0') != std::string_view::npos;
    return file_->append(part);
  }
  bool begun() const { return text_.file != nullptr; }
  LongText finish() { return std::exchange(text_, {}); }

 private:
  const std::shared_ptr<NamelessFile> file_;
  LongText text_;
};

// Builds the value, and refuses what the grammar lets pass.
class Builder {
 public:
  static constexpr std::size_t max_object_size = kJsonValuesMax;
  static constexpr std::size_t max_array_size = kJsonValuesMax;
  static constexpr std::size_t max_key_size = 1024;
  static constexpr std::size_t max_string_size = json::string::max_size();

  // With a file, long texts go there.
  explicit Builder(std::shared_ptr<NamelessFile> file) {
    if (file) writer_.emplace(std::move(file));
  }

  std::string problem;        // why one of the members returned false
  std::optional<Error> disk;  // or this
  LongTexts long_texts;
  json::value release() { return stack_.release(); }

  bool on_document_begin(error_code&) {
    stack_.reset({});
    return true;
  }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& error) {
    levels_.push_back({.array = false, .index = 0, .key = {}, .keys = {}});
    return count(error);
  }
  bool on_object_end(std::size_t n, error_code&) {
    stack_.push_object(n);
    levels_.pop_back();
    value_ended();
    return true;
  }
  bool on_array_begin(error_code& error) {
    levels_.push_back({.array = true, .index = 0, .key = {}, .keys = {}});
    return count(error);
  }
  bool on_array_end(std::size_t n, error_code&) {
    stack_.push_array(n);
    levels_.pop_back();
    value_ended();
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
    key_bytes_ += key_.size();
    if (key_bytes_ > kKeysMax) return refuse("the keys are over " + std::to_string(kKeysMax) + " bytes", error);
    auto& level = levels_.back();
    level.key.swap(key_);
    key_.clear();
    if (level.keys.insert(level.key).second) return true;
    return refuse("duplicate key \"" + level.key.substr(0, 100) + "\"", error);
  }
  bool on_string_part(string_view part, std::size_t, error_code& error) {
    text_.append(part.data(), part.size());
    const bool long_one = writer_ && (writer_->begun() || text_.size() > kHeldTextMax);
    if (!long_one || text_.size() < static_cast<std::size_t>(kPiece)) return true;
    return write_text(error);
  }
  bool on_string(string_view part, std::size_t, error_code& error) {
    text_.append(part.data(), part.size());
    const bool long_one =
        writer_ && (writer_->begun() || text_.size() > kHeldTextMax || held_bytes_ + text_.size() > kHeldTextsMax);
    if (long_one) {
      if (!write_text(error)) return false;
      long_texts.emplace(place(), writer_->finish());
    } else {
      held_bytes_ += text_.size();
    }
    stack_.push_string({text_.data(), text_.size()});
    text_.clear();
    value_ended();
    return count(error);
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, string_view, error_code& error) {
    stack_.push_int64(number);
    value_ended();
    return count(error);
  }
  bool on_uint64(std::uint64_t number, string_view, error_code& error) {
    stack_.push_uint64(number);
    value_ended();
    return count(error);
  }
  bool on_double(double number, string_view, error_code& error) {
    if (!std::isfinite(number)) return refuse("a number is too large", error);
    stack_.push_double(number);
    value_ended();
    return count(error);
  }
  bool on_bool(bool value, error_code& error) {
    stack_.push_bool(value);
    value_ended();
    return count(error);
  }
  bool on_null(error_code& error) {
    stack_.push_null();
    value_ended();
    return count(error);
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  // An object or array that is open.
  struct Level {
    bool array = false;
    std::size_t index = 0;       // in an array: of the value that comes next
    std::string key;             // in an object: of the value that comes next
    std::set<std::string> keys;  // in an object: so far
  };

  bool refuse(std::string why, error_code& error) {
    problem = std::move(why);
    error = json::make_error_code(json::error::syntax);
    return false;
  }
  bool count(error_code& error) {
    if (++values_ <= kJsonValuesMax) return true;
    return refuse("there are over " + std::to_string(kJsonValuesMax) + " values", error);
  }
  void value_ended() {
    if (!levels_.empty() && levels_.back().array) ++levels_.back().index;
  }
  bool write_text(error_code& error) {
    if (auto written = writer_->append(text_); !written) {
      disk = std::move(written.error());
      error = json::make_error_code(json::error::syntax);
      return false;
    }
    text_.clear();
    return true;
  }
  std::string place() const {
    std::string path;
    for (const auto& level : levels_) {
      if (level.array) {
        path += "[" + std::to_string(level.index) + "]";
      } else {
        path += (path.empty() ? "" : ".") + level.key;
      }
    }
    return path;
  }

  json::value_stack stack_;
  std::vector<Level> levels_;
  std::string key_;   // read so far
  std::string text_;  // read so far and not written
  std::optional<TextWriter> writer_;
  std::size_t values_ = 0;
  std::size_t key_bytes_ = 0;
  std::size_t held_bytes_ = 0;
};

class Reader {
 public:
  explicit Reader(std::shared_ptr<NamelessFile> file) : parser_(options(), std::move(file)) {}

  // The next piece of the text; `last`: nothing follows.
  std::optional<Refusal> read(std::string_view piece, bool last) {
    blank_ = blank_ && piece.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (blank_ && last) return Refusal{400, "the body is empty", {}};
    if (blank_) {
      before_ += piece.size();
      return std::nullopt;
    }
    error_code error;
    const auto consumed = parser_.write_some(!last, piece.data(), piece.size(), error);
    const auto at_byte = " at byte " + std::to_string(before_ + consumed);
    before_ += piece.size();
    const auto& builder = parser_.handler();
    if (builder.disk) return storage_refusal("keeping the body", *builder.disk, "");
    if (!builder.problem.empty()) return Refusal{400, "the body: " + builder.problem, {}};
    if (error == json::error::too_deep) {
      return Refusal{400, "the body: nested deeper than " + std::to_string(kNestingMax) + " levels", {}};
    }
    if (error && !(error == json::error::incomplete && !last)) {
      return Refusal{400, "the body is not JSON: " + error.message() + at_byte, {}};
    }
    if (consumed < piece.size()) {
      return Refusal{400, "the body is not JSON: more follows the value" + at_byte, {}};
    }
    return std::nullopt;
  }

  JsonBody release() { return {parser_.handler().release(), std::move(parser_.handler().long_texts)}; }

 private:
  static json::parse_options options() {
    json::parse_options options;
    options.max_depth = kNestingMax;
    return options;
  }

  json::basic_parser<Builder> parser_;
  bool blank_ = true;
  std::size_t before_ = 0;  // bytes of earlier pieces
};

std::unexpected<Refusal> cannot_hold(const std::exception& error) {
  return refuse(400, std::string("the body is not JSON that this server can hold: ") + error.what());
}

}  // namespace

Parsed<json::value> read_json(std::string_view text) {
  try {
    Reader reader(nullptr);
    if (auto refusal = reader.read(text, true)) return std::unexpected(std::move(*refusal));
    return reader.release().value;
  } catch (const std::exception& error) {
    return cannot_hold(error);
  }
}

Parsed<JsonBody> read_json_body(const http::Request& request) {
  if (request.body_file == nullptr) {
    auto value = read_json(request.body);
    if (!value) return std::unexpected(std::move(value.error()));
    return JsonBody{std::move(*value), {}};
  }
  const auto& file = *request.body_file;
  const auto disk = [&](const Error& error) { return storage_refusal("reading the body", error, request.request_id); };
  auto texts = file.another();
  if (!texts) return std::unexpected(disk(texts.error()));
  try {
    Reader reader(std::move(*texts));
    std::int64_t offset = 0;
    do {
      const auto piece = file.read(offset, kPiece);
      if (!piece) return std::unexpected(disk(piece.error()));
      offset += kPiece;
      if (auto refusal = reader.read(*piece, offset >= file.size())) return std::unexpected(std::move(*refusal));
    } while (offset < file.size());
    return reader.release();
  } catch (const std::exception& error) {
    return cannot_hold(error);
  }
}

}  // namespace autograder::api
