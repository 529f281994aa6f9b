// Statements of a problem in several languages, read from the files of its package.
//
// Knows:          the roles of storage, how packages name statements.
// Does not know:  HTTP, who is reading.
#pragma once

#include <string>
#include <vector>

#include "domain/titles.h"
#include "packages/statements.h"
#include "storage/storage.h"

namespace autograder {

constexpr std::size_t kTranslationsMax = 20;

struct Languages {
  std::string own;                  // of the problem's title and description; empty: not known
  std::vector<Translation> others;  // in order of language
};

// Where a problem's statements and their images are: "statement/", or "problem_statement/" of the legacy form.
std::string_view statement_place(const std::vector<ProblemFile>& files);
// Names and constants of the package's problem.yaml; nothing where there is none.
Result<ProblemSettings> read_package_settings(BlobStore& blobs, const std::vector<ProblemFile>& files);
// The problem's own statement may have been changed since; the others are as the package brought them.
Result<Languages> read_languages(Storage& storage, const Problem& problem);
// The one that serves the reader best (domain/titles.h). Null where that is the problem's own, or none does.
const Translation* find_translation(const Languages& languages, const ReadersLanguages& reader);

}  // namespace autograder
