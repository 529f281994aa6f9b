#include "packages/language_codes.h"

#include <algorithm>
#include <array>

namespace autograder {
namespace {

struct CodeAndId {
  std::string_view code;
  std::string_view id;
};
constexpr std::array<CodeAndId, 6> kOurs{
    {{"c", "c"}, {"cpp", "cpp"}, {"go", "go"}, {"java", "java"}, {"javascript", "javascript"}, {"python3", "python"}}};
// The endings that the format names for them.
constexpr std::array<CodeAndId, 11> kEndings{{{".c", "c"},
                                              {".cc", "cpp"},
                                              {".cpp", "cpp"},
                                              {".cxx", "cpp"},
                                              {".c++", "cpp"},
                                              {".C", "cpp"},
                                              {".go", "go"},
                                              {".java", "java"},
                                              {".js", "javascript"},
                                              {".py", "python"},
                                              {".py3", "python"}}};
// The codes of languages that are not judged here.
constexpr auto kOthers = std::to_array<std::string_view>(
    {"ada",       "algol68", "apl",          "bash",       "cgmp",        "cobol",  "cppgmp",  "crystal",
     "csharp",    "d",       "dart",         "elixir",     "erlang",      "forth",  "fortran", "fsharp",
     "gerbil",    "haskell", "javaalgs4",    "julia",      "kotlin",      "lisp",   "lua",     "modula2",
     "nim",       "ocaml",   "objectivec",   "octave",     "odin",        "pascal", "perl",    "php",
     "prolog",    "python2", "python3numpy", "racket",     "ruby",        "rust",   "scala",   "simula",
     "smalltalk", "snobol",  "swift",        "typescript", "visualbasic", "zig"});

}  // namespace

std::string language_of_code(std::string_view code) {
  const auto found = std::ranges::find(kOurs, code, &CodeAndId::code);
  return found == kOurs.end() ? "" : std::string(found->id);
}

bool is_language_code(std::string_view code) {
  return !language_of_code(code).empty() || std::ranges::find(kOthers, code) != kOthers.end();
}

std::string code_of_language(std::string_view id) {
  const auto found = std::ranges::find(kOurs, id, &CodeAndId::id);
  return std::string(found == kOurs.end() ? id : found->code);
}

std::string language_of_ending(std::string_view file_name) {
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {};
  const auto found = std::ranges::find(kEndings, file_name.substr(dot), &CodeAndId::code);
  return found == kEndings.end() ? "" : std::string(found->id);
}

}  // namespace autograder
