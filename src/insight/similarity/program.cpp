#include "insight/similarity/program.h"

#include <algorithm>
#include <utility>

#include "foundation/utf8.h"
#include "insight/similarity/lexer.h"
#include "insight/similarity/plausible.h"
#include "insight/similarity/tree.h"

namespace autograder::similarity {
namespace {

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t skip = 0;
    const auto length = static_cast<unsigned char>(bytes.front()) < 0x80 ? 1 : utf8_length(bytes, &skip);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

// Text has no control characters but those that move the cursor.
bool is_binary(std::string_view bytes) {
  return std::ranges::any_of(
      bytes, [](char c) { return (c >= 0 && c < '\t') || (c > '\r' && c < ' ' && c != 0x1a && c != 0x1b); });
}

}  // namespace

std::expected<Program, NotCompared> read_template(SourceLanguage language, std::string_view source, Grain grain) {
  if (source.size() > kSourceBytesMax) return std::unexpected(NotCompared::too_large);
  if (is_binary(source)) return std::unexpected(NotCompared::binary);
  if (!is_utf8(source)) return std::unexpected(NotCompared::not_utf8);
  const auto lexemes = lex(language, source);
  if (!lexemes) return std::unexpected(lexemes.error());
  if (!looks_like(language, source, *lexemes)) return std::unexpected(NotCompared::another_language);
  auto tree = build_tree(language, source, *lexemes);
  if (!tree) return std::unexpected(tree.error());
  Program program{.language = language, .tokens = normal_form(std::move(*tree))};
  program.fingerprints = winnow(program.tokens, grain);
  program.wording = wording_of(source, *lexemes);
  return program;
}

std::expected<Program, NotCompared> read_program(SourceLanguage language, std::string_view source, Grain grain) {
  auto program = read_template(language, source, grain);
  if (program && program->tokens.size() < kTokensMin) return std::unexpected(NotCompared::too_short);
  return program;
}

}  // namespace autograder::similarity
