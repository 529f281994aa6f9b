// Bodies of requests: the strict reader of JSON, and every body that the API reads.
#include "api/wire/auth_wire.h"
#include "api/wire/claims.h"
#include "api/wire/json_reader.h"
#include "api/wire/problem_wire.h"
#include "api/wire/run_wire.h"
#include "api/wire/submission_wire.h"
#include "fuzz/fuzz.h"

using namespace autograder;
using namespace autograder::api;

namespace {

template <class T>
void told(const Parsed<T>& parsed) {
  if (parsed) return;
  fuzz::promise(parsed.error().status == 400 || parsed.error().status == 413 || parsed.error().status == 422,
                "a bad body is 400, 413 or 422");
  fuzz::promise(!parsed.error().error.empty(), "a refusal says why");
  fuzz::promise(parsed.error().error.size() < 2048, "a refusal is short");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::string> languages{"cpp", "python"};
  fuzz::Input input(data, size);
  const std::uint8_t choice = input.byte();
  const auto body = input.rest();
  switch (choice % 12) {
    case 0:
      told(read_json(body));
      break;
    case 1:
      told(parse_problem(body, languages));
      break;
    case 2: {
      Problem problem;
      told(parse_problem_edit(body, languages, problem));
      break;
    }
    case 3:
      told(parse_test(body));
      break;
    case 4:
      told(parse_test_change(body));
      break;
    case 5:
      told(parse_registration(body));
      break;
    case 6:
      told(parse_login(body));
      break;
    case 7:
      told(parse_profile_change(body));
      break;
    case 8:
      told(parse_user_order(body));
      break;
    case 9:
      told(parse_new_submission(body, 64 * 1024));
      break;
    case 10:
      told(parse_run(body, 64 * 1024));
      break;
    default:
      told(parse_rerun(body));
      (void)token_header_acceptable(body);
      if (const auto claims = decode_claims(body)) {
        const auto again = decode_claims(encode_claims(*claims));
        fuzz::promise(again && again->id == claims->id && again->expires_at == claims->expires_at,
                      "claims survive being written and read");
      }
  }
  return 0;
}
