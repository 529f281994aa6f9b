#include "foundation/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <cmath>
#include <memory>

#include "foundation/clock.h"

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

// Control characters, quotes and backslashes escaped; bytes that are not UTF-8 become U+FFFD: no field forges a line.
void append_escaped(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      switch (byte) {
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
          if (byte < 0x20 || byte == 0x7f) {
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
          } else {
            out += static_cast<char>(byte);
          }
      }
      ++i;
      continue;
    }
    const int length = byte >= 0xf0 && byte <= 0xf4 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    bool good = length > 0 && byte <= 0xf4 && i + static_cast<std::size_t>(length) <= text.size();
    std::uint32_t point = good ? byte & (0xff >> (length + 1)) : 0;
    for (int k = 1; good && k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
      good = (next & 0xc0) == 0x80;
      point = (point << 6) | (next & 0x3f);
    }
    if (good) {
      good = !((length == 3 && point < 0x800) || (length == 4 && (point < 0x10000 || point > 0x10ffff)) ||
               (point >= 0xd800 && point <= 0xdfff));
    }
    // C1 controls and the line separators could move a terminal or split a line.
    if (good && point >= 0xa0 && point != 0x2028 && point != 0x2029) {
      out += text.substr(i, static_cast<std::size_t>(length));
    } else {
      out += "\\ufffd";
    }
    i += good ? static_cast<std::size_t>(length) : 1;
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
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, *real).ptr;
    out += std::isfinite(*real) ? std::string_view(buffer, static_cast<std::size_t>(end - buffer)) : "null";
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
