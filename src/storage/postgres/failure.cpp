#include "storage/postgres/failure.h"

namespace autograder::postgres {
namespace {

struct Meaning {
  std::string_view states;  // the beginning of them
  ErrorCode code;
};

// The first that fits. https://www.postgresql.org/docs/current/errcodes-appendix.html
constexpr Meaning kMeanings[] = {
    {"53100", ErrorCode::exhausted},    // the disk is full
    {"53", ErrorCode::unavailable},     // too many connections, no memory
    {"08", ErrorCode::unavailable},     // the connection
    {"57", ErrorCode::unavailable},     // the server stops or starts, a statement took too long
    {"25P", ErrorCode::unavailable},    // a transaction was idle for too long
    {"40", ErrorCode::unavailable},     // other transactions were in the way, again and again
    {"55P03", ErrorCode::unavailable},  // waited too long for a lock
    {"23", ErrorCode::conflict},        // a key is taken, a row is needed elsewhere
    {"22021", ErrorCode::invalid},      // a text with NUL, or not UTF-8
    {"22P05", ErrorCode::invalid},     {"25006", ErrorCode::denied},  // read-only
    {"28", ErrorCode::denied},                                        // user or password
    {"42501", ErrorCode::denied},                                     // no right to a table
    {"3D000", ErrorCode::not_found},   {"XX001", ErrorCode::corrupt}, {"XX002", ErrorCode::corrupt},
};

}  // namespace

bool Failure::is_conflict() const {
  return state == "40001" || state == "40P01" || state == "55P03";
}

Error error_of(std::string_view doing, const Failure& failure) {
  auto code = failure.lost ? ErrorCode::unavailable : ErrorCode::failed;
  for (const Meaning& meaning : kMeanings) {
    if (failure.lost || !failure.state.starts_with(meaning.states)) continue;
    code = meaning.code;
    break;
  }
  return Error{code, std::string(doing) + ": " + failure.message};
}

}  // namespace autograder::postgres
