#include <algorithm>

#include "api/context.h"
#include "api/wire/auth_wire.h"
#include "api/wire/claims.h"
#include "api/wire/list_query.h"
#include "foundation/crypto.h"
#include "foundation/log.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

constexpr int kReadAtOnce = 500;
Parsed<Response> list_users(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::manage_people));
  AG_ASSIGN(const auto page, parse_page(request));
  AG_ASSIGN(const auto after, parse_id_parameter<UserId>(request, "after"));
  if (after && page.page) return refuse(422, "after: cannot be given together with page");
  AG_ASSIGN(const auto search, parse_text_parameter(request, "search", 4 * kUserNameMax));
  AG_ASSIGN(const auto projection, parse_projection(request, user_row_fields()));
  UserFilter filter;
  filter.search = search;
  filter.after = after.value_or(UserId{});
  filter.offset = page.offset();
  filter.limit = page.limit;
  AG_ASSIGN(const auto found, stored("reading the users", request.request_id, context.storage.users().search(filter)));
  auto response = json_response(200, user_list_json(found.users, projection));
  response.headers.push_back({"X-Total-Count", std::to_string(found.total)});
  if (found.total_capped) response.headers.push_back({"X-Total-Count-Capped", "true"});
  if (found.more) {
    const bool by_number = page.page && *page.page < kPageMax && page.offset() + page.limit <= kOffsetMax;
    response.headers.push_back(by_number ? next_link(request, "page", std::to_string(*page.page + 1))
                                         : next_link(request, "after", found.users.back().id.hex()));
  }
  return response;
}

// Whether some admin other than `user` may still sign in.
Result<bool> another_admin(UserStore& store, UserId user) {
  UserId last;
  while (true) {
    AG_ASSIGN(const auto rows, store.list(last, kReadAtOnce));
    const auto is_other = [&](const User& row) { return row.id != user && row.role == Role::admin && !row.disabled; };
    if (std::ranges::any_of(rows, is_other)) return true;
    if (static_cast<int>(rows.size()) < kReadAtOnce) return false;
    last = rows.back().id;
  }
}

// Someone must be left who can undo it. Called with the lock of user changes: two admins cannot remove each other.
std::optional<Refusal> check_last_admin(Context& context, const User& user, const UserOrder& order,
                                        std::string_view request_id) {
  const bool admin_now = user.role == Role::admin && !user.disabled;
  const bool admin_then = order.role.value_or(user.role) == Role::admin && !order.disabled.value_or(user.disabled);
  if (!admin_now || admin_then) return std::nullopt;
  const auto another = another_admin(context.storage.users(), user.id);
  if (!another) return storage_refusal("looking for another admin", another.error(), request_id);
  if (*another) return std::nullopt;
  return Refusal{409, "this is the last admin who can sign in; make another one first", {}};
}

Parsed<Response> put_user(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller_who_may(context, request, Action::manage_people));
  AG_ASSIGN(const auto order, parse_user_order(request.body));
  std::string hash;
  if (order.password) {
    AG_ASSIGN(auto hashed, stored("hashing the password", request.request_id, bcrypt_hash(*order.password)));
    hash = std::move(hashed);
  }
  const auto id = request.id<UserId>();
  const auto changing = [&](User& user) -> std::optional<Refusal> {
    if (auto refusal = check_last_admin(context, user, order, request.request_id)) return refusal;
    user.role = order.role.value_or(user.role);
    user.disabled = order.disabled.value_or(user.disabled);
    if (!hash.empty()) user.password_hash = hash;
    ++user.generation;  // tokens name the role: holders of one sign in again
    return std::nullopt;
  };
  AG_ASSIGN(const auto changed, titled_where_missing(change_user(context, id, request.request_id, changing)));
  log::info("user changed by an admin", {{"request", request.request_id},
                                         {"admin", viewer.user.hex()},
                                         {"user", id.hex()},
                                         {"role", name_of_role(changed.role)},
                                         {"disabled", changed.disabled},
                                         {"password", order.password.has_value()}});
  return json_response(200, user_row_json(changed, {}));
}

}  // namespace

void add_user_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add({.method = Method::get,
              .path = "/users",
              .admit = admit_who_may(context, Action::manage_people),
              .handle = answering(context, "Listing the users failed", list_users)});
  router.add({.method = Method::put,
              .path = "/users/:id",
              .runs = http::Runs::passwords,
              .body_max = kUserOrderBodyMax,
              .takes = kJsonType,
              .admit = admit_who_may(context, Action::manage_people),
              .handle = answering(context, "The user was not changed", put_user)});
}

}  // namespace autograder::api
