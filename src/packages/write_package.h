// A problem as the files of a package of version 2025-09. Pure: bodies of tests are named by their hash.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/problem.h"
#include "packages/statements.h"

namespace autograder {

struct WrittenFile {
  std::string path;
  std::string text;                 // when `blob` is empty
  std::optional<ProblemFile> blob;  // bytes that are stored already
};

// In order of their paths. `kept` are the files of the package that the problem came from: those that say nothing of
// what the problem itself says (images, attachments, submissions, generators) stay.
// `language` is that of the problem's own statement.
std::vector<WrittenFile> write_package(const Problem& problem, const std::vector<ProblemFile>& kept,
                                       const std::string& language = "en",
                                       const std::vector<Translation>& translations = {});

// A problem that came from no package has a uuid too, made of its id: importing its export finds it again.
std::string uuid_of(const Problem& problem);
// The problem of such a uuid; empty for any other.
ProblemId problem_of_uuid(const std::string& uuid);

}  // namespace autograder
