#include <algorithm>
#include <utility>

#include "insight/similarity/reader.h"

namespace autograder::similarity {

Name Names::intern(std::string_view text) {
  const auto [place, added] = by_text.try_emplace(text, static_cast<Name>(texts.size()));
  if (added) texts.push_back(text);
  return place->second;
}

std::expected<Tree, NotCompared> build_tree(SourceLanguage language, std::string_view source, const Lexemes& lexemes) {
  return Reader(language, source, lexemes).read();
}

// Counts how deep statements are in one another; the program is refused beyond the bound.
struct Reader::Depth {
  explicit Depth(Reader& reader) : reader_(reader) {
    if (++reader_.depth_ > kDepthMax) reader_.failure_ = NotCompared::too_deep;
  }
  ~Depth() { --reader_.depth_; }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;

 private:
  Reader& reader_;
};

Reader::Reader(SourceLanguage language, std::string_view source, const Lexemes& lexemes)
    : language_(language), source_(source), lexemes_(lexemes) {}

std::expected<Tree, NotCompared> Reader::read() {
  const auto stop = static_cast<Index>(lexemes_.lexemes.size());
  while (!failure_ && at_ < stop) {
    read_statements(tree_.statements, stop);
    if (at_ < stop) ++at_;  // a closing brace too many
  }
  if (failure_) return std::unexpected(*failure_);
  return std::move(tree_);
}

// Up to `stop` or a closing brace.
void Reader::read_statements(std::vector<Node>& into, Index stop) {
  while (!failure_ && at_ < stop && !sign_at(at_, stop, '}')) {
    const auto before = at_;
    read_statement(into, stop);
    if (at_ == before) ++at_;
  }
}

void Reader::read_statement(std::vector<Node>& into, Index stop) {
  const Depth depth(*this);
  if (failure_) return;
  const auto& lexeme = at(at_);
  if (lexeme.kind == LexemeKind::sign) {
    if (lexeme.sign == ';') {
      ++at_;
      return;
    }
    if (lexeme.sign == '{') {  // a block without a statement is none of its own
      const auto close = lexemes_.match[at_];
      const auto end = close == kNoMatch ? stop : std::min<Index>(close, stop);
      ++at_;
      read_statements(into, end);
      at_ = std::min<Index>(end + 1, stop);
      return;
    }
    if (lexeme.sign == '@') {  // @Override, @decorator
      ++at_;
      while (name_at(at_, stop) || sign_at(at_, stop, '.')) ++at_;
      if (sign_at(at_, stop, '(')) at_ = past(at_, stop);
      return;
    }
  }
  switch (lexeme.word) {
    case Word::if_:
      return read_chain(into, stop);
    case Word::for_:
      return read_for(into, stop);
    case Word::while_:
      return read_while(into, stop);
    case Word::do_:
      return read_do(into, stop);
    case Word::switch_:
      return read_switch(into, stop);
    case Word::case_:
    case Word::default_:
      return read_case(into, stop);
    case Word::try_:
    case Word::with:
      return read_attempt(into, stop);
    case Word::return_:
      return read_leaving(into, Symbol::give_back, stop);
    case Word::jump:
      return read_leaving(into, Symbol::jump, stop);
    case Word::throw_:
      return read_leaving(into, Symbol::raise, stop);
    case Word::import:
      at_ = after_import(stop);
      return;
    case Word::structure:
      if (read_structure(into, stop)) return;
      break;
    case Word::function:
      return read_function_word(into, stop);
    case Word::modifier:
    case Word::ignored:
      ++at_;
      if (text_at(at_ - 1) == "typename" || !sign_at(at_, stop, ':')) return;
      ++at_;  // public:
      return;
    default:
      break;
  }
  const bool label = lexeme.kind == LexemeKind::name && sign_at(at_ + 1, stop, ':') && !is_python();
  if (label) {
    at_ += 2;
    return;
  }
  if (lexeme.kind == LexemeKind::name && text_at(at_) == "template" && sign_at(at_ + 1, stop, '<')) {
    const auto after = after_generic(at_ + 1, stop);
    at_ = after == 0 ? at_ + 2 : after;
    return;
  }
  if (read_arrow_function(into, stop)) return;
  read_simple(into, stop);
}

Reader::Index Reader::after_import(Index stop) const {
  auto i = at_ + 1;
  while (i < stop && !sign_at(i, stop, ';') && !sign_at(i, stop, '}')) i = past(i, stop);
  return i;
}

Reader::Index Reader::find(Index first, Index last, std::uint32_t sign) const {
  for (auto i = first; i < last; i = past(i, last)) {
    if (sign_at(i, last, sign)) return i;
  }
  return last;
}

// Where the head of a statement ends: at the colon in Python, behind its parentheses elsewhere, at the brace in Go.
Reader::Index Reader::head_end(Index first, Index stop) const {
  if (is_python()) {
    std::size_t lambdas = 0;
    for (auto i = first; i < stop && !sign_at(i, stop, ';') && !sign_at(i, stop, '}'); i = past(i, stop)) {
      if (at(i).word == Word::lambda) ++lambdas;
      if (!sign_at(i, stop, ':')) continue;
      if (lambdas == 0) return i;
      --lambdas;
    }
    return find(first, stop, ';');
  }
  if (is_go()) {
    for (auto i = first; i < stop; i = past(i, stop)) {
      if (!sign_at(i, stop, '{')) continue;
      // A literal T{...} can stand in a head only within parentheses.
      return i;
    }
    return stop;
  }
  return sign_at(first, stop, '(') ? past(first, stop) : first;
}

// One statement or a block, behind a head. The colon of Python is passed over.
void Reader::read_body(Node& node, Index stop) {
  if (is_python() && sign_at(at_, stop, ':')) ++at_;
  if (implied_end(at_, stop) && !is_python()) ++at_;
  if (at_ >= stop || sign_at(at_, stop, '}')) return;
  if (sign_at(at_, stop, ';')) {
    ++at_;
    return;
  }
  if (is_python() && !sign_at(at_, stop, '{')) {  // if x: a; b
    while (!failure_ && at_ < stop && !implied_end(at_, stop) && !sign_at(at_, stop, '}')) {
      const auto before = at_;
      read_statement(node.body, stop);
      if (at_ == before) ++at_;
    }
    return;
  }
  read_statement(node.body, stop);
}

void Reader::read_chain(std::vector<Node>& into, Index stop) {
  Node chain{.kind = NodeKind::chain};
  bool more = true;
  while (more && !failure_) {
    Node branch{.kind = NodeKind::branch, .keyword = span_at(at_)};
    ++at_;
    while (word_at(at_, stop, Word::modifier)) ++at_;  // if constexpr
    const auto end = head_end(at_, stop);
    auto first = at_;
    if (is_go()) {  // if x := f(); x > 0 {
      const auto semicolon = find(first, end, ';');
      if (semicolon < end) {
        add_simple(into, first, semicolon);
        first = semicolon + 1;
      }
    }
    branch.head = expression(first, end);
    at_ = end;
    read_body(branch, stop);
    chain.body.push_back(std::move(branch));
    more = false;
    auto next = at_;
    while (implied_end(next, stop)) ++next;
    if (word_at(next, stop, Word::elif)) {
      at_ = next;
      more = true;
    } else if (word_at(next, stop, Word::else_) && word_at(next + 1, stop, Word::if_)) {
      at_ = next + 1;
      more = true;
    } else if (word_at(next, stop, Word::else_)) {
      Node otherwise{.kind = NodeKind::otherwise, .keyword = span_at(next)};
      at_ = next + 1;
      read_body(otherwise, stop);
      chain.body.push_back(std::move(otherwise));
    }
  }
  into.push_back(std::move(chain));
}

void Reader::read_attempt(std::vector<Node>& into, Index stop) {
  Node chain{.kind = NodeKind::chain};
  bool more = true;
  while (more && !failure_) {
    const bool handler = at(at_).word == Word::catch_;
    const bool with = at(at_).word == Word::with;
    Node part{.kind = handler ? NodeKind::handler : NodeKind::attempt, .keyword = span_at(at_)};
    ++at_;
    const auto end = head_end(at_, stop);
    if (with || (!handler && !is_python() && end > at_)) part.head = assignment(at_, end);  // what it opens
    at_ = end;
    read_body(part, stop);
    chain.body.push_back(std::move(part));
    auto next = at_;
    while (implied_end(next, stop)) ++next;
    more = !with && (word_at(next, stop, Word::catch_) || word_at(next, stop, Word::finally_));
    if (more) at_ = next;
  }
  into.push_back(std::move(chain));
}

void Reader::read_switch(std::vector<Node>& into, Index stop) {
  Node chain{.kind = NodeKind::chain};
  Node choice{.kind = NodeKind::branch, .keyword = span_at(at_)};
  ++at_;
  const auto end = head_end(at_, stop);
  choice.head = expression(at_, end);
  at_ = end;
  read_body(choice, stop);
  chain.body.push_back(std::move(choice));
  into.push_back(std::move(chain));
}

// A case is a branch, as in the chain of ifs that it could be.
void Reader::read_case(std::vector<Node>& into, Index stop) {
  const bool otherwise = at(at_).word == Word::default_;
  Node chain{.kind = NodeKind::chain};
  Node branch{.kind = otherwise ? NodeKind::otherwise : NodeKind::branch, .keyword = span_at(at_)};
  auto i = ++at_;
  while (i < stop && !sign_at(i, stop, ':') && !sign_at(i, stop, sign_of("->")) && !sign_at(i, stop, '}'))
    i = past(i, stop);
  branch.head = expression(at_, i);
  at_ = std::min<Index>(i + 1, stop);
  while (!failure_ && at_ < stop && !sign_at(at_, stop, '}') && at(at_).word != Word::case_ &&
         at(at_).word != Word::default_) {
    const auto before = at_;
    if (word_at(at_, stop, Word::jump) && text_at(at_) == "break") {
      at_ = std::min<Index>(at_ + 2, stop);
    } else {
      read_statement(branch.body, stop);
    }
    if (at_ == before) ++at_;
  }
  chain.body.push_back(std::move(branch));
  into.push_back(std::move(chain));
}

void Reader::read_leaving(std::vector<Node>& into, Symbol symbol, Index stop) {
  const auto keyword = at_;
  ++at_;
  auto end = at_;
  while (end < stop && !sign_at(end, stop, ';') && !sign_at(end, stop, '}')) end = past(end, stop);
  Node leaving{.head = {token(symbol, keyword)}, .keyword = span_at(keyword)};
  const bool fall_off = symbol == Symbol::jump;  // the target of a goto says nothing
  if (!fall_off) {
    auto value = expression(at_, end);
    leaving.head.insert(leaving.head.end(), value.begin(), value.end());
  }
  at_ = end;
  pass_semicolon(stop);
  into.push_back(std::move(leaving));
}

// class X { ... }: its members are statements. False where the word only names a type.
bool Reader::read_structure(std::vector<Node>& into, Index stop) {
  auto i = at_ + 1;
  while (i < stop &&
         (name_at(i, stop) || at(i).kind == LexemeKind::word || sign_at(i, stop, ':') || sign_at(i, stop, ',') ||
          sign_at(i, stop, '.') || sign_at(i, stop, sign_of("::")) || sign_at(i, stop, '<') || sign_at(i, stop, '>') ||
          sign_at(i, stop, '(') || sign_at(i, stop, '['))) {
    if (is_python() && sign_at(i, stop, ':')) break;
    if (sign_at(i, stop, '(') && !is_python() && text_at(at_) != "record") return false;
    i = past(i, stop);
  }
  if (is_python() ? !sign_at(i, stop, ':') : !sign_at(i, stop, '{')) return false;
  if (name_at(at_ + 1, stop)) tree_.names.members.insert(tree_.names.intern(text_at(at_ + 1)));
  const bool values = text_at(at_) == "enum" && !sign_at(i, stop, ';');
  Node block{.kind = NodeKind::block, .keyword = span_at(at_)};
  at_ = i;
  if (values && language_ != SourceLanguage::java) {
    at_ = past(i, stop);  // names and numbers alone
    return true;
  }
  read_body(block, stop);
  if (name_at(at_, stop) && !is_python() && !is_javascript() && sign_at(at_ + 1, stop, ';')) ++at_;  // } name;
  into.push_back(std::move(block));
  return true;
}

// def f(x): ..., function f(x) {...}, func (r R) f(x int) int {...}
void Reader::read_function_word(std::vector<Node>& into, Index stop) {
  const auto keyword = span_at(at_);
  auto i = at_ + 1;
  if (is_go() && sign_at(i, stop, '(')) i = past(i, stop);  // the receiver
  if (sign_at(i, stop, '*')) ++i;
  const Name name = name_at(i, stop) ? tree_.names.intern(text_at(i)) : 0;
  const auto open = name == 0 ? i : i + 1;
  if (name == 0 || !sign_at(open, stop, '(')) return read_simple(into, stop);
  auto body = past(open, stop);
  while (body < stop && !sign_at(body, stop, '{') && !sign_at(body, stop, ';') &&
         !(is_python() && sign_at(body, stop, ':'))) {
    body = past(body, stop);
  }
  read_function(into, name, open, body, stop, keyword);
}

void Reader::read_function(std::vector<Node>& into, Name name, Index open, Index body, Index stop, Span keyword) {
  Node function{.kind = NodeKind::function, .name = name, .keyword = keyword};
  tree_.names.functions.insert(name);
  const auto close = std::min<Index>(past(open, stop) - 1, stop);
  for (auto first = open + 1; first < close;) {
    const auto comma = find(first, close, ',');
    auto written = first;  // the last name in front of a default, or the first where types follow
    bool found = false;
    for (auto i = first; i < comma && !sign_at(i, comma, '=') && !(is_python() && sign_at(i, comma, ':'));
         i = past(i, comma)) {
      if (!name_at(i, comma) || (found && is_go())) continue;
      written = i;
      found = true;
    }
    if (found) {
      const auto parameter = tree_.names.intern(text_at(written));
      tree_.names.parameters.insert(parameter);
      const bool self = is_python() && text_at(written) == "self";
      if (!self)
        function.head.push_back({Symbol::parameter, parameter, 0, at(written).begin, at(written).end, true, false});
    }
    first = comma + 1;
  }
  at_ = body;
  if (!sign_at(at_, stop, ';') || is_python()) read_body(function, stop);
  into.push_back(std::move(function));
}

// const f = (a, b) => {...}, var f = function (a, b) {...}, f = lambda a, b: ...
bool Reader::read_arrow_function(std::vector<Node>& into, Index stop) {
  if (!is_javascript()) return false;
  auto i = at_;
  if (word_at(i, stop, Word::declare)) ++i;
  if (!name_at(i, stop) || !sign_at(i + 1, stop, '=')) return false;
  const auto name = i;
  i += 2;
  while (word_at(i, stop, Word::ignored)) ++i;
  const bool word = word_at(i, stop, Word::function);
  if (word) ++i;
  if (word && name_at(i, stop)) ++i;
  const auto open = i;
  const bool single = !word && name_at(open, stop);  // x => ...
  if (!single && !sign_at(open, stop, '(')) return false;
  auto body = single ? open + 1 : past(open, stop);
  if (word != !sign_at(body, stop, sign_of("=>"))) return false;
  if (!word) ++body;
  if (body >= stop) return false;
  const auto keyword = span_at(at_);
  const auto own = tree_.names.intern(text_at(name));
  if (sign_at(body, stop, '{') && !single) {
    read_function(into, own, open, body, stop, keyword);
    return true;
  }
  Node function{.kind = NodeKind::function, .name = own, .keyword = keyword};
  tree_.names.functions.insert(own);
  for (auto p = open; p < body; ++p) {
    if (!name_at(p, body)) continue;
    const auto parameter = tree_.names.intern(text_at(p));
    tree_.names.parameters.insert(parameter);
    function.head.push_back({Symbol::parameter, parameter, 0, at(p).begin, at(p).end, true, false});
  }
  at_ = body;
  if (sign_at(body, stop, '{')) {
    read_body(function, stop);
  } else {
    auto end = body;
    while (end < stop && !sign_at(end, stop, ';') && !sign_at(end, stop, '}')) end = past(end, stop);
    Node value{.head = {token(Symbol::give_back, body - 1)}};
    read_expression(value.head, body, end);
    function.body.push_back(std::move(value));
    at_ = end;
  }
  into.push_back(std::move(function));
  return true;
}

// `type name(...) {`, with what may stand between the parentheses and the brace.
bool Reader::is_function_head(Index first, Index brace) const {
  if (is_python() || is_go()) return false;
  bool parentheses = false;
  for (auto i = first; i < brace; i = past(i, brace)) {
    if (sign_at(i, brace, '=') || sign_at(i, brace, sign_of("=>")) || at(i).word == Word::create ||
        at(i).word == Word::function) {
      return false;
    }
    if (sign_at(i, brace, '(') && i > first && !parentheses) {
      if (at(i - 1).kind != LexemeKind::name && at(i - 1).word != Word::operation) return false;
      parentheses = true;
    }
  }
  return parentheses;
}

void Reader::read_simple(std::vector<Node>& into, Index stop) {
  const auto first = at_;
  auto end = first;
  bool looked = false;
  while (end < stop && !sign_at(end, stop, ';') && !sign_at(end, stop, '}')) {
    if (sign_at(end, stop, '{') && !looked) {
      looked = true;
      if (is_function_head(first, end)) {
        const auto open = find(first, end, '(');
        const auto name = tree_.names.intern(text_at(open - 1));
        return read_function(into, name, open, end, stop, span_at(first));
      }
      if (end == first) break;
    }
    end = past(end, stop);
  }
  at_ = end;
  add_simple(into, first, end);
  pass_semicolon(stop);
}

// A written one; an implied one ends a line, which others want to know.
void Reader::pass_semicolon(Index stop) {
  if (sign_at(at_, stop, ';') && !implied_end(at_, stop)) ++at_;
}

// A declaration of several variables is several statements.
void Reader::add_simple(std::vector<Node>& into, Index first, Index last) {
  const bool declaration = !is_python() && !is_go() && first < last &&
                           (at(first).word == Word::type || at(first).word == Word::declare ||
                            (name_at(first, last) && (name_at(first + 1, last) || sign_at(first + 1, last, '<'))));
  while (first < last) {
    auto comma = declaration ? first : last;
    while (comma < last && !sign_at(comma, last, ',')) {
      const auto after = sign_at(comma, last, '<') ? after_generic(comma, last) : 0;
      comma = after == 0 ? past(comma, last) : after;
    }
    Node simple{.head = assignment(first, comma)};
    const bool says_something = std::ranges::any_of(simple.head, [](const TreeToken& token) {
      return token.symbol != Symbol::name && token.symbol != Symbol::text;
    });
    if (says_something) into.push_back(std::move(simple));
    first = comma + 1;
  }
}

}  // namespace autograder::similarity
