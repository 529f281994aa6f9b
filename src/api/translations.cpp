#include "api/translations.h"

#include <algorithm>
#include <map>

#include "domain/text.h"
#include "packages/problem_settings.h"

namespace autograder {
namespace {

Result<std::string> read_text(BlobStore& blobs, const ProblemFile& file) {
  if (file.size > kStatementMax) return fail(ErrorCode::invalid, file.path + ": is too large");
  AG_ASSIGN(const auto bytes, blobs.read(file.hash, 0, file.size.count));
  return clean_text(bytes, bytes.size()).text;
}

}  // namespace

Result<ProblemSettings> read_package_settings(BlobStore& blobs, const std::vector<ProblemFile>& files) {
  const auto file = std::ranges::find(files, std::string("problem.yaml"), &ProblemFile::path);
  if (file == files.end()) return ProblemSettings{};
  AG_ASSIGN(const auto text, read_text(blobs, *file));
  return parse_problem_settings(text);
}

Result<Languages> read_languages(Storage& storage, const Problem& problem) {
  AG_ASSIGN(const auto files, storage.problems().files(problem.id));
  // Of one language Markdown is taken before LaTeX: "md" comes before "tex" in the order of paths.
  std::map<std::string, const ProblemFile*> statements;
  for (const auto& file : files) {
    const auto language = language_of_statement(file.path);
    if (!language.empty()) statements.try_emplace(language, &file);
  }
  Languages languages;
  if (statements.empty()) return languages;
  languages.own = statements.contains("en") ? "en" : statements.begin()->first;
  if (statements.size() == 1) return languages;
  AG_ASSIGN(const auto settings, read_package_settings(storage.blobs(), files));
  for (const auto& [language, file] : statements) {
    if (language == languages.own || languages.others.size() == kTranslationsMax) continue;
    AG_ASSIGN(const auto text, read_text(storage.blobs(), *file));
    const auto name = settings.names.find(language);
    languages.others.push_back({language, name == settings.names.end() ? problem.title : name->second,
                                shown_statement(file->path, text, settings)});
  }
  return languages;
}

const Translation* find_translation(const Languages& languages, std::string_view wanted) {
  for (const auto tag : {wanted, wanted.substr(0, wanted.find('-'))}) {
    if (tag == languages.own) return nullptr;
    const auto found = std::ranges::find(languages.others, tag, &Translation::language);
    if (found != languages.others.end()) return &*found;
  }
  return nullptr;
}

}  // namespace autograder
