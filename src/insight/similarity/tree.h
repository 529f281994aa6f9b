// A program as statements within statements, with its names and operators made alike. The form between the lexemes of one
// language and the normal form that all share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "insight/similarity/lexer.h"

namespace autograder::similarity {

// What a token is when names, literals and spelling are gone. From `outside` on: a call of a function that the program does
// not define, by the hash of its name, which no renaming can change.
enum class Symbol : std::uint32_t {
  none,
  name,
  number,
  text,
  constant,
  assign,
  increment,  // within an expression; as a statement, x++ is x = x + 1
  plus,
  minus,
  times,
  divide,
  remainder,
  power,
  bits,
  shift,
  order,     // < > <= >=
  equality,  // == != ===
  logic,
  choice,  // the ? of a ? b : c
  index,
  call,  // of a function of the program
  output,
  create,
  lambda,
  contains,  // in
  operation,
  effect,
  loop,
  each,
  branch,
  otherwise,
  attempt,
  handler,
  function,
  parameter,
  give_back,  // return
  jump,
  raise,
  end,  // of a body
  outside = 0x10000,
};

using Name = std::uint32_t;  // an interned name of one program; 0: none

struct TreeToken {
  Symbol symbol = Symbol::none;
  Name name = 0;    // the variable, or the function that is called
  Name object = 0;  // of a method that is called
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool writes = false;  // the variable gets a value here
  bool reads = true;    // its value is used here
};

enum class NodeKind : std::uint8_t { simple, loop, chain, branch, otherwise, attempt, handler, function, block };

// chain: the branches of one if or switch, or a try and its handlers, as bodies in their order.
struct Node {
  NodeKind kind = NodeKind::simple;
  std::vector<TreeToken> head;
  std::vector<Node> body;
  Name name = 0;  // of a function
  Span keyword;
};

// The names of a program and what is known of them.
struct Names {
  std::unordered_map<std::string_view, Name> by_text;  // views into the source
  std::vector<std::string_view> texts{""};
  std::unordered_set<Name> functions;   // that the program defines
  std::unordered_set<Name> parameters;  // whose values others may see
  std::unordered_set<Name> members;     // behind a dot: read somewhere we cannot follow

  Name intern(std::string_view text);
};

struct Tree {
  std::vector<Node> statements;
  Names names;
};

// Total on any lexemes. Refuses statements nested deeper than kDepthMax and more than kTokensMax tokens.
std::expected<Tree, NotCompared> build_tree(SourceLanguage language, std::string_view source, const Lexemes& lexemes);

// Appends the tokens of statements in their order, with marks where bodies begin and end.
void append_tokens(const Node& node, std::vector<TreeToken>& into);
void append_tokens(const std::vector<Node>& nodes, std::vector<TreeToken>& into);

}  // namespace autograder::similarity
