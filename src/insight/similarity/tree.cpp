#include "insight/similarity/tree.h"

namespace autograder::similarity {
namespace {

Symbol opening(NodeKind kind) {
  switch (kind) {
    case NodeKind::loop:
      return Symbol::loop;
    case NodeKind::branch:
      return Symbol::branch;
    case NodeKind::otherwise:
      return Symbol::otherwise;
    case NodeKind::attempt:
      return Symbol::attempt;
    case NodeKind::handler:
      return Symbol::handler;
    case NodeKind::function:
      return Symbol::function;
    case NodeKind::simple:
    case NodeKind::chain:
    case NodeKind::block:
      return Symbol::none;
  }
  return Symbol::none;
}

}  // namespace

void append_tokens(const Node& node, std::vector<TreeToken>& into) {
  const auto symbol = opening(node.kind);
  if (symbol != Symbol::none) into.push_back({symbol, 0, 0, node.keyword.begin, node.keyword.end});
  into.insert(into.end(), node.head.begin(), node.head.end());
  append_tokens(node.body, into);
  if (symbol == Symbol::none) return;
  const auto last = into.back().end;  // it stands where its body ends
  into.push_back({Symbol::end, 0, 0, last, last});
}

void append_tokens(const std::vector<Node>& nodes, std::vector<TreeToken>& into) {
  for (const auto& node : nodes) append_tokens(node, into);
}

}  // namespace autograder::similarity
