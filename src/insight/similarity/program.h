// Compares programs of one problem: how alike their structure is, how alike their wording, how unusual that is.
//
// Knows:          six languages, tokens, fingerprints, an index of programs in memory.
// Does not know:  storage, submissions, HTTP, guilt. A similarity is a number; people decide what it means.
#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "insight/similarity/normal_form.h"
#include "insight/similarity/not_compared.h"
#include "insight/similarity/source_language.h"
#include "insight/similarity/winnowing.h"
#include "insight/similarity/wording.h"

namespace autograder::similarity {

// Kept with stored fingerprints: another number, other fingerprints, all made again.
constexpr int kFormVersion = 1;
// Below so many tokens of the normal form everybody's program is alike.
constexpr std::size_t kTokensMin = 24;

// What is kept of a program; the source is not, positions point into it.
struct Program {
  SourceLanguage language = SourceLanguage::python;
  std::vector<Token> tokens;
  std::vector<Fingerprint> fingerprints;
  std::vector<Feature> wording;
};

// Reads any bytes, in time and memory linear in their number up to kSourceBytesMax. Pure and safe from several threads.
std::expected<Program, NotCompared> read_program(SourceLanguage language, std::string_view source, Grain grain = {});

// As read_program, however short it is: a template is.
std::expected<Program, NotCompared> read_template(SourceLanguage language, std::string_view source, Grain grain = {});

}  // namespace autograder::similarity
