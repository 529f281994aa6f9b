#include "foundation/result.h"

#include <cstring>

namespace autograder {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid:
      return "invalid";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::exhausted:
      return "exhausted";
    case ErrorCode::over_budget:
      return "over_budget";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::denied:
      return "denied";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::failed:
      return "failed";
  }
  return "unknown";
}

std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message)});
}

std::string errno_name(int error_number) {
  const char* name = strerrorname_np(error_number);
  return name != nullptr ? name : "errno " + std::to_string(error_number);
}

std::unexpected<Error> fail_errno(std::string_view doing, int error_number) {
  auto code = ErrorCode::failed;
  if (error_number == EACCES || error_number == EPERM) code = ErrorCode::denied;
  if (error_number == ENOENT) code = ErrorCode::not_found;
  if (error_number == ENOSPC || error_number == EDQUOT) code = ErrorCode::exhausted;
  const char* words = strerrordesc_np(error_number);
  std::string message{doing};
  message += ": " + errno_name(error_number);
  if (words != nullptr) message += std::string(" (") + words + ")";
  return fail(code, std::move(message));
}

std::unexpected<Error> in_context(std::string_view doing, Error error) {
  error.message = std::string(doing) + ": " + error.message;
  return std::unexpected(std::move(error));
}

}  // namespace autograder
