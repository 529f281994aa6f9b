#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

#include "insight/similarity/reader.h"

namespace autograder::similarity {
namespace {

bool is_among(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, text) != list.end();
}

bool is_access(std::uint32_t sign) {
  return sign == '.' || sign == sign_of("->") || sign == sign_of("::") || sign == sign_of("?.");
}

bool points(std::uint32_t sign) {
  return sign == '*' || sign == '&' || sign == sign_of("**") || sign == sign_of("&&");
}

bool prints(std::string_view name) {
  return is_among(name, {"print", "println", "printf", "log", "write", "Println", "Printf", "Print", "Fprintln",
                         "Fprintf", "Fprint", "puts", "putchar", "fprintf", "fputs", "cout", "cerr"});
}

Symbol operator_of(std::uint32_t sign) {
  switch (sign) {
    case '+':
      return Symbol::plus;
    case '-':
      return Symbol::minus;
    case '*':
      return Symbol::times;
    case '/':
    case sign_of("//"):
      return Symbol::divide;
    case '%':
      return Symbol::remainder;
    case sign_of("**"):
      return Symbol::power;
    case '&':
    case '|':
    case '^':
    case '~':
    case sign_of("&^"):
      return Symbol::bits;
    case sign_of("<<"):
    case sign_of(">>"):
    case sign_of(">>>"):
      return Symbol::shift;
    case '<':
    case '>':
    case sign_of("<="):
    case sign_of(">="):
    case sign_of("<=>"):
      return Symbol::order;
    case sign_of("=="):
    case sign_of("!="):
    case sign_of("==="):
    case sign_of("!=="):
      return Symbol::equality;
    case sign_of("&&"):
    case sign_of("||"):
    case sign_of("\?\?"):
      return Symbol::logic;
    case '?':
      return Symbol::choice;
    case sign_of("++"):
    case sign_of("--"):
      return Symbol::increment;
    case sign_of("=>"):
    case sign_of("->"):
      return Symbol::lambda;
    case sign_of("<-"):
      return Symbol::effect;
    case '=':
    case sign_of(":="):
      return Symbol::assign;
    default:
      return Symbol::none;
  }
}

// `op` of a sign `op=`; 0 for another sign.
std::uint32_t compound_of(std::uint32_t sign) {
  if ((sign & 0xff) != '=' || sign < 0x100) return 0;
  const auto operation = sign >> 8;
  const auto symbol = operator_of(operation);
  const bool compares =
      symbol == Symbol::order || symbol == Symbol::equality || symbol == Symbol::assign || operation == '!';
  const bool shifts = operation == sign_of("<<") || operation == sign_of(">>") || operation == sign_of(">>>");
  return symbol == Symbol::none || (compares && !shifts) ? 0 : operation;
}

}  // namespace

void Reader::add(std::vector<TreeToken>& into, TreeToken token) {
  if (++tokens_ > kTokensMax) {
    failure_ = NotCompared::too_many_tokens;
    return;
  }
  into.push_back(token);
}

std::vector<TreeToken> Reader::expression(Index first, Index last) {
  std::vector<TreeToken> tokens;
  read_expression(tokens, first, last);
  return tokens;
}

// A statement without a word of its own: an assignment, a declaration, a call. x += y and x++ are x = x + y.
std::vector<TreeToken> Reader::assignment(Index first, Index last) {
  std::vector<TreeToken> tokens;
  while (!failure_) {
    auto sign = first;
    std::uint32_t operation = 0;
    for (; sign < last; sign = past(sign, last)) {
      if (at(sign).kind != LexemeKind::sign) continue;
      operation = compound_of(at(sign).sign);
      if (operation != 0 || at(sign).sign == '=' || at(sign).sign == sign_of(":=")) break;
    }
    if (sign >= last) break;
    read_target(tokens, first, sign, operation != 0);
    add(tokens, token(Symbol::assign, sign));
    if (operation != 0) {
      read_expression(tokens, first, sign);
      add(tokens, token(operator_of(operation), sign));
    }
    first = sign + 1;
  }
  const auto steps = [&](Index i) { return sign_at(i, last, sign_of("++")) || sign_at(i, last, sign_of("--")); };
  if (tokens.empty() && last > first + 1 && (steps(first) || steps(last - 1))) {
    const auto sign = steps(first) ? first : last - 1;
    const auto from = steps(first) ? first + 1 : first;
    const auto to = steps(first) ? last : last - 1;
    read_target(tokens, from, to, true);
    add(tokens, token(Symbol::assign, sign));
    read_expression(tokens, from, to);
    add(tokens, token(at(sign).sign == sign_of("++") ? Symbol::plus : Symbol::minus, sign));
    add(tokens, token(Symbol::number, sign));
    return tokens;
  }
  read_expression(tokens, first, last);
  return tokens;
}

// What gets a value: the first name of each part, unless it gets only an element of it.
void Reader::read_target(std::vector<TreeToken>& into, Index first, Index last, bool also_reads) {
  while (first < last) {
    auto end = is_python() || is_go() ? find(first, last, ',') : last;
    const auto next = end + 1;
    if (is_python()) end = find(first, end, ':');  // x: int
    const auto before = into.size();
    read_expression(into, first, end);
    const auto part = std::ranges::subrange(into.begin() + static_cast<std::ptrdiff_t>(before), into.end());
    const auto written = std::ranges::find(part, Symbol::name, &TreeToken::symbol);
    if (written != part.end()) {
      const bool element = std::ranges::find(part, Symbol::index, &TreeToken::symbol) != part.end();
      written->writes = true;
      written->reads = also_reads || element;
    }
    first = next;
  }
}

void Reader::read_expression(std::vector<TreeToken>& into, Index first, Index last) {
  const auto stream = std::exchange(stream_, false);
  bool function = false;  // the next brace is the body of Go's func(...) T {
  for (auto i = first; i < last && !failure_;) {
    const auto& lexeme = at(i);
    if (lexeme.kind == LexemeKind::name) {
      i = read_name(into, i, first, last);
      continue;
    }
    if (lexeme.kind == LexemeKind::sign && lexeme.sign == '{') {
      const auto close = lexemes_.match[i];
      const bool after_head =
          i > first && at(i - 1).kind == LexemeKind::sign &&
          (at(i - 1).sign == ')' || at(i - 1).sign == sign_of("=>") || at(i - 1).sign == sign_of("->"));
      const bool code =
          close != kNoMatch && close <= last && (function || after_head || find(i + 1, close, ';') < close);
      function = false;
      i = code ? read_brace(into, i, close) : i + 1;
      continue;
    }
    if (lexeme.kind == LexemeKind::number)
      add(into, token(Symbol::number, i));
    else if (lexeme.kind == LexemeKind::text)
      add(into, token(Symbol::text, i));
    else if (lexeme.kind == LexemeKind::word)
      read_word(into, i);
    else if (lexeme.sign == '[') {
      if (is_value_before(i, first) && !sign_at(i + 1, last, ']')) add(into, token(Symbol::index, i));
    } else if (points(lexeme.sign) && !is_value_before(i, first)) {
    }  // *p, &x
    else
      read_sign(into, i);
    function = function || lexeme.word == Word::function;
    declared_ = lexeme.word == Word::type || lexeme.word == Word::declare ? i + 1 : kNoMatch;
    ++i;
  }
  stream_ = stream;
}

bool Reader::is_value_before(Index i, Index first) const {
  if (i <= first) return false;
  const auto& before = at(i - 1);
  if (before.kind == LexemeKind::sign) return before.sign == ')' || before.sign == ']' || before.sign == '}';
  return before.kind != LexemeKind::word || before.word == Word::constant;
}

// Code within an expression: the body of a lambda, an anonymous class.
Reader::Index Reader::read_brace(std::vector<TreeToken>& into, Index open, Index close) {
  std::vector<Node> body;
  const auto resume = std::exchange(at_, open + 1);
  read_statements(body, close);
  at_ = resume;
  into.push_back(token(Symbol::lambda, open));
  append_tokens(body, into);
  into.push_back(token(Symbol::end, close));
  return close + 1;
}

// Behind <...> where only types can be inside it; else 0.
Reader::Index Reader::after_generic(Index open, Index last) const {
  constexpr Index kLongest = 48;
  std::size_t depth = 0;
  for (auto i = open; i < last && i < open + kLongest; ++i) {
    const auto& lexeme = at(i);
    if (lexeme.kind == LexemeKind::name || lexeme.kind == LexemeKind::number) continue;
    if (lexeme.kind == LexemeKind::word) {
      if (lexeme.word != Word::type && lexeme.word != Word::modifier && lexeme.word != Word::structure) return 0;
      continue;
    }
    if (lexeme.kind == LexemeKind::text) return 0;
    std::size_t closes = 0;
    switch (lexeme.sign) {
      case '<':
        ++depth;
        break;
      case '>':
        closes = 1;
        break;
      case sign_of(">>"):
        closes = 2;
        break;
      case sign_of(">>>"):
        closes = 3;
        break;
      case ',':
      case '.':
      case '?':
      case '*':
      case '&':
      case '[':
      case ']':
      case sign_of("::"):
        break;
      default:
        return 0;
    }
    if (closes > depth) return 0;
    depth -= closes;
    if (depth == 0) return i + 1;
  }
  return 0;
}

// Where the name begins that is declared with the type at `i`; 0 when no type is there.
Reader::Index Reader::after_type(Index i, Index first, Index last) const {
  if (is_python() || is_javascript() || is_go()) return 0;
  auto next = i + 1;
  while (next + 1 < last && at(next).kind == LexemeKind::sign && is_access(at(next).sign) && name_at(next + 1, last))
    next += 2;
  if (sign_at(next, last, '<')) {
    next = after_generic(next, last);
    if (next == 0) return 0;
  }
  while (sign_at(next, last, '[') && sign_at(next + 1, last, ']')) next += 2;
  while (sign_at(next, last, sign_of("...")) || word_at(next, last, Word::modifier)) ++next;
  const bool pointer = next < last && at(next).kind == LexemeKind::sign && points(at(next).sign);
  const bool may_point = i == first || at(i - 1).word == Word::structure || at(i - 1).word == Word::modifier;
  if (pointer && may_point && name_at(next + 1, last)) ++next;
  return name_at(next, last) ? next : 0;
}

Reader::Index Reader::read_name(std::vector<TreeToken>& into, Index i, Index first, Index last) {
  const bool member = i > first && at(i - 1).kind == LexemeKind::sign && is_access(at(i - 1).sign);
  if (const auto name = member ? 0 : after_type(i, first, last); name != 0) {
    declared_ = name;
    return name;
  }
  const bool declared = std::exchange(declared_, kNoMatch) == i;
  const auto base = i;
  auto tail = i;  // the last name of a.b.c
  while (tail + 2 < last && at(tail + 1).kind == LexemeKind::sign && is_access(at(tail + 1).sign) &&
         name_at(tail + 2, last)) {
    tail += 2;
    tree_.names.members.insert(tree_.names.intern(text_at(tail)));
  }
  auto owner = base;  // this.x is x
  if (tail > base && is_among(text_at(base), {"this", "self"})) owner = base + 2;
  auto next = tail + 1;
  const auto generic = sign_at(next, last, '<') ? after_generic(next, last) : 0;  // new ArrayList<>(
  if (generic != 0 && sign_at(generic, last, '(')) next = generic;
  const auto text = text_at(tail);
  TreeToken found = token(Symbol::name, base);
  found.end = at(tail).end;
  if (member) tree_.names.members.insert(tree_.names.intern(text_at(base)));

  if (sign_at(next, last, '(') && declared) {  // vector<int> v(n)
    found.name = tree_.names.intern(text);
    found.writes = true;
    found.reads = false;
    add(into, found);
    add(into, token(Symbol::assign, next));
    return next;
  }
  if (sign_at(next, last, '(') || is_among(text, {"cout", "cerr", "cin"})) {
    stream_ = stream_ || !sign_at(next, last, '(');
    found.symbol = prints(text) ? Symbol::output : Symbol::call;
    found.name = tree_.names.intern(text);
    if (owner < tail && sign_at(owner + 1, last, sign_of("::")) == false)
      found.object = tree_.names.intern(text_at(owner));
    add(into, found);
    return next;
  }
  if (member) return next;  // behind a call: f().length
  if (stream_ && text == "endl") {
    add(into, token(Symbol::text, tail));
    return next;
  }
  found.name = tree_.names.intern(text_at(owner));
  found.writes = declared;
  add(into, found);
  return next;
}

void Reader::read_sign(std::vector<TreeToken>& into, Index i) {
  const auto sign = at(i).sign;
  auto symbol = operator_of(sign);
  if (symbol == Symbol::none && compound_of(sign) != 0) symbol = Symbol::assign;
  if (symbol == Symbol::shift && stream_) return;
  if (symbol == Symbol::increment && !into.empty() && into.back().symbol == Symbol::name) into.back().writes = true;
  if (symbol != Symbol::none) add(into, token(symbol, i));
}

void Reader::read_word(std::vector<TreeToken>& into, Index i) {
  switch (at(i).word) {
    case Word::create:
      return add(into, token(Symbol::create, i));
    case Word::logic:
      return add(into, token(Symbol::logic, i));
    case Word::constant:
      return add(into, token(Symbol::constant, i));
    case Word::operation:
      return add(into, token(Symbol::operation, i));
    case Word::effect:
      return add(into, token(Symbol::effect, i));
    case Word::lambda:
    case Word::function:
      return add(into, token(Symbol::lambda, i));
    case Word::in:
      return add(into, token(Symbol::contains, i));
    case Word::if_:
      return add(into, token(Symbol::choice, i));  // a if b else c
    case Word::for_:
      return add(into, token(Symbol::each, i));  // [a for b in c]
    case Word::switch_:
      return add(into, token(Symbol::branch, i));
    default:
      return;
  }
}

}  // namespace autograder::similarity
