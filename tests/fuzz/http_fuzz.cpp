// Bytes on a socket to the whole API over SQLite in memory: request lines, header fields, bodies, handlers.
//
// "~A", "~S" and "~P" in an input stand for the tokens of an admin and a student and for a problem's id; chance would
// never sign a token.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <memory>
#include <string>

#include "api/api.h"
#include "api/session.h"
#include "foundation/log.h"
#include "fuzz/fuzz.h"
#include "http/testing/http_client.h"
#include "live/memory/memory_live.h"
#include "storage/testing/waiting_storage.h"

using namespace autograder;

namespace {

struct World {
  ManualClock clock;
  IdGenerator ids{clock};
  std::unique_ptr<Storage> storage = std::make_unique<WaitingStorage>(clock);
  std::unique_ptr<EventBus> bus = make_memory_event_bus();
  std::unique_ptr<RateLimiter> limiter = make_memory_rate_limiter(clock);
  std::unique_ptr<Cache> cache = make_memory_cache(clock);
  Metrics metrics;
  std::unique_ptr<Api> api;
  std::string admin, student, problem;

  World() {
    fuzz::promise(log::set_up({.level = log::Level::off, .json = false, .file = {}}).has_value(), "the log is silent");
    ApiOptions options;
    options.port = 0;
    options.token_secret = std::string(32, 's');
    options.languages = {"cpp", "python"};
    options.rate_limits = false;
    // Short, so that an input that promises more than it sends, or waits for a verdict where nobody judges, does not
    // hold the fuzzer up.
    options.wait_max = std::chrono::milliseconds(200);
    options.timeouts.header = options.timeouts.body = options.timeouts.idle = std::chrono::milliseconds(200);
    const api::Sessions sessions(options.token_secret, storage->users(), clock);
    admin = add_user("admin", Role::admin, sessions);
    student = add_user("student", Role::student, sessions);
    api = std::make_unique<Api>(options, *storage, *bus, *limiter, *cache, ids, metrics, clock);
    fuzz::promise(api->listen().has_value(), "the API listens");
    const auto made = testing::HttpClient(api->port())
                          .ask("POST", "/problems/create",
                               R"({"title": "Sum", "description": "Add.", "difficulty": "easy",
                                   "testCases": [{"input": "1", "output": "2"}]})",
                               {"Authorization: Bearer " + admin, "Content-Type: application/json"});
    fuzz::promise(made.status == 201, "a problem can be made");
    problem = made.body.substr(made.body.find("\"_id\":\"") + 7, 24);
  }

  std::string add_user(const std::string& name, Role role, const api::Sessions& sessions) {
    User user;
    user.id = ids.next<UserId>();
    user.name = name;
    user.email = name + "@example.org";
    user.password_hash = "none";
    user.role = role;
    fuzz::promise(storage->users().create(user).has_value(), "a user can be added");
    return sessions.issue(user);
  }
};

std::string filled(std::string_view bytes, const World& world) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char next = i + 1 < bytes.size() ? bytes[i + 1] : '\0';
    if (bytes[i] != '~' || (next != 'A' && next != 'S' && next != 'P')) {
      text += bytes[i];
      continue;
    }
    text += next == 'A' ? world.admin : next == 'S' ? world.student : world.problem;
    ++i;
  }
  return text;
}

// Everything the server says until it closes. Sends it all, says that no more comes, and listens.
std::string converse(std::uint16_t port, std::string_view bytes) {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{20, 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  // Its port is free at once: minutes of a thousand conversations a second would leave none.
  const linger at_once{1, 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  fuzz::promise(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
                "the server still listens");
  // libFuzzer's own clock interrupts now and then, and with a time-out the kernel does not go on by itself.
  while (!bytes.empty()) {
    const auto count = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  ::shutdown(socket.get(), SHUT_WR);
  std::string said;
  char buffer[16384];
  ssize_t count = 0;
  while ((count = ::recv(socket.get(), buffer, sizeof buffer, 0)) > 0 || (count < 0 && errno == EINTR)) {
    if (count > 0) said.append(buffer, static_cast<std::size_t>(count));
  }
  fuzz::promise(count == 0 || errno == ECONNRESET, "the server ends the conversation within 20 s");
  return said;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World& world = *new World;  // never taken down: the fuzzer leaves by exit
  const auto said = converse(world.api->port(), filled({reinterpret_cast<const char*>(data), size}, world));
  fuzz::promise(said.empty() || said.starts_with("HTTP/1."), "an answer begins with a status line");
  // Bodies are JSON, whose texts hold no line end: a status line stands nowhere else.
  fuzz::promise(said.find(" 500 Internal Server Error\r\n") == std::string::npos, "no request is our fault");
  return 0;
}
