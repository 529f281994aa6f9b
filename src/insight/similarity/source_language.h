// The languages whose programs are compared, and the words that they reserve.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace autograder::similarity {

enum class SourceLanguage : std::uint8_t { c, cpp, go, java, javascript, python };

// By the id of a language file ("cpp"); nothing for a language that we cannot read.
std::optional<SourceLanguage> source_language(std::string_view id);
// "C++", for people.
std::string_view name_of(SourceLanguage language);

// The role of a reserved word. Languages differ in spelling, seldom in roles: `raise` and `throw` are one.
enum class Word : std::uint8_t {
  none,  // an ordinary name
  if_,
  elif,  // Python's, "else if" in one word
  else_,
  for_,
  while_,
  do_,
  switch_,
  case_,
  default_,
  try_,
  catch_,  // except
  finally_,
  return_,
  jump,       // break, continue, goto, fallthrough
  throw_,     // raise
  type,       // a type of the language: int, string
  declare,    // var, let, auto
  structure,  // class, struct, interface, enum, namespace
  function,   // def, func, function
  lambda,
  import,    // import, package, using, from
  modifier,  // public, static, const
  create,    // new
  in,
  logic,      // and, or
  negation,   // not
  constant,   // true, None, nil
  operation,  // instanceof, sizeof: an operator spelt as a word
  effect,     // go, defer, yield, delete, assert: acts on something
  with,
  ignored,  // pass, async, template
};

// The role of `text` in that language.
Word word_of(SourceLanguage language, std::string_view text);

}  // namespace autograder::similarity
