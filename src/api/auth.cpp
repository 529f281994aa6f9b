#include "api/context.h"
#include "api/wire/auth_wire.h"
#include "api/wire/list_query.h"
#include "foundation/crypto.h"
#include "foundation/log.h"
#include "http/client_address.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

constexpr Rate kWrongPresentRate{10, std::chrono::seconds(60)};
constexpr Rate kRegisterRate{60, std::chrono::seconds(3600)};
constexpr Rate kTicketRate{60, std::chrono::seconds(60)};
// A hash that no password fits: an unknown email costs as much work as a known one.
constexpr std::string_view kNobodysHash = "$2b$10$abcdefghijklmnopqrstuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu";

// Whether someone with this address may register here.
std::optional<Refusal> check_registering(const Registering& rule, std::string_view email) {
  if (!rule.open) return Refusal{403, "registration is closed; ask an admin for an account", {}};
  if (rule.mail_domains.empty()) return std::nullopt;
  const auto domain = email.substr(email.find('@') + 1);
  std::string known;
  for (const auto& mail_domain : rule.mail_domains) {
    if (http::equal_ignoring_case(domain, mail_domain)) return std::nullopt;
    known += (known.empty() ? "" : ", ") + mail_domain;
  }
  return Refusal{403, "email: only addresses of these domains may register: " + known, {}};
}

Parsed<Response> register_user(Context& context, const Request& request) {
  AG_ASSIGN(const auto registration, parse_registration(request.body));
  AG_TRY(unless(check_registering(context.options.registering, registration.email)));
  // From here on an answer costs a look into storage, and tells whether an email is taken.
  const auto key = "register:" + http::subscriber_of(request.client_address);
  AG_TRY(unless(too_often(context, key, kRegisterRate, request.request_id)));
  const Refusal taken{409, "email: already registered", {}};
  AG_ASSIGN(const auto known, stored("looking for the email", request.request_id,
                                     context.storage.users().find_by_email(registration.email)));
  if (known) return std::unexpected(taken);
  AG_ASSIGN(auto hash, stored("hashing the password", request.request_id, bcrypt_hash(registration.password)));
  User user;
  user.id = context.ids.next<UserId>();
  user.name = registration.name;
  user.email = registration.email;
  user.password_hash = std::move(hash);
  user.created_at = user.updated_at = context.clock.now();
  if (const auto created = context.storage.users().create(user); !created) {
    if (created.error().code == ErrorCode::conflict) return std::unexpected(taken);
    return std::unexpected(storage_refusal("storing the user", created.error(), request.request_id));
  }
  context.sign_ins.succeeded(context.sign_ins.attempt(request.client_address, user.email));
  log::info("user registered", {{"request", request.request_id}, {"user", user.id.hex()}});
  return json_response(201, message_json("User registered"));
}

Parsed<Response> sign_in(Context& context, const Request& request) {
  AG_ASSIGN(const auto login, parse_login(request.body));
  auto attempt = context.sign_ins.attempt(request.client_address, login.email);
  if (const auto refusal = context.sign_ins.begin(attempt)) {
    note_rate_limit(context, "login:" + attempt.address, request.request_id);
    return std::unexpected(*refusal);
  }
  const auto found = context.storage.users().find_by_email(login.email);
  if (!found) {
    context.sign_ins.give_back(attempt);
    return std::unexpected(storage_refusal("looking for the user", found.error(), request.request_id));
  }
  const bool possible = login.password.size() <= kPasswordMax && login.password.find('\0') == std::string::npos;
  // Who signs in elsewhere has no password, and is refused as somebody unknown is.
  const bool has_password = *found && !(*found)->password_hash.empty();
  const std::string hash(has_password ? (*found)->password_hash : std::string(kNobodysHash));
  const bool fits = bcrypt_verify(possible ? login.password : std::string_view("impossible"), hash);
  if (!has_password || !possible || !fits) return refuse(401, "email or password: wrong");
  context.sign_ins.give_back(attempt);
  if ((*found)->disabled) return refuse(401, "this user is disabled; an admin can tell why");
  context.sign_ins.succeeded(attempt);
  log::info("user signed in", {{"request", request.request_id}, {"user", (*found)->id.hex()}});
  return json_response(200, token_json(context.sessions.issue(**found)));
}

// The caller's own row.
Parsed<User> own_row(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  AG_ASSIGN(auto user, stored("reading the user", request.request_id, context.storage.users().find(viewer.user)));
  if (!user) return refuse(401, "Authorization: the token's user is gone");
  return std::move(*user);
}

Parsed<Response> get_me(Context& context, const Request& request) {
  AG_ASSIGN(const auto projection, parse_projection(request, user_fields()));
  AG_ASSIGN(const auto user, own_row(context, request));
  return json_response(200, user_json(user, projection));
}

Parsed<Response> put_me(Context& context, const Request& request) {
  const auto change = parse_profile_change(request.body);
  AG_ASSIGN(const auto seen, own_row(context, request));
  if (!change) return std::unexpected(change.error());
  std::string hash;
  if (change->password) {
    const auto key = "password:" + seen.id.hex();
    AG_TRY(unless(too_often(context, key, kWrongPresentRate, request.request_id)));
    const bool possible =
        change->current_password->size() <= kPasswordMax && change->current_password->find('\0') == std::string::npos;
    if (!possible || !bcrypt_verify(*change->current_password, seen.password_hash)) {
      return refuse(422, "currentPassword: wrong");
    }
    give_back(context, key, kWrongPresentRate);
    AG_ASSIGN(auto hashed, stored("hashing the password", request.request_id, bcrypt_hash(*change->password)));
    hash = std::move(hashed);
  }
  const auto changing = [&](User& user) -> std::optional<Refusal> {
    if (change->name) user.name = *change->name;
    if (hash.empty()) return std::nullopt;
    // The present password was checked before; a change of it in between wins.
    if (user.password_hash != seen.password_hash) {
      return Refusal{422, "currentPassword: wrong", {}};
    }
    user.password_hash = hash;
    ++user.generation;  // holders of older tokens must sign in again
    return std::nullopt;
  };
  AG_ASSIGN(const auto changed, change_user(context, seen.id, request.request_id, changing));
  log::info("user changed the profile",
            {{"request", request.request_id}, {"user", changed.id.hex()}, {"password", change->password.has_value()}});
  return json_response(200, user_json(changed, {}));
}

Parsed<Response> sign_out(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  const auto changing = [](User& user) -> std::optional<Refusal> {
    ++user.generation;
    return std::nullopt;
  };
  AG_TRY(change_user(context, viewer.user, request.request_id, changing));
  log::info("user signed out", {{"request", request.request_id}, {"user", viewer.user.hex()}});
  return json_response(200, message_json("Signed out; all tokens have ended"));
}

Parsed<Response> make_ticket(Context& context, const Request& request) {
  AG_ASSIGN(const auto claims, context.sessions.verify(request));
  AG_ASSIGN(const auto viewer, context.sessions.admit(claims, request.request_id));
  const auto key = "ticket:" + viewer.user.hex();
  AG_TRY(unless(too_often(context, key, kTicketRate, request.request_id)));
  AG_ASSIGN(const auto ticket, stored("keeping the ticket", request.request_id, context.tickets.issue(claims)));
  return json_response(200, ticket_json(ticket));
}

Parsed<Response> get_progress(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  AG_ASSIGN(const auto progress,
            stored("reading the progress", request.request_id, context.storage.problems().progress(viewer.user)));
  return json_response(200, progress_json(progress));
}

}  // namespace

void add_auth_routes(Context& context, http::Router& router) {
  using http::Method;
  using http::Runs;
  router.add({.method = Method::post,
              .path = "/auth/register",
              .runs = Runs::passwords,
              .body_max = kRegistrationBodyMax,
              .takes = kJsonType,
              .admit = {},
              .handle = answering(context, "The registration failed", register_user)});
  router.add({.method = Method::post,
              .path = "/auth/login",
              .runs = Runs::passwords,
              .body_max = kLoginBodyMax,
              .takes = kJsonType,
              .admit = {},
              .handle = answering(context, "Signing in failed", sign_in)});
  router.add({.method = Method::get,
              .path = "/auth/user/me",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "Reading the profile failed", get_me)});
  router.add({.method = Method::put,
              .path = "/auth/user/me",
              .runs = Runs::passwords,
              .body_max = kProfileBodyMax,
              .takes = kJsonType,
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "The profile was not changed", put_me)});
  router.add({.method = Method::get,
              .path = "/auth/user/me/progress",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "Reading the progress failed", get_progress)});
  router.add({.method = Method::post,
              .path = "/auth/logout",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "Signing out failed", sign_out)});
  router.add({.method = Method::post,
              .path = "/auth/ticket",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "The ticket was not issued", make_ticket)});
}

}  // namespace autograder::api
