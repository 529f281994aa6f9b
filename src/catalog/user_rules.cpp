#include "catalog/user_rules.h"

#include "domain/spelling.h"
#include "domain/text.h"

namespace autograder {
namespace {

using Fault = std::optional<std::string>;

Fault size_fault(std::size_t size, std::size_t min, std::size_t max, std::string_view unit) {
  if (size == 0) return "must not be empty";
  if (size < min) return "under " + std::to_string(min) + " " + std::string(unit);
  if (size > max) return "over " + std::to_string(max) + " " + std::string(unit);
  return std::nullopt;
}

// No byte of it is lost where it is kept.
Fault text_fault(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return "contains a NUL character, which cannot be stored";
  if (!is_clean(text)) return "must be UTF-8 without NUL";
  return std::nullopt;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(' ') == std::string_view::npos;
}

bool looks_like_an_address(std::string_view email) {
  const auto at = email.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < email.size() &&
         email.find('@', at + 1) == std::string_view::npos && email.find(' ') == std::string_view::npos;
}

}  // namespace

Fault user_name_fault(std::string_view name) {
  if (auto fault = size_fault(count_characters(name), 1, kUserNameMax, "characters")) return fault;
  if (auto fault = text_fault(name)) return fault;
  if (is_blank(name)) return "must not be blank";
  return spelling_fault(name);
}

Fault email_fault(std::string_view email) {
  if (auto fault = size_fault(email.size(), kEmailMin, kEmailMax, "bytes")) return fault;
  if (auto fault = text_fault(email)) return fault;
  if (!looks_like_an_address(email)) return "must be an email address";
  return spelling_fault(email);
}

Fault password_fault(std::string_view password) {
  if (auto fault = size_fault(password.size(), kPasswordMin, kPasswordMax, "bytes")) return fault;
  // Any other bytes may be: a terminal need not speak UTF-8.
  if (password.find('\0') != std::string_view::npos) return "contains a NUL character, which cannot be stored";
  return std::nullopt;
}

}  // namespace autograder
