// The HTTP interface of the server: what docs/http_api.yaml describes.
//
// Knows:          users and their tokens, problems, submissions, what storage says of workers.
// Does not know:  how anything is judged; it only stores, reads and announces.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "api/site.h"
#include "domain/id.h"
#include "foundation/metrics.h"
#include "http/server.h"
#include "live/cache.h"
#include "live/event_bus.h"
#include "live/rate_limiter.h"
#include "storage/storage.h"

namespace autograder {

// Who may register.
struct Registering {
  bool open = true;
  std::vector<std::string> mail_domains;  // when open: only with an address of one of these; empty: with any
};

struct ApiOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 5000;         // 0: any that is free
  std::string token_secret;          // signs tokens; at least 32 bytes
  std::size_t code_max = 64 * 1024;  // bytes of a submission's source
  bool rate_limits = true;           // off: all bounds a user and an address too
  Registering registering;
  std::vector<std::string> cors_origins;                // whose pages may read answers; empty: same origin only
  std::vector<std::string> trusted_proxies;             // addresses and networks whose X-Forwarded-For counts
  std::vector<std::string> languages;                   // ids that exist; known before listening
  std::map<std::string, std::string> language_names{};  // by id, as people call them
  bool worker_expected = true;  // /health says `unhealthy` instead of `absent` when no worker lives
  int io_threads = 1;
  int blocking_threads = 4;      // for storage
  int password_threads = 2;      // for bcrypt
  std::size_t queue_max = 1024;  // requests that wait for a blocking thread; over it 503
  std::size_t logins_waiting_max = 128;
  std::size_t waiters_max = 1000;  // answers held by ?wait=
  std::size_t waiters_a_user_max = 20;
  std::chrono::milliseconds wait_max{60000};        // the longest an answer is held
  std::chrono::milliseconds wait_look_every{1000};  // a lost bell costs this much
  std::size_t streams_max = 3000;                   // connections that listen to submissions
  std::size_t streams_a_user_max = 32;
  int connections_max = 4096;
  int connections_an_address_max = 0;           // 0: half of connections_max
  std::size_t answers_max = 256 * 1024 * 1024;  // bytes of answers that wait to be read, of all clients
  int requests_an_address_max = 1024;           // served at the same time
  std::string file_directory = "/tmp";          // for the bodies of large requests, while they are read
  std::int64_t disk_free_min = 0;               // bytes; less on that disk: large requests are refused with 503
  http::Timeouts timeouts;
  std::string version;
  std::span<const SiteFile> site;  // the web application; empty: `/` is a page for people with a shell
  std::string metrics_token;       // opens /metrics and the reasons of /health; empty: an admin's alone
  std::string metrics_address;     // /metrics for everyone on its own port; empty: none
  std::uint16_t metrics_port = 0;
};

class Api final {
 public:
  // Everything borrowed outlives it.
  Api(ApiOptions options, Storage& storage, EventBus& bus, RateLimiter& limiter, Cache& cache, IdGenerator& ids,
      Metrics& metrics, const Clock& clock);
  ~Api();  // stop()
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  // Serves from here on. `conflict` when the port is taken; `invalid` names the option.
  Result<> listen();
  std::uint16_t port() const;
  std::uint16_t metrics_port() const;  // 0: none
  // All that is served: "GET /problems/:id". Pages and files of the site are among them.
  std::vector<std::string> operations() const;
  // Takes no more connections, lets requests in flight end (timeouts.drain), and answers held requests with the
  // present state.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace autograder
