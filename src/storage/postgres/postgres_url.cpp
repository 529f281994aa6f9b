#include <libpq-fe.h>

#include <map>
#include <memory>

#include "storage/postgres/postgres_options.h"

namespace autograder {
namespace {

struct Deleter {
  void operator()(PQconninfoOption* list) const { PQconninfoFree(list); }
  void operator()(char* text) const { PQfreemem(text); }
};

Result<std::map<std::string, std::string>> parts_of(const std::string& url) {
  char* said = nullptr;
  const std::unique_ptr<PQconninfoOption, Deleter> list(PQconninfoParse(url.c_str(), &said));
  const std::unique_ptr<char, Deleter> message(said);
  // Its message may repeat a part of the URL, which may be the password.
  if (!list) {
    return fail(ErrorCode::invalid,
                "must be postgres://USER:PASSWORD@HOST:PORT/DATABASE; special characters in it as %XX");
  }
  std::map<std::string, std::string> parts;
  for (const PQconninfoOption* option = list.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) parts[option->keyword] = option->val;
  }
  return parts;
}

}  // namespace

bool is_postgres_url(const std::string& url) {
  return url.starts_with("postgres://") || url.starts_with("postgresql://");
}

Result<> check_postgres_url(const std::string& url) {
  AG_ASSIGN(auto parts, parts_of(url));
  if (parts["dbname"].empty()) {
    return fail(ErrorCode::invalid, "must name the database: postgres://USER@HOST/DATABASE");
  }
  return {};
}

std::string url_without_password(const std::string& url) {
  auto parts = parts_of(url);
  if (!parts) return "postgres://";
  auto& part = *parts;
  std::string text = "postgres://";
  if (!part["user"].empty()) text += part["user"] + "@";
  text += part["host"].starts_with('/') ? "" : part["host"];
  if (!part["port"].empty()) text += ":" + part["port"];
  text += "/" + part["dbname"];
  if (part["host"].starts_with('/')) text += "?host=" + part["host"];
  return text;
}

}  // namespace autograder
