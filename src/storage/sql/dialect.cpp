#include "storage/sql/dialect.h"

#include "foundation/check.h"

namespace autograder::sql {
namespace {

std::string_view word_for(const Dialect& dialect, std::string_view name) {
  if (name == "leave") return dialect.leave;
  if (name == "position") return dialect.position;
  CHECK(name == "fold");
  return dialect.fold;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string in_dialect(const Dialect& dialect, std::string_view statement) {
  std::string text;
  text.reserve(statement.size() + 16);
  int parameters = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < statement.size(); ++at) {
    const char c = statement[at];
    if (c == '\'') quoted = !quoted;
    if (!quoted && c == '{') {
      const auto end = statement.find('}', at);
      CHECK(end != std::string_view::npos);
      text += word_for(dialect, statement.substr(at + 1, end - at - 1));
      at = end;
    } else if (!quoted && c == '?' && dialect.numbered) {
      text += '$';
      const bool has_number = at + 1 < statement.size() && is_digit(statement[at + 1]);
      if (!has_number) text += std::to_string(++parameters);
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace autograder::sql
