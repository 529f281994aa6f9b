// The state that the connections of one server share.
#pragma once

#include <atomic>
#include <string>

#include "foundation/seldom.h"
#include "http/client_address.h"
#include "http/door.h"
#include "http/exchange.h"
#include "http/router.h"
#include "http/server.h"
#include "http/usage.h"

namespace autograder::http {

struct Core {
  Core(ServerOptions o, Router r, ErrorForm form, const Clock& c, ThreadPool& p, ThreadPool& w)
      : options(std::move(o)),
        router(std::move(r)),
        error_form(std::move(form)),
        clock(c),
        pool(p),
        passwords(w),
        door({options.connections_max, options.connections_an_address_max}),
        usage(options.usage) {}

  const ServerOptions options;
  const Router router;
  const ErrorForm error_form;
  const Clock& clock;
  ThreadPool& pool;
  ThreadPool& passwords;
  std::function<void(const Answered&)> hear_answer;  // set before listen()
  TrustedProxies proxies;                            // set by listen()
  std::atomic<bool> stopping{false};
  std::atomic<int> connections{0};
  Door door;
  Usage usage;
  Seldom full_lines;
  std::atomic<std::size_t> body_bytes{0};   // held now
  std::atomic<std::int64_t> file_bytes{0};  // of bodies in files now

  // Runs the route's handler where it wants to run; a full queue answers 503.
  void dispatch(const Route& route, Request request, std::shared_ptr<Exchange> exchange);
  // Absent for an origin that may not read our answers.
  bool origin_allowed(std::string_view origin) const;
  // Header fields that belong to every answer to `request`: request id, CORS.
  void add_common_headers(const Request& request, Response& response) const;
  // The answer to OPTIONS: what the path takes, and to a preflight what the origin may send.
  Response options_answer(const Request& request, const std::string& allow) const;
  // The head of an answer, ready to be sent before its body. That of a stream names no length.
  std::string response_head(const Response& response, bool keep_alive, bool http_1_0) const;
};

// Taken when it is harmless, else made.
std::string request_id(const std::string* sent);

}  // namespace autograder::http
