#include "insight/similarity/lexer.h"

#include <algorithm>
#include <array>
#include <optional>

namespace autograder::similarity {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) {
  return starts_name(c) || is_digit(c);
}

// Longest first; what is in no list is a sign of one character.
constexpr std::array<std::string_view, 44> kLongSigns{
    ">>>=", "===", "!==", ">>>", "<<=", ">>=", "**=", "//=", "&&=", "||=", "\?\?=", "...", "<=>", "&^=", "->*",
    "==",   "!=",  "<=",  ">=",  "&&",  "||",  "++",  "--",  "+=",  "-=",  "*=",    "/=",  "%=",  "&=",  "|=",
    "^=",   "<<",  ">>",  "->",  "=>",  "::",  ":=",  "**",  "//",  "?.",  "\?\?",  "<-",  "&^",  "@="};

class Lexer final {
 public:
  Lexer(SourceLanguage language, std::string_view source) : language_(language), source_(source) {}

  std::expected<Lexemes, NotCompared> run() {
    while (!failure_ && at_ < source_.size()) step();
    if (!failure_ && language_ == SourceLanguage::python) end_python();
    if (failure_) return std::unexpected(*failure_);
    return std::move(found_);
  }

 private:
  bool is(SourceLanguage language) const { return language_ == language; }
  bool is_c() const { return is(SourceLanguage::c) || is(SourceLanguage::cpp); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }
  bool at(std::string_view text) const { return source_.substr(at_, text.size()) == text; }

  void step() {
    const char c = peek();
    if (c == '\n') {
      ++at_;
      newline();
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      ++at_;
    } else if (c == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
      at_ += peek(1) == '\n' ? 2 : 3;  // the line goes on
    } else if (!comment()) {
      if (line_pending_) begin_python_line();
      lexeme();
    }
  }

  bool comment() {
    const auto begin = at_;
    if (is(SourceLanguage::python) ? peek() == '#' : at("//")) {
      at_ = std::min(source_.find('\n', at_), source_.size());
    } else if (!is(SourceLanguage::python) && at("/*")) {
      const auto end = source_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? source_.size() : end + 2;
    } else if (is_c() && peek() == '#' && at_line_start()) {
      do {  // a directive, with the lines that it goes on in
        at_ = std::min(source_.find('\n', at_ + 1), source_.size());
      } while (at_ < source_.size() && source_[at_ - 1] == '\\');
    } else {
      return false;
    }
    found_.comments.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)});
    return true;
  }

  bool at_line_start() const {
    for (auto i = at_; i > 0; --i) {
      const char c = source_[i - 1];
      if (c == '\n') return true;
      if (c != ' ' && c != '\t') return false;
    }
    return true;
  }

  void lexeme() {
    const char c = peek();
    if (const auto prefix = text_prefix()) return text(*prefix);
    if (starts_name(c)) return name();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (c == '`' && is(SourceLanguage::javascript)) return begin_template();
    if (c == '/' && is(SourceLanguage::javascript) && !ends_value() && regular_expression()) return;
    sign();
  }

  void name() {
    const auto begin = at_;
    while (at_ < source_.size() && continues_name(source_[at_])) ++at_;
    const auto word = word_of(language_, source_.substr(begin, at_ - begin));
    push({word == Word::none ? LexemeKind::name : LexemeKind::word, word, 0, offset(begin), offset(at_)});
  }

  void number() {
    const auto begin = at_;
    while (at_ < source_.size()) {
      const char c = source_[at_];
      const bool exponent = (c == '+' || c == '-') && (source_[at_ - 1] == 'e' || source_[at_ - 1] == 'E') &&
                            begin < at_ && !source_.substr(begin).starts_with("0x");
      const bool separator = c == '\'' && is(SourceLanguage::cpp) && is_digit(peek(1));
      if (!continues_name(c) && c != '.' && !exponent && !separator) break;
      ++at_;
    }
    push({LexemeKind::number, Word::none, 0, offset(begin), offset(at_)});
  }

  // The length of what stands before the opening quote of a text that begins here.
  std::optional<std::size_t> text_prefix() const {
    std::size_t length = 0;
    const std::string_view letters = is(SourceLanguage::python) ? "rRbBfFuU" : is_c() ? "LuU8R" : "";
    while (length < 3 && peek(length) != '\0' && letters.find(peek(length)) != std::string_view::npos) ++length;
    const char quote = peek(length);
    if (quote == '"' || quote == '\'' || (quote == '`' && is(SourceLanguage::go) && length == 0)) return length;
    return std::nullopt;
  }

  void text(std::size_t prefix_length) {
    const auto begin = at_;
    const auto prefix = source_.substr(at_, prefix_length);
    at_ += prefix_length;
    const char quote = peek();
    const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
    if (is(SourceLanguage::cpp) && prefix.ends_with('R')) {
      raw_text();
    } else if ((is(SourceLanguage::python) || (is(SourceLanguage::java) && quote == '"')) && at(triple)) {
      at_ += 3;
      while (at_ < source_.size() && !at(triple)) at_ += source_[at_] == '\\' ? 2 : 1;
      at_ = std::min(at_ + 3, source_.size());
    } else {
      ++at_;
      while (at_ < source_.size() && source_[at_] != quote && (source_[at_] != '\n' || quote == '`')) {
        at_ += source_[at_] == '\\' && quote != '`' ? 2 : 1;
      }
      at_ = std::min(at_ + (peek() == quote ? 1 : 0), source_.size());
    }
    push({LexemeKind::text, Word::none, 0, offset(begin), offset(at_)});
    if (prefix.find_first_of("fF") != std::string_view::npos) formatted(begin + prefix_length, at_);
  }

  void raw_text() {
    const auto open = source_.find('(', at_);
    if (open == std::string_view::npos || open - at_ > 17) {
      ++at_;
      return;
    }
    const auto close = ")" + std::string(source_.substr(at_ + 1, open - at_ - 1)) + "\"";
    const auto end = source_.find(close, open);
    at_ = end == std::string_view::npos ? source_.size() : end + close.size();
  }

  // Python's f"...{expression}...": the expressions follow their text, each as `+ (...)`. One inside another is not read.
  void formatted(std::size_t begin, std::size_t end) {
    if (inside_formatted_) return;
    inside_formatted_ = true;
    for (auto i = begin; i < end && !failure_; ++i) {
      if (source_[i] != '{') continue;
      if (i + 1 < end && source_[i + 1] == '{') {
        ++i;
        continue;
      }
      const auto close = std::min(source_.find('}', i), end);
      std::size_t depth = 0, stop = i + 1;
      for (; stop < close; ++stop) {
        const char c = source_[stop];
        if (c == '(' || c == '[') ++depth;
        if ((c == ')' || c == ']') && depth > 0) --depth;
        if (depth == 0 && (c == ':' || (c == '!' && stop + 1 < close && source_[stop + 1] != '='))) break;
      }
      implied("+", i);
      implied("(", i);
      const auto whole = source_;
      const auto resume = at_;
      source_ = whole.substr(0, stop);
      at_ = i + 1;
      while (!failure_ && at_ < source_.size()) {
        const char c = peek();
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
          ++at_;
        else
          lexeme();
      }
      source_ = whole;
      at_ = resume;
      implied(")", stop);
      i = close;
    }
    inside_formatted_ = false;
  }

  // JavaScript's `...${expression}...`, in the same form.
  void begin_template() {
    ++at_;
    template_text(at_ - 1);
  }
  void template_text(std::size_t begin) {
    while (at_ < source_.size() && source_[at_] != '`' && !at("${")) at_ += source_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_, source_.size());
    const bool expression = at("${");
    if (!expression && at_ < source_.size()) ++at_;  // the closing quote
    push({LexemeKind::text, Word::none, 0, offset(begin), offset(at_)});
    if (!expression) return;
    implied("+", at_);
    implied("(", at_);
    at_ += 2;
    templates_.push_back(brackets_.size());
  }

  bool regular_expression() {
    bool in_set = false;
    auto i = at_ + 1;
    for (; i < source_.size() && source_[i] != '\n' && (source_[i] != '/' || in_set); ++i) {
      if (source_[i] == '\\')
        ++i;
      else if (source_[i] == '[')
        in_set = true;
      else if (source_[i] == ']')
        in_set = false;
    }
    if (i >= source_.size() || source_[i] != '/') return false;
    const auto begin = at_;
    at_ = i + 1;
    while (at_ < source_.size() && continues_name(source_[at_])) ++at_;
    push({LexemeKind::text, Word::none, 0, offset(begin), offset(at_)});
    return true;
  }

  void sign() {
    const char c = peek();
    if (c == '}' && !templates_.empty() && templates_.back() == brackets_.size()) {
      templates_.pop_back();
      implied(")", at_);
      ++at_;
      return template_text(at_ - 1);
    }
    for (const auto text : kLongSigns) {
      if (!at(text) || (text == "//" && !is(SourceLanguage::python)) || (text == "<-" && !is(SourceLanguage::go)))
        continue;
      const auto begin = at_;
      at_ += text.size();
      return push({LexemeKind::sign, Word::none, sign_of(text), offset(begin), offset(at_)});
    }
    ++at_;
    push({LexemeKind::sign, Word::none, static_cast<unsigned char>(c), offset(at_ - 1), offset(at_)});
  }

  // --- lines ---

  bool ends_value() const {
    if (found_.lexemes.empty()) return false;
    const auto& last = found_.lexemes.back();
    if (last.kind == LexemeKind::word) return last.word == Word::constant || last.word == Word::type;
    if (last.kind != LexemeKind::sign) return true;
    return last.sign == ')' || last.sign == ']' || last.sign == '}';
  }

  void newline() {
    if (is(SourceLanguage::python)) {
      if (!found_.lexemes.empty() && brackets_.size() == indents_.size() - 1) line_pending_ = true;
    } else if (is(SourceLanguage::go)) {
      if (ends_line()) implied(";", at_);
    } else if (is(SourceLanguage::javascript) && ends_line() && !inside_expression() && !next_line_continues()) {
      implied(";", at_);
    }
  }

  bool ends_line() const {
    if (ends_value()) return true;
    if (found_.lexemes.empty()) return false;
    const auto& last = found_.lexemes.back();
    if (last.kind == LexemeKind::word) return last.word == Word::return_ || last.word == Word::jump;
    return last.sign == sign_of("++") || last.sign == sign_of("--");
  }

  // In JavaScript a line ends a statement only directly within braces.
  bool inside_expression() const { return !brackets_.empty() && found_.lexemes[brackets_.back()].sign != '{'; }

  bool next_line_continues() const {
    const auto next = source_.find_first_not_of(" \t\r\n", at_);
    if (next == std::string_view::npos) return false;
    const char c = source_[next];
    const char after = next + 1 < source_.size() ? source_[next + 1] : '\0';
    if ((c == '+' || c == '-') && after == c) return false;
    if (c == '/' && (after == '/' || after == '*')) return false;
    return std::string_view(".,;:?+-*/%=<>&|^)]}({[").find(c) != std::string_view::npos;
  }

  void begin_python_line() {
    line_pending_ = false;
    std::size_t column = 0;
    auto start = at_;
    while (start > 0 && source_[start - 1] != '\n') --start;
    for (; start < at_; ++start) column = source_[start] == '\t' ? (column / 8 + 1) * 8 : column + 1;
    if (column > indents_.back()) {
      indents_.push_back(column);
      implied("{", at_);
      return;
    }
    implied(";", at_);
    while (column < indents_.back()) {
      indents_.pop_back();
      implied("}", at_);
    }
  }

  void end_python() {
    if (!found_.lexemes.empty()) implied(";", source_.size());
    for (; indents_.size() > 1; indents_.pop_back()) implied("}", source_.size());
  }

  // --- output ---

  static std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

  void implied(std::string_view text, std::size_t where) {
    where = std::min(where, source_.size());
    push({LexemeKind::sign, Word::none, sign_of(text), offset(where), offset(where)});
  }

  void push(Lexeme lexeme) {
    if (found_.lexemes.size() >= kLexemesMax) {
      failure_ = NotCompared::too_many_tokens;
      return;
    }
    const auto index = offset(found_.lexemes.size());
    found_.lexemes.push_back(lexeme);
    found_.match.push_back(kNoMatch);
    if (lexeme.kind != LexemeKind::sign) return;
    if (lexeme.sign == '(' || lexeme.sign == '[' || lexeme.sign == '{') {
      brackets_.push_back(index);
      if (brackets_.size() > kDepthMax) failure_ = NotCompared::too_deep;
    } else if (lexeme.sign == ')' || lexeme.sign == ']' || lexeme.sign == '}') {
      close(index, lexeme.sign);
    }
  }

  // A bracket that does not fit is left alone, so that one too many does not turn the rest of the program around.
  void close(std::uint32_t index, std::uint32_t sign) {
    const std::uint32_t open = sign == ')' ? '(' : sign == ']' ? '[' : '{';
    if (brackets_.empty() || found_.lexemes[brackets_.back()].sign != open) return;
    found_.match[brackets_.back()] = index;
    brackets_.pop_back();
  }

  SourceLanguage language_;
  std::string_view source_;
  std::size_t at_ = 0;
  Lexemes found_;
  std::vector<std::uint32_t> brackets_;  // indices of open ones
  std::vector<std::size_t> templates_;   // brackets open around each open ${
  std::vector<std::size_t> indents_{0};
  bool line_pending_ = false;
  bool inside_formatted_ = false;
  std::optional<NotCompared> failure_;
};

}  // namespace

std::expected<Lexemes, NotCompared> lex(SourceLanguage language, std::string_view source) {
  return Lexer(language, source).run();
}

}  // namespace autograder::similarity
