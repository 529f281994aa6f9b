// Bodies of requests: the strict reader of JSON, and every body that the API reads. What may come in a file is read from
// one, too: the two must say the same.
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

http::Request held(std::string_view body) {
  http::Request request;
  request.body = body;
  return request;
}

http::Request in_file(std::string_view body) {
  http::Request request;
  auto file = NamelessFile::make("/tmp");
  fuzz::promise(file && (*file)->append(body), "the disk takes a body");
  request.body_file = *file;
  return request;
}

template <class Parse>
void told_alike(std::string_view body, Parse parse) {
  const auto from_memory = parse(held(body));
  const auto from_file = parse(in_file(body));
  told(from_memory);
  fuzz::promise(from_memory.has_value() == from_file.has_value(), "a file says the same");
  fuzz::promise(from_memory || from_memory.error() == from_file.error(), "a file is refused for the same reason");
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
      told_alike(body, [&](const auto& request) { return parse_problem(request, languages); });
      break;
    case 2:
      told_alike(body, [&](const auto& request) {
        Problem problem;
        return parse_problem_edit(request, languages, problem);
      });
      break;
    case 3:
      told_alike(body, [](const auto& request) { return parse_test(request); });
      break;
    case 4:
      told_alike(body, [](const auto& request) { return parse_test_change(request); });
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
