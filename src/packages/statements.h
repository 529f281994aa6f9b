// statement/ of a package: what students read, as Markdown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/result.h"
#include "packages/package.h"
#include "packages/package_directory.h"
#include "packages/problem_settings.h"

namespace autograder {

constexpr Bytes kStatementMax = kib(256);

// Title and statement in another language than the problem's own.
struct Translation {
  std::string language;  // "de", "pt-BR"
  std::string title;
  std::string description;  // Markdown
  bool operator==(const Translation&) const = default;
};

// The language of a file of a package that is a statement: "de" of "statement/problem.de.md"; "en" where the legacy
// form names none. Empty for other files, and for PDF.
std::string language_of_statement(std::string_view path);
// The statement from such a file, as students read it. `invalid` when its constants make it too long.
Result<std::string> shown_statement(const std::string& path, const std::string& text, const ProblemSettings& settings);

struct PackageStatements {
  std::vector<Statement> statements;  // English first, then in order of language
  std::string title;                  // found in a legacy statement; empty when there is none
};

// Markdown is taken as it is, with constants put in and the marks for samples taken out: samples are always shown
// behind it. LaTeX is shown as source, PDF as a link. `invalid` when there is no statement, or its languages are
// not those of the names.
Result<PackageStatements> read_statements(const PackageDirectory& directory, const ProblemSettings& settings,
                                          std::vector<std::string>& notes);

// The directory of statements and their images: "statement/", or "problem_statement/" of the legacy form.
std::string statement_directory(const PackageDirectory& directory);

}  // namespace autograder
