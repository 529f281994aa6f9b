#include "api/wire/auth_wire.h"

#include <limits>

#include "api/wire/claims.h"
#include "api/wire/fields.h"
#include "catalog/user_rules.h"

namespace autograder::api {
namespace {

// The rules of the domain bound it.
constexpr TextBound kAnyText{0, std::numeric_limits<std::size_t>::max(), TextBound::Unit::bytes, true};
constexpr TextBound kAnyPassword{0, kAnyPasswordMax, TextBound::Unit::bytes, true};

using Rule = std::optional<std::string> (*)(std::string_view);

std::optional<std::string> optional_text_by(Fields& fields, std::string_view name, Rule rule) {
  auto text = fields.optional_text(name, kAnyText);
  if (!text || !fields.good()) return text;
  if (const auto fault = rule(*text)) fields.refuse_field(422, name, *fault);
  return text;
}

std::string text_by(Fields& fields, std::string_view name, Rule rule) {
  fields.require(name);
  return optional_text_by(fields, name, rule).value_or("");
}

}  // namespace

Parsed<Registration> parse_registration(std::string_view body) {
  const auto object = read_object(body);
  if (!object) return std::unexpected(object.error());
  Fields fields(*object);
  Registration registration;
  registration.name = text_by(fields, "name", user_name_fault);
  registration.email = text_by(fields, "email", email_fault);
  registration.password = text_by(fields, "password", password_fault);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return registration;
}

Parsed<Login> parse_login(std::string_view body) {
  const auto object = read_object(body);
  if (!object) return std::unexpected(object.error());
  Fields fields(*object);
  Login login;
  login.email = fields.text("email", {0, kEmailMax, TextBound::Unit::bytes, true});
  login.password = fields.text("password", kAnyPassword);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return login;
}

Parsed<ProfileChange> parse_profile_change(std::string_view body) {
  const auto object = read_object(body);
  if (!object) return std::unexpected(object.error());
  Fields fields(*object);
  ProfileChange change;
  change.name = optional_text_by(fields, "name", user_name_fault);
  change.password = optional_text_by(fields, "password", password_fault);
  change.current_password = fields.optional_text("currentPassword", kAnyPassword);
  if (fields.good() && change.password && !change.current_password) {
    fields.refuse_field(400, "currentPassword", "required to set a new password");
  }
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return change;
}

Parsed<UserOrder> parse_user_order(std::string_view body) {
  const auto object = read_object(body);
  if (!object) return std::unexpected(object.error());
  Fields fields(*object);
  UserOrder order;
  if (const auto role = fields.optional_choice("role", {"student", "admin"})) {
    order.role = *role == 0 ? Role::student : Role::admin;
  }
  order.disabled = fields.optional_boolean("disabled");
  order.password = optional_text_by(fields, "password", password_fault);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return order;
}

std::string token_json(std::string_view token) {
  std::string text;
  JsonObject object(text);
  object.text("token", token);
  object.end();
  return text;
}

std::string ticket_json(std::string_view ticket) {
  std::string text;
  JsonObject object(text);
  object.text("ticket", ticket);
  object.end();
  return text;
}

const std::vector<std::string>& user_fields() {
  static const std::vector<std::string> names{"_id", "name", "email", "role", "createdAt", "updatedAt"};
  return names;
}

const std::vector<std::string>& user_row_fields() {
  static const std::vector<std::string> names{"_id", "name", "email", "role", "disabled", "createdAt", "updatedAt"};
  return names;
}

namespace {

void write_user(std::string& out, const User& user, const Projection& projection, bool with_disabled) {
  JsonObject object(out, &projection);
  object.text("_id", user.id.hex());
  object.text("name", user.name);
  object.text("email", user.email);
  object.text("role", name_of_role(user.role));
  if (with_disabled) object.boolean("disabled", user.disabled);
  object.text("createdAt", iso8601(user.created_at));
  object.text("updatedAt", iso8601(user.updated_at));
  object.end();
}

}  // namespace

std::string user_json(const User& user, const Projection& projection) {
  std::string text;
  write_user(text, user, projection, false);
  return text;
}

std::string user_row_json(const User& user, const Projection& projection) {
  std::string text;
  write_user(text, user, projection, true);
  return text;
}

std::string progress_json(const Progress& progress) {
  const auto hexes = [](const std::vector<ProblemId>& ids) {
    std::vector<std::string> texts;
    for (const auto& id : ids) texts.push_back(id.hex());
    return texts;
  };
  std::string text;
  JsonObject object(text);
  object.texts("solved", hexes(progress.solved));
  object.texts("tried", hexes(progress.tried));
  if (progress.capped) object.boolean("capped", true);
  object.end();
  return text;
}

std::string user_list_json(const std::vector<User>& users, const Projection& projection) {
  std::string text;
  JsonArray array(text);
  for (const auto& user : users) {
    array.next();
    write_user(text, user, projection, true);
  }
  array.end();
  return text;
}

}  // namespace autograder::api
