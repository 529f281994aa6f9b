#include "insight/similarity/source_language.h"

#include <array>
#include <initializer_list>
#include <unordered_map>
#include <utility>

namespace autograder::similarity {
namespace {

using Words = std::unordered_map<std::string_view, Word>;
using List = std::initializer_list<std::string_view>;

void add(Words& words, Word role, List list) {
  for (const auto text : list) words.insert_or_assign(text, role);
}

Words with_braces() {
  Words words{{"if", Word::if_},       {"else", Word::else_},       {"for", Word::for_},
              {"while", Word::while_}, {"do", Word::do_},           {"switch", Word::switch_},
              {"case", Word::case_},   {"default", Word::default_}, {"return", Word::return_},
              {"try", Word::try_},     {"catch", Word::catch_},     {"finally", Word::finally_},
              {"throw", Word::throw_}, {"new", Word::create},       {"class", Word::structure}};
  add(words, Word::jump, {"break", "continue", "goto"});
  add(words, Word::constant, {"true", "false", "null"});
  return words;
}

void add_c(Words& words) {
  add(words, Word::type,
      {"int", "long", "short", "char", "float", "double", "void", "unsigned", "signed", "bool", "_Bool", "size_t",
       "int64_t", "uint64_t", "int32_t", "uint32_t", "uint8_t", "int8_t"});
  add(words, Word::structure, {"struct", "union", "enum"});
  add(words, Word::modifier, {"const", "static", "extern", "inline", "volatile", "register", "restrict"});
  add(words, Word::operation, {"sizeof"});
  add(words, Word::ignored, {"typedef"});
  add(words, Word::constant, {"NULL"});
}

Words c_words() {
  auto words = with_braces();
  for (const auto text : {"try", "catch", "finally", "throw", "new", "class"}) words.erase(text);
  add_c(words);
  return words;
}

Words cpp_words() {
  auto words = with_braces();
  add_c(words);
  words.erase("finally");
  add(words, Word::structure, {"namespace"});
  add(words, Word::declare, {"auto"});
  add(words, Word::import, {"using"});
  add(words, Word::modifier,
      {"constexpr", "public", "private", "protected", "virtual", "override", "final", "explicit", "noexcept", "friend",
       "mutable", "typename"});
  add(words, Word::constant, {"nullptr"});
  add(words, Word::effect, {"delete", "co_yield", "co_await"});
  add(words, Word::logic, {"and", "or"});
  add(words, Word::negation, {"not"});
  return words;
}

Words java_words() {
  auto words = with_braces();
  add(words, Word::type, {"int", "long", "short", "char", "float", "double", "void", "boolean", "byte"});
  add(words, Word::declare, {"var"});
  add(words, Word::structure, {"interface", "enum", "record"});
  add(words, Word::import, {"import", "package"});
  add(words, Word::modifier,
      {"public", "private", "protected", "static", "final", "abstract", "synchronized", "transient", "volatile",
       "native", "strictfp", "sealed"});
  add(words, Word::operation, {"instanceof"});
  add(words, Word::effect, {"assert", "yield"});
  return words;
}

Words javascript_words() {
  auto words = with_braces();
  add(words, Word::declare, {"var", "let", "const"});
  add(words, Word::function, {"function"});
  add(words, Word::import, {"import"});
  add(words, Word::constant, {"undefined"});
  add(words, Word::modifier, {"static", "export"});
  add(words, Word::operation, {"instanceof", "typeof", "void"});
  add(words, Word::effect, {"delete", "yield"});
  add(words, Word::ignored, {"async", "await"});
  add(words, Word::in, {"in"});
  return words;
}

Words go_words() {
  auto words = with_braces();
  for (const auto text : {"while", "do", "try", "catch", "finally", "throw", "new", "class", "null"}) words.erase(text);
  add(words, Word::type,
      {"int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "float32", "float64",
       "string", "bool", "byte", "rune", "error", "chan"});
  add(words, Word::declare, {"var", "const"});
  add(words, Word::structure, {"struct", "interface"});
  add(words, Word::function, {"func"});
  add(words, Word::import, {"import", "package"});
  add(words, Word::jump, {"fallthrough"});
  add(words, Word::constant, {"nil"});
  add(words, Word::effect, {"go", "defer"});
  add(words, Word::switch_, {"select"});
  add(words, Word::in, {"range"});
  add(words, Word::ignored, {"type"});
  return words;
}

Words python_words() {
  Words words{
      {"if", Word::if_},           {"elif", Word::elif},      {"else", Word::else_},      {"for", Word::for_},
      {"while", Word::while_},     {"return", Word::return_}, {"try", Word::try_},        {"except", Word::catch_},
      {"finally", Word::finally_}, {"raise", Word::throw_},   {"class", Word::structure}, {"def", Word::function},
      {"lambda", Word::lambda},    {"in", Word::in},          {"not", Word::negation},    {"with", Word::with}};
  add(words, Word::jump, {"break", "continue"});
  add(words, Word::import, {"import", "from"});
  add(words, Word::logic, {"and", "or"});
  add(words, Word::constant, {"True", "False", "None"});
  add(words, Word::operation, {"is"});
  add(words, Word::effect, {"yield", "del", "assert"});
  add(words, Word::ignored, {"pass", "async", "await", "global", "nonlocal", "as"});
  return words;
}

}  // namespace

std::optional<SourceLanguage> source_language(std::string_view id) {
  constexpr std::array<std::pair<std::string_view, SourceLanguage>, 6> kIds{{{"c", SourceLanguage::c},
                                                                             {"cpp", SourceLanguage::cpp},
                                                                             {"go", SourceLanguage::go},
                                                                             {"java", SourceLanguage::java},
                                                                             {"javascript", SourceLanguage::javascript},
                                                                             {"python", SourceLanguage::python}}};
  for (const auto& [name, language] : kIds) {
    if (name == id) return language;
  }
  return std::nullopt;
}

std::string_view name_of(SourceLanguage language) {
  switch (language) {
    case SourceLanguage::c:
      return "C";
    case SourceLanguage::cpp:
      return "C++";
    case SourceLanguage::go:
      return "Go";
    case SourceLanguage::java:
      return "Java";
    case SourceLanguage::javascript:
      return "JavaScript";
    case SourceLanguage::python:
      return "Python";
  }
  return "";
}

Word word_of(SourceLanguage language, std::string_view text) {
  static const std::array<Words, 6> kWords{c_words(),    cpp_words(),        go_words(),
                                           java_words(), javascript_words(), python_words()};
  const auto& words = kWords[static_cast<std::size_t>(language)];
  const auto found = words.find(text);
  return found == words.end() ? Word::none : found->second;
}

}  // namespace autograder::similarity
