#include "foundation/json_writer.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "foundation/utf8.h"

namespace autograder {

bool Projection::wants(std::string_view name) const {
  return !names || std::ranges::find(*names, name) != names->end();
}

void append_json_escape(std::string& out, char ascii) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (ascii) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out += kHex[ascii >> 4];
      out += kHex[ascii & 15];
  }
}

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  std::size_t start = 0;  // of what can be copied as it is
  std::size_t i = 0;
  const auto flush = [&] { out.append(text, start, i - start); };
  while (i < text.size()) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\') {
      ++i;
      continue;
    }
    std::size_t skip = 1;
    const std::size_t length = utf8_length(text.substr(i), &skip);
    if (length > 1) {
      i += length;
      continue;
    }
    flush();
    if (length == 1) {
      append_json_escape(out, text[i]);
    } else {
      out += "\xef\xbf\xbd";
      i += skip - 1;
    }
    start = ++i;
  }
  flush();
  out += '"';
}

void append_json_number(std::string& out, double number) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  out += std::isfinite(number) ? std::string_view(buffer, static_cast<std::size_t>(end - buffer)) : "null";
}

bool JsonObject::key(std::string_view name) {
  if (!wants(name)) return false;
  if (!first_) out_ += ',';
  first_ = false;
  append_json_text(out_, name);
  out_ += ':';
  return true;
}

void JsonObject::text(std::string_view name, std::string_view value) {
  if (key(name)) append_json_text(out_, value);
}

void JsonObject::number(std::string_view name, double value) {
  if (key(name)) append_json_number(out_, value);
}

void JsonObject::boolean(std::string_view name, bool value) {
  if (key(name)) out_ += value ? "true" : "false";
}

void JsonObject::texts(std::string_view name, const std::vector<std::string>& values) {
  if (!key(name)) return;
  JsonArray array(out_);
  for (const auto& value : values) {
    array.next();
    append_json_text(out_, value);
  }
  array.end();
}

void JsonObject::raw(std::string_view name, std::string_view json) {
  if (key(name)) out_ += json;
}

}  // namespace autograder
