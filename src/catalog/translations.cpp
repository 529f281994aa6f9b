#include "catalog/translations.h"

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

// By language. Of one language Markdown is taken before LaTeX: "md" comes before "tex" in the order of paths.
std::map<std::string, const ProblemFile*> statements_among(const std::vector<ProblemFile>& files) {
  const auto place = statement_place(files);
  std::map<std::string, const ProblemFile*> statements;
  for (const auto& file : files) {
    const auto language = file.path.starts_with(place) ? language_of_statement(file.path) : std::string{};
    if (!language.empty()) statements.try_emplace(language, &file);
  }
  return statements;
}

}  // namespace

std::string_view statement_place(const std::vector<ProblemFile>& files) {
  const auto below = [&](std::string_view place) {
    return std::ranges::any_of(files, [&](const auto& file) { return file.path.starts_with(place); });
  };
  return below("problem_statement/") && !below("statement/") ? "problem_statement/" : "statement/";
}

Result<ProblemSettings> read_package_settings(BlobStore& blobs, const std::vector<ProblemFile>& files) {
  const auto file = std::ranges::find(files, std::string("problem.yaml"), &ProblemFile::path);
  if (file == files.end()) return ProblemSettings{};
  AG_ASSIGN(const auto text, read_text(blobs, *file));
  return parse_problem_settings(text);
}

Result<Languages> read_languages(Storage& storage, const Problem& problem) {
  AG_ASSIGN(const auto files, storage.problems().files(problem.id));
  const auto statements = statements_among(files);
  Languages languages;
  if (statements.empty()) return languages;
  languages.own = statements.contains("en") ? "en" : statements.begin()->first;
  if (statements.size() == 1) return languages;
  AG_ASSIGN(const auto settings, read_package_settings(storage.blobs(), files));
  for (const auto& [language, file] : statements) {
    if (language == languages.own || languages.others.size() == kTranslationsMax) continue;
    const auto text = read_text(storage.blobs(), *file);
    if (!text && text.error().code != ErrorCode::invalid) return std::unexpected(text.error());
    auto shown = text ? shown_statement(file->path, *text, settings) : text;
    if (!shown) continue;  // too long: no reason to hide the problem
    const auto name = settings.names.find(language);
    const auto& title = name == settings.names.end() ? problem.title : name->second;
    languages.others.push_back({language, title, std::move(*shown)});
  }
  return languages;
}

const Translation* find_translation(const Languages& languages, const ReadersLanguages& reader) {
  std::vector<std::string> offered;
  if (!languages.own.empty()) offered.push_back(languages.own);
  for (const auto& other : languages.others) offered.push_back(other.language);
  const auto chosen = language_for(reader, offered, languages.own);
  const auto found = std::ranges::find(languages.others, chosen.value_or(""), &Translation::language);
  return found == languages.others.end() ? nullptr : &*found;
}

}  // namespace autograder
