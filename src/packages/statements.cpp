#include "packages/statements.h"

#include <algorithm>
#include <map>

#include "domain/text.h"
#include "packages/package_tests.h"

namespace autograder {
namespace {

bool is_language_tag(std::string_view tag) {
  const auto dash = tag.find('-');
  const auto letters = [](std::string_view text, char from, char to) {
    return std::ranges::all_of(text, [=](char c) { return c >= from && c <= to; });
  };
  const auto base = tag.substr(0, dash);
  if ((base.size() != 2 && base.size() != 3) || !letters(base, 'a', 'z')) return false;
  return dash == std::string_view::npos || (tag.size() == dash + 3 && letters(tag.substr(dash + 1), 'A', 'Z'));
}

struct Found {
  std::string language;
  std::string path;
  std::string kind;  // "md", "tex", "pdf"
};

// "problem.en.md", and "problem.tex" of the legacy form.
std::vector<Found> find_statements(const PackageDirectory& directory, const std::string& place) {
  std::vector<Found> found;
  for (const auto& file : directory.below(place)) {
    const std::string name = file.path.substr(place.size());
    if (!name.starts_with("problem.")) continue;
    const auto dot = name.rfind('.');
    const std::string kind = name.substr(dot + 1);
    if (kind != "md" && kind != "tex" && kind != "pdf") continue;
    const std::string language = dot > 8 ? name.substr(8, dot - 8) : "en";
    if (is_language_tag(language)) found.push_back({language, file.path, kind});
  }
  return found;
}

// The argument of the first `command{...}`, braces balanced.
std::string argument_of(std::string_view text, std::string_view command) {
  const auto at = text.find(command);
  if (at == std::string_view::npos) return {};
  auto rest = text.substr(at + command.size());
  int depth = 1;
  for (std::size_t i = 0; i < rest.size() && i < 1000; ++i) {
    depth += rest[i] == '{' ? 1 : rest[i] == '}' ? -1 : 0;
    if (depth == 0) return std::string(rest.substr(0, i));
  }
  return {};
}

std::string title_in(std::string_view latex) {
  constexpr std::string_view kPlain = "plainproblemname:";
  if (const auto at = latex.find(kPlain); at != std::string_view::npos) {
    auto line = latex.substr(at + kPlain.size());
    line = line.substr(0, line.find('\n'));
    const auto begin = line.find_first_not_of(' ');
    return begin == std::string_view::npos ? "" : std::string(line.substr(begin));
  }
  return argument_of(latex, "\\problemname{");
}

// Students see the samples behind every statement.
std::string without_sample_marks(std::string text) {
  for (const std::string_view mark : {"{{nextsample}}", "{{remainingsamples}}"}) {
    std::string rest;
    std::size_t begin = 0;
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, begin)) {
      rest.append(text, begin, at - begin);
      begin = at + mark.size();
    }
    text = rest.append(text, begin);
  }
  return text;
}

// A fence longer than any run of its character inside.
std::string fenced(const std::string& text, const char* language) {
  std::size_t longest = 2, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fence + language + "\n" + text + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

Result<Statement> read_one(const PackageDirectory& directory, const Found& found, const ProblemSettings& settings,
                           PackageStatements& all, std::vector<std::string>& notes) {
  Statement statement{found.language, found.path, {}};
  const std::string name = found.path.substr(found.path.rfind('/') + 1);
  if (found.kind == "pdf") {
    statement.text = "[" + name + "](" + name + ")\n";
    notes.push_back(found.path + ": is shown as a link to the file");
    return statement;
  }
  AG_ASSIGN(auto text, directory.read_text(found.path, kStatementMax));
  if (found.kind == "md") {
    AG_ASSIGN(auto told, with_constants(text, settings.constants, found.path, kStatementMax));
    statement.text = without_sample_marks(std::move(told));
    return statement;
  }
  if (all.title.empty()) all.title = title_in(text);
  statement.text = fenced(text, "latex");
  notes.push_back(found.path + ": LaTeX is shown as source; a problem." + found.language +
                  ".md would be shown instead");
  return statement;
}

Result<> check_languages(const std::map<std::string, Found>& statements, const ProblemSettings& settings) {
  for (const auto& [language, found] : statements) {
    if (!settings.names.contains(language)) {
      return fail(ErrorCode::invalid, "problem.yaml: name: required in the language of " + found.path);
    }
  }
  for (const auto& [language, name] : settings.names) {
    if (!statements.contains(language)) {
      return fail(ErrorCode::invalid, "problem.yaml: name: there is no statement/problem." + printable(language, 20) +
                                          ".md for the language " + printable(language, 20));
    }
  }
  return {};
}

}  // namespace

std::string statement_directory(const PackageDirectory& directory) {
  return directory.has_below("statement/") ? "statement/" : "problem_statement/";
}

Result<PackageStatements> read_statements(const PackageDirectory& directory, const ProblemSettings& settings,
                                          std::vector<std::string>& notes) {
  // Of one language Markdown is taken before LaTeX, and LaTeX before PDF.
  std::map<std::string, Found> by_language;
  for (const char* kind : {"md", "tex", "pdf"}) {
    for (auto& found : find_statements(directory, statement_directory(directory))) {
      if (found.kind == kind) by_language.try_emplace(found.language, found);
    }
  }
  if (by_language.empty()) {
    return fail(ErrorCode::invalid, "statement: has no problem.<language>.md, as statement/problem.en.md");
  }
  if (settings.format == PackageFormat::v2025_09) AG_TRY(check_languages(by_language, settings));
  PackageStatements all;
  for (const auto& [language, found] : by_language) {
    AG_ASSIGN(auto statement, read_one(directory, found, settings, all, notes));
    all.statements.push_back(std::move(statement));
  }
  const auto english = std::ranges::find(all.statements, std::string_view("en"), &Statement::language);
  if (english != all.statements.end()) std::rotate(all.statements.begin(), english, std::next(english));
  return all;
}

std::string language_of_statement(std::string_view path) {
  const auto slash = path.find('/');
  const auto place = path.substr(0, slash + 1);
  if (slash == std::string_view::npos || (place != "statement/" && place != "problem_statement/")) return {};
  const auto name = path.substr(slash + 1);
  if (!name.starts_with("problem.") || (!name.ends_with(".md") && !name.ends_with(".tex"))) return {};
  const auto dot = name.rfind('.');
  const auto language = dot > 8 ? name.substr(8, dot - 8) : std::string_view("en");
  return is_language_tag(language) ? std::string(language) : std::string{};
}

Result<std::string> shown_statement(const std::string& path, const std::string& text, const ProblemSettings& settings) {
  if (path.ends_with(".tex")) return fenced(text, "latex");
  AG_ASSIGN(auto told, with_constants(text, settings.constants, path, kStatementMax));
  return without_sample_marks(std::move(told));
}

}  // namespace autograder
