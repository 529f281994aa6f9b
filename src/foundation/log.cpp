#include "foundation/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "foundation/clock.h"
#include "foundation/json_writer.h"
#include "foundation/utf8.h"

namespace autograder::log {
namespace {

struct Sink {
  Level level = Level::info;
  bool json = false;
  std::shared_ptr<spdlog::logger> logger;
};

// Written once by set_up before threads start.
Sink& sink() {
  static Sink instance = [] {
    Sink first;
    first.logger = std::make_shared<spdlog::logger>("log", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    first.logger->set_pattern("%v");
    return first;
  }();
  return instance;
}

constexpr std::string_view kLevelNames[] = {"debug", "info", "warn", "error", "off"};

// C1 controls and the line separators could move a terminal or split a line.
bool moves_a_terminal(std::string_view character) {
  return (character[0] == '\xc2' && character[1] < '\xa0') || character == "\u2028" || character == "\u2029";
}

// Control characters, quotes and backslashes escaped; bytes that are not UTF-8 become U+FFFD: no field forges a line.
void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    std::size_t skip = 1;
    const std::size_t length = utf8_length(text, &skip);
    const auto character = text.substr(0, length == 0 ? skip : length);
    text.remove_prefix(character.size());
    if (length == 1) {
      const char ascii = character[0];
      if (ascii >= 0x20 && ascii < 0x7f && ascii != '"' && ascii != '\\') {
        out += ascii;
      } else {
        append_json_escape(out, ascii);
      }
    } else if (length == 0 || moves_a_terminal(character)) {
      out += "\\ufffd";
    } else {
      out += character;
    }
  }
}

void append_value(std::string& out, const Field& field, bool quoted) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    if (quoted || text->find(' ') != std::string_view::npos || text->empty()) {
      out += '"';
      append_escaped(out, *text);
      out += '"';
    } else {
      append_escaped(out, *text);
    }
  } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    out += std::to_string(*number);
  } else if (const auto* real = std::get_if<double>(&field.value)) {
    append_json_number(out, *real);
  } else {
    out += std::get<bool>(field.value) ? "true" : "false";
  }
}

std::string encode_console(Level level, std::string_view time, std::string_view sentence, Fields fields) {
  std::string line(time.substr(11, 12));
  line += ' ';
  line += kLevelNames[static_cast<int>(level)];
  line.resize(19, ' ');
  line += sentence;
  for (const auto& field : fields) {
    line += "  ";
    line += field.name;
    line += '=';
    append_value(line, field, false);
  }
  return line;
}

void write(Level level, std::string_view sentence, Fields fields) {
  const Sink& out = sink();
  if (level < out.level) return;
  const std::string time = iso8601(SystemClock{}.now());
  const std::string line =
      out.json ? encode_json(level, time, sentence, fields) : encode_console(level, time, sentence, fields);
  out.logger->log(spdlog::level::critical, "{}", line);
}

}  // namespace

std::string encode_json(Level level, std::string_view time, std::string_view sentence, Fields fields) {
  std::string line = "{\"time\":\"";
  line += time;
  line += "\",\"level\":\"";
  line += kLevelNames[static_cast<int>(level)];
  line += "\",\"message\":\"";
  append_escaped(line, sentence);
  line += '"';
  for (const auto& field : fields) {
    line += ",\"";
    append_escaped(line, field.name);
    line += "\":";
    append_value(line, field, true);
  }
  line += '}';
  return line;
}

Result<> set_up(const Options& options) {
  Sink& out = sink();
  out.level = options.level;
  out.json = options.json;
  if (options.file.empty()) return {};
  try {
    auto logger =
        std::make_shared<spdlog::logger>("log", std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file));
    logger->set_pattern("%v");
    logger->flush_on(spdlog::level::critical);
    out.logger = std::move(logger);
  } catch (const spdlog::spdlog_ex& error) {
    return fail(ErrorCode::failed, "opening log.file: " + std::string(error.what()));
  }
  return {};
}

void debug(std::string_view sentence, Fields fields) {
  write(Level::debug, sentence, fields);
}
void info(std::string_view sentence, Fields fields) {
  write(Level::info, sentence, fields);
}
void warn(std::string_view sentence, Fields fields) {
  write(Level::warn, sentence, fields);
}
void error(std::string_view sentence, Fields fields) {
  write(Level::error, sentence, fields);
}

}  // namespace autograder::log
