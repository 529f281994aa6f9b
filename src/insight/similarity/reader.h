// Reads statements and expressions out of lexemes; build_tree() is its door. Two files: statements.cpp has what a statement
// is, expressions.cpp what remains of an expression.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "insight/similarity/tree.h"

namespace autograder::similarity {

class Reader final {
 public:
  Reader(SourceLanguage language, std::string_view source, const Lexemes& lexemes);
  std::expected<Tree, NotCompared> read();

 private:
  using Index = std::uint32_t;
  struct Depth;

  // --- statements.cpp ---
  void read_statements(std::vector<Node>& into, Index stop);
  void read_statement(std::vector<Node>& into, Index stop);
  void read_body(Node& node, Index stop);
  void read_chain(std::vector<Node>& into, Index stop);
  void read_attempt(std::vector<Node>& into, Index stop);
  void read_switch(std::vector<Node>& into, Index stop);
  void read_case(std::vector<Node>& into, Index stop);
  void read_for(std::vector<Node>& into, Index stop);
  void read_counted(std::vector<Node>& into, Index first, Index second, Index last, Span keyword, Index stop);
  void read_each(std::vector<Node>& into, Index first, Index last, Span keyword, Index stop);
  bool read_python_range(std::vector<Node>& into, Index first, Index last, Span keyword, Index stop);
  void read_while(std::vector<Node>& into, Index stop);
  void read_do(std::vector<Node>& into, Index stop);
  void read_leaving(std::vector<Node>& into, Symbol symbol, Index stop);
  bool read_structure(std::vector<Node>& into, Index stop);
  void read_function_word(std::vector<Node>& into, Index stop);
  void read_function(std::vector<Node>& into, Name name, Index open, Index body, Index stop, Span keyword);
  bool read_arrow_function(std::vector<Node>& into, Index stop);
  void read_simple(std::vector<Node>& into, Index stop);
  void pass_semicolon(Index stop);
  void add_simple(std::vector<Node>& into, Index first, Index last);
  bool is_function_head(Index first, Index brace) const;
  Index head_end(Index first, Index stop) const;
  Index find(Index first, Index last, std::uint32_t sign) const;
  Index after_import(Index stop) const;

  // --- expressions.cpp ---
  std::vector<TreeToken> expression(Index first, Index last);
  std::vector<TreeToken> assignment(Index first, Index last);
  void read_expression(std::vector<TreeToken>& into, Index first, Index last);
  Index read_name(std::vector<TreeToken>& into, Index at, Index first, Index last);
  Index read_brace(std::vector<TreeToken>& into, Index open, Index last);
  void read_sign(std::vector<TreeToken>& into, Index at);
  void read_word(std::vector<TreeToken>& into, Index at);
  Index after_generic(Index open, Index last) const;
  Index after_type(Index at, Index first, Index last) const;
  bool is_value_before(Index at, Index first) const;
  void read_target(std::vector<TreeToken>& into, Index first, Index last, bool also_reads);
  void add(std::vector<TreeToken>& into, TreeToken token);

  // --- both ---
  bool is_python() const { return language_ == SourceLanguage::python; }
  bool is_go() const { return language_ == SourceLanguage::go; }
  bool is_javascript() const { return language_ == SourceLanguage::javascript; }
  const Lexeme& at(Index i) const { return lexemes_.lexemes[i]; }
  bool sign_at(Index i, Index stop, std::uint32_t sign) const {
    return i < stop && at(i).kind == LexemeKind::sign && at(i).sign == sign;
  }
  bool word_at(Index i, Index stop, Word word) const { return i < stop && at(i).word == word; }
  bool name_at(Index i, Index stop) const { return i < stop && at(i).kind == LexemeKind::name; }
  bool implied_end(Index i, Index stop) const { return sign_at(i, stop, ';') && at(i).begin == at(i).end; }
  std::string_view text_at(Index i) const { return source_.substr(at(i).begin, at(i).end - at(i).begin); }
  Span span_at(Index i) const { return {at(i).begin, at(i).end}; }
  // Behind a bracket's other end; behind anything else alone.
  Index past(Index i, Index stop) const {
    const auto match = lexemes_.match[i];
    return match == kNoMatch || match >= stop ? i + 1 : match + 1;
  }
  TreeToken token(Symbol symbol, Index i, Name name = 0) const {
    return {symbol, name, 0, at(i).begin, at(i).end, false, true};
  }

  SourceLanguage language_;
  std::string_view source_;
  const Lexemes& lexemes_;
  Index at_ = 0;
  std::size_t depth_ = 0;
  std::size_t tokens_ = 0;
  Index declared_ = kNoMatch;  // the name here is declared: a type stood before it
  bool stream_ = false;        // std::cout << or std::cin >> is being read
  Tree tree_;
  std::optional<NotCompared> failure_;
};

}  // namespace autograder::similarity
