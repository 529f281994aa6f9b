// JSON of registering, signing in and profiles.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/wire/body_text.h"
#include "api/wire/refusal.h"
#include "catalog/user_rules.h"
#include "domain/user.h"
#include "foundation/json_writer.h"
#include "storage/problem_store.h"

namespace autograder::api {

constexpr std::size_t kAnyPasswordMax = 4096;  // of one that may be wrong

constexpr std::size_t kRegistrationBodyMax = body_max_for(4 * kUserNameMax + kEmailMax + kPasswordMax);
constexpr std::size_t kLoginBodyMax = body_max_for(kEmailMax + kAnyPasswordMax);
constexpr std::size_t kProfileBodyMax = body_max_for(4 * kUserNameMax + kPasswordMax + kAnyPasswordMax);
constexpr std::size_t kUserOrderBodyMax = body_max_for(kPasswordMax + 16);

struct Registration {
  std::string name;
  std::string email;
  std::string password;
};
Parsed<Registration> parse_registration(std::string_view body);

struct Login {
  std::string email;
  std::string password;  // any text: one that no user can have is a wrong one
};
Parsed<Login> parse_login(std::string_view body);

struct ProfileChange {
  std::optional<std::string> name;
  std::optional<std::string> password;
  std::optional<std::string> current_password;
};
Parsed<ProfileChange> parse_profile_change(std::string_view body);

// A change of a user by an admin.
struct UserOrder {
  std::optional<Role> role;
  std::optional<bool> disabled;
  std::optional<std::string> password;
};
Parsed<UserOrder> parse_user_order(std::string_view body);

std::string token_json(std::string_view token);
std::string ticket_json(std::string_view ticket);
const std::vector<std::string>& user_fields();
std::string user_json(const User& user, const Projection& projection);
std::string progress_json(const Progress& progress);
// As admins see people: with `disabled`.
const std::vector<std::string>& user_row_fields();
std::string user_row_json(const User& user, const Projection& projection);
std::string user_list_json(const std::vector<User>& users, const Projection& projection);

}  // namespace autograder::api
