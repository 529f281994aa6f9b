#include "packages/yaml_fields.h"

#include <charconv>
#include <cmath>

#include "domain/text.h"

namespace autograder {
namespace {

constexpr std::size_t kListMax = 1000;

// "0.5", "100": what a bound looks like in a sentence.
std::string plain(double number) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof(text), number);
  return {text, end.ptr};
}

}  // namespace

YamlFields::YamlFields(const YamlValue& value, std::string file, std::string prefix)
    : value_(value), file_(std::move(file)), prefix_(std::move(prefix)) {
  if (value.kind != YamlValue::Kind::map && value.kind != YamlValue::Kind::nothing) {
    const std::string name = prefix_.empty() ? "" : prefix_.substr(0, prefix_.size() - 1) + ": ";
    error_ = Error{ErrorCode::invalid,
                   file_ + ": line " + std::to_string(value.line) + ": " + name + "must be a map of keys to values"};
  }
}

bool YamlFields::has(std::string_view key) {
  known_.emplace(key);
  return value_.find(key) != nullptr;
}

int YamlFields::line(std::string_view key) const {
  const auto* found = value_.find(key);
  return found == nullptr ? 0 : found->line;
}

void YamlFields::refuse_if_given(std::string_view key, const std::string& why) {
  if (has(key)) refuse(key, why);
}

void YamlFields::refuse(std::string_view key, const std::string& why) {
  refuse_line(line(key), key, why);
}

void YamlFields::refuse_line(int line, std::string_view key, const std::string& why) {
  if (error_) return;
  const std::string where = line > 0 ? ": line " + std::to_string(line) : "";
  error_ = Error{ErrorCode::invalid, file_ + where + ": " + prefix_ + std::string(key) + ": " + why};
}

void YamlFields::adopt(const Result<>& below) {
  if (!below && !error_) error_ = below.error();
}

const YamlValue* YamlFields::any(std::string_view key) {
  known_.emplace(key);
  const auto* found = value_.find(key);
  return found == nullptr || found->kind == YamlValue::Kind::nothing ? nullptr : found;
}

const YamlValue* YamlFields::map(std::string_view key) {
  const auto* found = any(key);
  if (found == nullptr || found->kind == YamlValue::Kind::map) return found;
  refuse(key, "must be a map of keys to values");
  return nullptr;
}

const YamlValue* YamlFields::scalar(std::string_view key) {
  const auto* found = any(key);
  if (found == nullptr || found->kind == YamlValue::Kind::scalar) return found;
  refuse(key, "must be a single value");
  return nullptr;
}

std::optional<std::string> YamlFields::text(std::string_view key, std::size_t max) {
  const auto* found = scalar(key);
  if (found == nullptr) return std::nullopt;
  if (found->text.size() > max) {
    refuse(key, "must be at most " + std::to_string(max) + " bytes");
    return std::nullopt;
  }
  return found->text;
}

std::optional<double> YamlFields::number(std::string_view key, double min, double max) {
  const auto* found = scalar(key);
  if (found == nullptr) return std::nullopt;
  double value = 0;
  const auto& text = found->text;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
  if (!whole || found->quoted || !std::isfinite(value) || value < min || value > max) {
    refuse(key, "must be a number from " + plain(min) + " to " + plain(max));
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> YamlFields::integer(std::string_view key, std::int64_t min, std::int64_t max) {
  const auto* found = scalar(key);
  if (found == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const auto& text = found->text;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
  if (!whole || found->quoted || value < min || value > max) {
    refuse(key, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return std::nullopt;
  }
  return value;
}

std::optional<bool> YamlFields::boolean(std::string_view key) {
  const auto* found = scalar(key);
  if (found == nullptr) return std::nullopt;
  if (!found->quoted && (found->text == "true" || found->text == "True")) return true;
  if (!found->quoted && (found->text == "false" || found->text == "False")) return false;
  refuse(key, "must be true or false");
  return std::nullopt;
}

std::optional<std::vector<std::string>> YamlFields::texts(std::string_view key, std::size_t max) {
  const auto* found = any(key);
  if (found == nullptr) return std::nullopt;
  std::vector<std::string> all;
  const auto add = [&](const YamlValue& value) {
    if (value.kind != YamlValue::Kind::scalar || value.text.size() > max || all.size() >= kListMax) {
      refuse_line(value.line, key,
                  "must be a text or a list of at most " + std::to_string(kListMax) + " texts of at most " +
                      std::to_string(max) + " bytes");
      return;
    }
    all.push_back(value.text);
  };
  if (found->kind == YamlValue::Kind::list) {
    for (const auto& child : found->children) add(child);
  } else {
    add(*found);
  }
  if (!good()) return std::nullopt;
  return all;
}

Result<> YamlFields::finish() {
  for (const auto& child : value_.children) {
    if (error_) break;
    if (value_.kind == YamlValue::Kind::map && !known_.contains(child.key)) {
      std::string keys;
      for (const auto& key : known_) keys += (keys.empty() ? "" : ", ") + key;
      refuse_line(child.line, printable(child.key, 60), "is not a key of this format, which has " + keys);
    }
  }
  if (error_) return std::unexpected(*error_);
  return {};
}

}  // namespace autograder
