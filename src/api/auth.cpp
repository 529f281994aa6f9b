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

Response register_user(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The registration failed";
  const auto registration = parse_registration(request.body);
  if (!registration) return refused(kDoing, registration.error());
  if (const auto refusal = check_registering(context.options.registering, registration->email)) {
    return refused(kDoing, *refusal);
  }
  // From here on an answer costs a look into storage, and tells whether an email is taken.
  const auto key = "register:" + http::subscriber_of(request.client_address);
  if (const auto refusal = too_often(context, key, kRegisterRate, request.id)) return refused(kDoing, *refusal);
  const Refusal taken{409, "email: already registered", {}};
  const auto known = context.storage.users().find_by_email(registration->email);
  if (!known) return refused(kDoing, storage_refusal("looking for the email", known.error(), request.id));
  if (*known) return refused(kDoing, taken);
  auto hash = bcrypt_hash(registration->password);
  if (!hash) return refused(kDoing, storage_refusal("hashing the password", hash.error(), request.id));
  User user;
  user.id = context.ids.next<UserId>();
  user.name = registration->name;
  user.email = registration->email;
  user.password_hash = std::move(*hash);
  user.created_at = user.updated_at = context.clock.now();
  if (const auto created = context.storage.users().create(user); !created) {
    if (created.error().code == ErrorCode::conflict) return refused(kDoing, taken);
    return refused(kDoing, storage_refusal("storing the user", created.error(), request.id));
  }
  context.sign_ins.succeeded(context.sign_ins.attempt(request.client_address, user.email));
  log::info("user registered", {{"request", request.id}, {"user", user.id.hex()}});
  return json_response(201, message_json("User registered"));
}

Response sign_in(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Signing in failed";
  const auto login = parse_login(request.body);
  if (!login) return refused(kDoing, login.error());
  auto attempt = context.sign_ins.attempt(request.client_address, login->email);
  if (const auto refusal = context.sign_ins.begin(attempt)) {
    note_rate_limit(context, "login:" + attempt.address, request.id);
    return refused(kDoing, *refusal);
  }
  const auto found = context.storage.users().find_by_email(login->email);
  if (!found) {
    context.sign_ins.give_back(attempt);
    return refused(kDoing, storage_refusal("looking for the user", found.error(), request.id));
  }
  const bool possible = login->password.size() <= kPasswordMax && login->password.find('\0') == std::string::npos;
  const std::string hash(*found ? (*found)->password_hash : std::string(kNobodysHash));
  const bool fits = bcrypt_verify(possible ? login->password : std::string_view("impossible"), hash);
  if (!*found || !possible || !fits) return refused(kDoing, {401, "email or password: wrong", {}});
  context.sign_ins.give_back(attempt);
  if ((*found)->disabled) return refused(kDoing, {401, "this user is disabled; an admin can tell why", {}});
  context.sign_ins.succeeded(attempt);
  log::info("user signed in", {{"request", request.id}, {"user", (*found)->id.hex()}});
  return json_response(200, token_json(context.sessions.issue(**found)));
}

// The caller's own row.
Parsed<User> own_row(Context& context, const Request& request) {
  const auto viewer = caller(context, request);
  if (!viewer) return std::unexpected(viewer.error());
  auto user = context.storage.users().find(viewer->user);
  if (!user) return std::unexpected(storage_refusal("reading the user", user.error(), request.id));
  if (!*user) return refuse(401, "Authorization: the token's user is gone");
  return std::move(**user);
}

Response get_me(Context& context, const Request& request) {
  const auto projection = parse_projection(request, user_fields());
  if (!projection) return refused("Reading the profile failed", projection.error());
  const auto user = own_row(context, request);
  if (!user) return refused("Reading the profile failed", user.error());
  return json_response(200, user_json(*user, *projection));
}

Response put_me(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The profile was not changed";
  const auto change = parse_profile_change(request.body);
  const auto seen = own_row(context, request);
  if (!seen) return refused(kDoing, seen.error());
  if (!change) return refused(kDoing, change.error());
  std::string hash;
  if (change->password) {
    const auto key = "password:" + seen->id.hex();
    if (const auto refusal = too_often(context, key, kWrongPresentRate, request.id)) return refused(kDoing, *refusal);
    const bool possible =
        change->current_password->size() <= kPasswordMax && change->current_password->find('\0') == std::string::npos;
    if (!possible || !bcrypt_verify(*change->current_password, seen->password_hash)) {
      return refused(kDoing, {422, "currentPassword: wrong", {}});
    }
    give_back(context, key, kWrongPresentRate);
    auto hashed = bcrypt_hash(*change->password);
    if (!hashed) return refused(kDoing, storage_refusal("hashing the password", hashed.error(), request.id));
    hash = std::move(*hashed);
  }
  const auto changed = change_user(context, seen->id, request.id, [&](User& user) -> std::optional<Refusal> {
    if (change->name) user.name = *change->name;
    if (hash.empty()) return std::nullopt;
    // The present password was checked before; a change of it in between wins.
    if (user.password_hash != seen->password_hash) {
      return Refusal{422, "currentPassword: wrong", {}};
    }
    user.password_hash = hash;
    ++user.generation;  // holders of older tokens must sign in again
    return std::nullopt;
  });
  if (!changed) return refused(kDoing, changed.error());
  log::info("user changed the profile",
            {{"request", request.id}, {"user", changed->id.hex()}, {"password", change->password.has_value()}});
  return json_response(200, user_json(*changed, {}));
}

Response sign_out(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Signing out failed";
  const auto viewer = caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto changed = change_user(context, viewer->user, request.id, [](User& user) -> std::optional<Refusal> {
    ++user.generation;
    return std::nullopt;
  });
  if (!changed) return refused(kDoing, changed.error());
  log::info("user signed out", {{"request", request.id}, {"user", viewer->user.hex()}});
  return json_response(200, message_json("Signed out; all tokens have ended"));
}

Response make_ticket(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The ticket was not issued";
  const auto claims = context.sessions.verify(request);
  if (!claims) return refused(kDoing, claims.error());
  const auto viewer = context.sessions.admit(*claims, request.id);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto key = "ticket:" + viewer->user.hex();
  if (const auto refusal = too_often(context, key, kTicketRate, request.id)) return refused(kDoing, *refusal);
  const auto ticket = context.tickets.issue(*claims);
  if (!ticket) return refused(kDoing, storage_refusal("keeping the ticket", ticket.error(), request.id));
  return json_response(200, ticket_json(*ticket));
}

Response get_progress(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Reading the progress failed";
  const auto viewer = caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto progress = context.storage.problems().progress(viewer->user);
  if (!progress) return refused(kDoing, storage_refusal("reading the progress", progress.error(), request.id));
  return json_response(200, progress_json(*progress));
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
              .handle = answering(context, register_user)});
  router.add({.method = Method::post,
              .path = "/auth/login",
              .runs = Runs::passwords,
              .body_max = kLoginBodyMax,
              .takes = kJsonType,
              .admit = {},
              .handle = answering(context, sign_in)});
  router.add({.method = Method::get,
              .path = "/auth/user/me",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, get_me)});
  router.add({.method = Method::put,
              .path = "/auth/user/me",
              .runs = Runs::passwords,
              .body_max = kProfileBodyMax,
              .takes = kJsonType,
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, put_me)});
  router.add({.method = Method::get,
              .path = "/auth/user/me/progress",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, get_progress)});
  router.add({.method = Method::post,
              .path = "/auth/logout",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, sign_out)});
  router.add({.method = Method::post,
              .path = "/auth/ticket",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, make_ticket)});
}

}  // namespace autograder::api
