// Loops of all spellings as one: a condition and a body, with what counts written out.
#include <utility>

#include "insight/similarity/reader.h"

namespace autograder::similarity {

void Reader::read_for(std::vector<Node>& into, Index stop) {
  const auto keyword = span_at(at_);
  ++at_;
  while (word_at(at_, stop, Word::ignored)) ++at_;  // for await
  auto end = head_end(at_, stop);
  auto first = at_;
  auto last = end;
  if (!is_python() && !is_go() && end > first + 1) {  // within the parentheses
    ++first;
    --last;
  }
  at_ = end;
  const auto semicolon = is_python() ? last : find(first, last, ';');
  if (semicolon < last) return read_counted(into, first, semicolon, last, keyword, stop);
  if (is_python() && read_python_range(into, first, last, keyword, stop)) return;
  bool each = is_python();
  for (auto i = first; i < last && !each; i = past(i, last)) {
    each = at(i).word == Word::in || sign_at(i, last, ':') || (name_at(i, last) && text_at(i) == "of");
  }
  if (each) return read_each(into, first, last, keyword, stop);
  Node loop{.kind = NodeKind::loop, .head = expression(first, last), .keyword = keyword};  // Go's while
  read_body(loop, stop);
  into.push_back(std::move(loop));
}

// for (a; b; c) d  is  a; while (b) { d; c }
void Reader::read_counted(std::vector<Node>& into, Index first, Index second, Index last, Span keyword, Index stop) {
  const auto third = find(second + 1, last, ';');
  add_simple(into, first, second);
  Node loop{.kind = NodeKind::loop, .head = expression(second + 1, third), .keyword = keyword};
  read_body(loop, stop);
  if (third < last) add_simple(loop.body, third + 1, last);
  into.push_back(std::move(loop));
}

void Reader::read_each(std::vector<Node>& into, Index first, Index last, Span keyword, Index stop) {
  Node loop{.kind = NodeKind::loop, .keyword = keyword};
  auto of = first;  // JavaScript's `of` is an ordinary name elsewhere
  while (of < last && !(is_javascript() && name_at(of, last) && text_at(of) == "of")) of = past(of, last);
  read_expression(loop.head, first, of);
  if (of < last) read_expression(loop.head, of + 1, last);
  std::erase_if(loop.head, [](const TreeToken& token) {
    return token.symbol == Symbol::contains || token.symbol == Symbol::assign;
  });
  if (!loop.head.empty()) {
    loop.head.front().writes = true;
    loop.head.insert(loop.head.begin(), TreeToken{Symbol::each, 0, 0, keyword.begin, keyword.end, false, true});
  }
  read_body(loop, stop);
  if (is_python() && word_at(at_, stop, Word::else_)) ++at_;  // for ... else
  into.push_back(std::move(loop));
}

// for x in range(a, b): d  is  x = a; while x < b { d; x = x + 1 }
bool Reader::read_python_range(std::vector<Node>& into, Index first, Index last, Span keyword, Index stop) {
  const auto open = first + 3;
  if (!name_at(first, last) || !word_at(first + 1, last, Word::in) || !name_at(first + 2, last) ||
      text_at(first + 2) != "range" || !sign_at(open, last, '(') || past(open, last) != last) {
    return false;
  }
  const auto close = last - 1;
  const auto comma = find(open + 1, close, ',');
  const auto second = comma < close ? find(comma + 1, close, ',') : close;
  const TreeToken counter{Symbol::name, tree_.names.intern(text_at(first)), 0, at(first).begin, at(first).end, false,
                          true};
  auto written = counter;
  written.writes = true;
  written.reads = false;

  Node start{.head = {written, token(Symbol::assign, first + 1)}};
  if (comma < close)
    read_expression(start.head, open + 1, comma);
  else
    start.head.push_back(token(Symbol::number, first + 2));
  into.push_back(std::move(start));

  Node loop{.kind = NodeKind::loop, .head = {counter, token(Symbol::order, first + 1)}, .keyword = keyword};
  read_expression(loop.head, comma < close ? comma + 1 : open + 1, comma < close ? second : close);
  Node step{.head = {written, token(Symbol::assign, first + 1), counter, token(Symbol::plus, first + 1)}};
  if (second < close)
    read_expression(step.head, second + 1, close);
  else
    step.head.push_back(token(Symbol::number, first + 2));
  if (step.head.size() > 4 && step.head[4].symbol == Symbol::minus) step.head.erase(step.head.begin() + 3);
  read_body(loop, stop);
  loop.body.push_back(std::move(step));
  into.push_back(std::move(loop));
  return true;
}

void Reader::read_while(std::vector<Node>& into, Index stop) {
  Node loop{.kind = NodeKind::loop, .keyword = span_at(at_)};
  ++at_;
  const auto end = head_end(at_, stop);
  loop.head = expression(at_, end);
  at_ = end;
  read_body(loop, stop);
  into.push_back(std::move(loop));
}

void Reader::read_do(std::vector<Node>& into, Index stop) {
  Node loop{.kind = NodeKind::loop, .keyword = span_at(at_)};
  ++at_;
  read_body(loop, stop);
  while (implied_end(at_, stop)) ++at_;
  if (word_at(at_, stop, Word::while_)) {
    ++at_;
    const auto end = head_end(at_, stop);
    loop.head = expression(at_, end);
    at_ = end;
  }
  into.push_back(std::move(loop));
}

}  // namespace autograder::similarity
