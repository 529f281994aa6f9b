#include "api/testing/documented.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "embedded_api_files.h"
#include "http/router.h"

namespace autograder::testing {
namespace {

// Statuses that every operation may answer with, documented once as `default`.
const std::set<int> kEverywhere{408, 413, 415, 429, 431, 500, 503};

struct Documented {
  http::Router router;
  std::map<std::string, std::set<int>> statuses;  // by "GET /path"
  std::map<std::string, std::set<int>> seen;
  std::map<std::string, std::optional<Action>> rights;
};

Action action_of(const std::string& name) {
  static const std::map<std::string, Action> actions{
      {"take_part", Action::take_part},
      {"read_problem", Action::read_problem},
      {"read_submission", Action::read_submission},
      {"teach", Action::teach},
      {"manage_people", Action::manage_people},
      {"operate", Action::operate},
  };
  EXPECT_TRUE(actions.contains(name)) << "x-right: " << name << " is no action of domain/access.h";
  return actions.at(name);
}

// Reads the indentation of our own file: paths at two spaces, methods at four, statuses at eight.
Documented read_document() {
  Documented document;
  std::string_view text;
  for (const auto& file : embedded::api_files()) {
    if (file.name == "http_api.yaml") text = file.bytes;
  }
  std::istringstream lines{std::string(text)};
  std::string line, path, operation;
  bool in_paths = false;
  while (std::getline(lines, line)) {
    if (!line.empty() && line[0] != ' ') in_paths = line == "paths:";
    if (!in_paths || line.size() < 3 || line.back() == ' ') continue;
    const auto indent = line.find_first_not_of(' ');
    const auto name = line.substr(indent, line.find(':', indent) - indent);
    if (indent == 2 && name[0] == '/') {
      path = name;
      const auto brace = path.find("{id}");
      if (brace != std::string::npos) path.replace(brace, 4, ":id");
      const auto name_brace = path.find("{name}");
      if (name_brace != std::string::npos) path.replace(name_brace, 6, ":name");
    } else if (indent == 4) {
      std::string method;
      for (const char c : name) method += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      operation = method + " " + path;
      document.router.add({.method = http::method_from(method), .path = path});
      document.rights[operation] = std::nullopt;
    } else if (indent == 6 && name == "x-right") {
      document.rights[operation] = action_of(line.substr(line.find(": ") + 2));
    } else if (indent == 8 && name.size() == 5 && name[0] == '"') {
      document.statuses[operation].insert(std::stoi(name.substr(1, 3)));
    }
  }
  return document;
}

Documented& document() {
  static Documented instance = read_document();
  return instance;
}

// The lines of docs/errors.md, which tests find from the project's root, where ctest starts them.
struct DocumentedErrors {
  std::set<std::string> messages;
  std::vector<std::regex> reasons;
  std::vector<std::regex> packages;
};

DocumentedErrors read_errors() {
  DocumentedErrors errors;
  std::ifstream file("docs/errors.md");
  EXPECT_TRUE(file) << "start this program in the project's root";
  std::string line, heading;
  while (std::getline(file, line)) {
    if (line.starts_with("## ")) heading = line.substr(3);
    if (!line.starts_with("- `")) continue;
    const auto sentence = line.substr(3, line.size() - 4);
    if (heading == "Messages") errors.messages.insert(sentence);
    if (heading != "Reasons" && heading != "Packages") continue;
    std::string pattern = heading == "Packages" ? "(?:[^]*: )?" : "";
    for (const char c : sentence) {
      if (c == '$') {
        pattern += "[^]+";
      } else {
        if (std::string_view(".*+?^{}()|[]\\").contains(c)) pattern += '\\';
        pattern += c;
      }
    }
    (heading == "Packages" ? errors.packages : errors.reasons).emplace_back(pattern);
  }
  return errors;
}

class EverythingSeen final : public ::testing::Environment {
 public:
  void TearDown() override {
    if (::testing::GTEST_FLAG(filter) != "*" || !::testing::UnitTest::GetInstance()->Passed()) return;
    for (const auto& [operation, statuses] : document().statuses) {
      for (const int status : statuses) {
        EXPECT_TRUE(document().seen[operation].contains(status))
            << "documented, but no test has seen it: " << operation << " " << status;
      }
    }
    for (const int status : kEverywhere) {
      const bool seen =
          std::ranges::any_of(document().seen, [&](const auto& row) { return row.second.contains(status); });
      EXPECT_TRUE(seen) << "documented as default, but no test has seen it: " << status;
    }
  }
};
[[maybe_unused]] const auto* const registered = ::testing::AddGlobalTestEnvironment(new EverythingSeen);

}  // namespace

std::map<std::string, std::optional<Action>> documented_rights() {
  auto rights = document().rights;
  std::erase_if(rights, [](const auto& row) { return !document().statuses.contains(row.first); });  // PARAMETERS /path
  return rights;
}

void observe(std::string_view method, std::string_view target, int status) {
  const auto match = document().router.match(http::method_from(method), target.substr(0, target.find('?')));
  if (match.route == nullptr) {
    EXPECT_TRUE(status == 400 || status == 404 || status == 405 || status == 204 || status == 431)
        << "undocumented: " << method << ' ' << target;
    return;
  }
  const std::string operation = std::string(http::name_of(match.route->method)) + " " + match.route->path;
  document().seen[operation].insert(status);
  EXPECT_TRUE(kEverywhere.contains(status) || document().statuses[operation].contains(status))
      << "undocumented: " << operation << ' ' << status;
}

void observe_error(std::string_view message, std::string_view error) {
  static const DocumentedErrors errors = read_errors();
  EXPECT_TRUE(errors.messages.contains(std::string(message))) << "not in docs/errors.md: " << message;
  const bool of_package = message == "The package was not imported";
  static std::set<std::string> seen;
  const auto [reason, is_new] = seen.emplace(error);
  if (!is_new) return;
  const auto in = [&](const auto& list) {
    return std::ranges::any_of(list, [&](const auto& known) { return std::regex_match(*reason, known); });
  };
  EXPECT_TRUE(in(errors.reasons) || (of_package && in(errors.packages))) << "not in docs/errors.md: " << error;
}

}  // namespace autograder::testing
