// Log lines: a fixed sentence plus fields, as JSON for machines or in columns for people.
//
// Knows:          levels, fields, one escaping encoder, where lines go (stderr, a file).
// Does not know:  configuration; app sets it up once before threads start.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "foundation/result.h"

namespace autograder::log {

enum class Level { debug, info, warn, error, off };

struct Field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;
  Field(std::string_view n, std::string_view v) : name(n), value(v) {}
  Field(std::string_view n, const std::string& v) : name(n), value(std::string_view(v)) {}
  Field(std::string_view n, const char* v) : name(n), value(std::string_view(v)) {}
  Field(std::string_view n, double v) : name(n), value(v) {}
  Field(std::string_view n, bool v) : name(n), value(v) {}
  template <std::integral I>
  Field(std::string_view n, I v) : name(n), value(static_cast<std::int64_t>(v)) {}
};
using Fields = std::initializer_list<Field>;

struct Options {
  Level level = Level::info;
  bool json = false;  // JSON lines instead of columns for people
  std::string file;   // append here instead of stderr; empty: stderr
};

// Before threads start, and not again.
Result<> set_up(const Options& options);

// Any thread. `sentence` is fixed text, everything variable goes into fields.
void debug(std::string_view sentence, Fields fields = {});  // each test, each box
void info(std::string_view sentence, Fields fields = {});   // state changed
void warn(std::string_view sentence, Fields fields = {});   // it healed, or was refused
void error(std::string_view sentence, Fields fields = {});  // a person must act

// One JSON object, as written to a JSON log; `time` in ISO 8601.
std::string encode_json(Level level, std::string_view time, std::string_view sentence, Fields fields);

}  // namespace autograder::log
