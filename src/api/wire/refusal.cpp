#include "api/wire/refusal.h"

#include "foundation/json_writer.h"
#include "foundation/log.h"

namespace autograder::api {

http::Response refused(std::string_view message, const Refusal& refusal) {
  http::Response response;
  response.status = refusal.status;
  JsonObject body(response.body);
  body.text("message", refusal.message.empty() ? message : refusal.message);
  body.text("error", refusal.error);
  body.end();
  if (refusal.retry_after.count() > 0) {
    response.headers.push_back({"Retry-After", std::to_string(refusal.retry_after.count())});
  }
  if (refusal.status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer"});
  return response;
}

Refusal not_found(std::string what) {
  return {404, std::move(what), {}, kNotFound};
}

Refusal titled(std::string_view message, Refusal refusal) {
  refusal.message = message;
  return refusal;
}

Refusal no_problem() {
  return not_found("problem not found");
}

std::string message_json(std::string_view message) {
  std::string text;
  JsonObject object(text);
  object.text("message", message);
  object.end();
  return text;
}

http::Response http_error(int status, std::string_view why) {
  std::string_view message = "The request could not be read";
  switch (status) {
    case 404:
      message = "Not found";
      break;
    case 405:
      message = "Method not allowed";
      break;
    case 408:
      message = "The request took too long";
      break;
    case 413:
      message = "The request is too large";
      break;
    case 415:
      message = "Only JSON is accepted here";
      break;
    case 431:
      message = "The request's header is too large";
      break;
    case 500:
      message = "Internal server error";
      break;
    case 503:
      message = "The server is busy";
      break;
    default:
      break;
  }
  return refused(message, Refusal{status, std::string(why), {}});
}

Refusal storage_refusal(std::string_view doing, const Error& error, std::string_view request_id) {
  switch (error.code) {
    case ErrorCode::exhausted:
      log::warn("storage has no room", {{"request", request_id}, {"doing", doing}, {"why", error.message}});
      return {503, std::string(doing) + ": there is no room for more at present; try again", std::chrono::seconds(5)};
    case ErrorCode::unavailable:
      log::error("storage does not answer", {{"request", request_id}, {"doing", doing}, {"why", error.message}});
      return {503, std::string(doing) + ": the database does not answer at present; try again",
              std::chrono::seconds(2)};
    default:
      log::error("storage failed", {{"request", request_id}, {"doing", doing}, {"why", error.message}});
      return {500, std::string(doing) + ": internal error; the server's log has the cause", {}};
  }
}

}  // namespace autograder::api
