// Errors of the world: a code to branch on and a sentence for a person.
//
// Knows:          error codes, errno.
// Does not know:  who handles them. Endings of the program under test are values (see sandbox/sandbox.h), bugs abort.
#pragma once

#include <cerrno>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace autograder {

enum class ErrorCode {
  invalid,      // the caller's input is wrong: the message names the field and the bound
  not_found,    // no such thing
  conflict,     // taken already, or a lease that is no longer ours
  exhausted,    // a limit of ours is reached (queue full, disk below its free minimum)
  over_budget,  // what this user may have is used up; others are served
  unavailable,  // a service is away; trying again later may help
  denied,       // the operating system or a policy said no
  corrupt,      // stored data is not what we wrote
  failed,       // anything else the world did to us
};

struct Error {
  ErrorCode code = ErrorCode::failed;
  std::string message;  // what was being done to what, and why it failed: "opening /x: EACCES"
};

template <class T = void>
using Result = std::expected<T, Error>;

std::string_view name_of(ErrorCode code);

[[nodiscard]] std::unexpected<Error> fail(ErrorCode code, std::string message);
// `doing` says what was being attempted ("mount /usr read-only"); the errno's name and words are appended.
[[nodiscard]] std::unexpected<Error> fail_errno(std::string_view doing, int error_number = errno);
// Puts `doing` in front of an error on its way up. First cause wins: the code is kept.
[[nodiscard]] std::unexpected<Error> in_context(std::string_view doing, Error error);
// "ENOENT" and the like; "errno 531" for the unknown.
std::string errno_name(int error_number);

}  // namespace autograder

// Returns the error of a Result from the enclosing function; use on its own line.
#define AG_CONCAT_(a, b) a##b
#define AG_CONCAT(a, b) AG_CONCAT_(a, b)
#define AG_TRY(expression)                                                  \
  do {                                                                      \
    auto ag_result_ = (expression);                                         \
    if (!ag_result_) return std::unexpected(std::move(ag_result_).error()); \
  } while (false)
#define AG_ASSIGN_(temporary, declaration, expression)                  \
  auto temporary = (expression);                                        \
  if (!temporary) return std::unexpected(std::move(temporary).error()); \
  declaration = std::move(*temporary)
// AG_ASSIGN(auto user, store.find(id));
#define AG_ASSIGN(declaration, ...) AG_ASSIGN_(AG_CONCAT(ag_value_, __LINE__), declaration, (__VA_ARGS__))
