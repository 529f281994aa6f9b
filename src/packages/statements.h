// statement/ of a package: what students read, as Markdown.
#pragma once

#include <string>
#include <vector>

#include "foundation/result.h"
#include "packages/package.h"
#include "packages/package_directory.h"
#include "packages/problem_settings.h"

namespace autograder {

constexpr Bytes kStatementMax = kib(256);

struct PackageStatements {
  std::vector<Statement> statements;  // English first, then in order of language
  std::string title;                  // found in a legacy statement; empty when there is none
};

// Markdown is taken as it is, with constants put in and the marks for samples taken out: samples are always shown
// behind it. LaTeX is shown as its source, PDF as a link. `invalid` when there is no statement, or its languages are
// not those of the names.
Result<PackageStatements> read_statements(const PackageDirectory& directory, const ProblemSettings& settings,
                                          std::vector<std::string>& notes);

// Where statements and their images stand: "statement/", or "problem_statement/" of the legacy form.
std::string statement_directory(const PackageDirectory& directory);

}  // namespace autograder
