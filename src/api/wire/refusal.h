// Why a request is refused, and the form in which that is said: {"message", "error"}.
#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include "foundation/result.h"
#include "http/message.h"

namespace autograder::api {

struct Refusal {
  int status = 400;
  std::string error;                    // why, precisely: the field, the bound
  std::chrono::seconds retry_after{0};  // more than 0: said in Retry-After
  bool operator==(const Refusal&) const = default;
};

template <class T>
using Parsed = std::expected<T, Refusal>;

[[nodiscard]] inline std::unexpected<Refusal> refuse(int status, std::string error) {
  return std::unexpected(Refusal{status, std::move(error), {}});
}

// `message` says what failed, for a person: "The submission was not accepted".
http::Response refused(std::string_view message, const Refusal& refusal);
// {"message": ...} alone, of what went well.
std::string message_json(std::string_view message);
// The form of the errors that http/ finds itself.
http::Response http_error(int status, std::string_view why);

// The refusal for a failure of storage: 503 when it may heal, 500 otherwise; the detail goes to the log and not to the client.
Refusal storage_refusal(std::string_view doing, const Error& error, std::string_view request_id);

}  // namespace autograder::api
