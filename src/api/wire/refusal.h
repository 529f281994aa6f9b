// Why a request is refused, and the form in which that is said: {"message", "error"}.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "foundation/result.h"
#include "http/message.h"

namespace autograder::api {

struct Refusal {
  int status = 400;
  std::string error;                    // why, precisely: the field, the bound
  std::chrono::seconds retry_after{0};  // more than 0: said in Retry-After
  std::string_view message{};           // what failed, in place of the route's words; a literal
  bool operator==(const Refusal&) const = default;
};

template <class T>
using Parsed = std::expected<T, Refusal>;

[[nodiscard]] inline std::unexpected<Refusal> refuse(int status, std::string error) {
  return std::unexpected(Refusal{status, std::move(error), {}});
}

// Passes where nothing is refused: AG_TRY(unless(too_often(...))).
[[nodiscard]] inline Parsed<void> unless(std::optional<Refusal> refusal) {
  if (refusal) return std::unexpected(std::move(*refusal));
  return {};
}

// 404 with the message "Not found". `what` is the whole sentence: "file not found".
Refusal not_found(std::string what);
Refusal no_problem();
// The same refusal with other words than the route's.
Refusal titled(std::string_view message, Refusal refusal);
inline constexpr std::string_view kNotFound = "Not found";
// Gives 404 that message, and leaves other refusals as they are.
template <class T>
Parsed<T> titled_where_missing(Parsed<T> parsed) {
  if (!parsed && parsed.error().status == 404) parsed.error().message = kNotFound;
  return parsed;
}

// `message` says what failed, for a person: "The submission was not accepted". The refusal's own words come first.
http::Response refused(std::string_view message, const Refusal& refusal);
// {"message": ...} alone, of what went well.
std::string message_json(std::string_view message);
// The form of the errors that http/ finds itself.
http::Response http_error(int status, std::string_view why);

// The refusal for a failure of storage: 503 when it may heal, 500 otherwise; the detail goes to the log and not to the client.
Refusal storage_refusal(std::string_view doing, const Error& error, std::string_view request_id);
// The value, or that refusal: AG_ASSIGN(const auto files, stored("reading the files", id, store.files(problem))).
template <class T>
Parsed<T> stored(std::string_view doing, std::string_view request_id, Result<T> result) {
  if (!result) return std::unexpected(storage_refusal(doing, result.error(), request_id));
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return std::move(*result);
  }
}

}  // namespace autograder::api
