// An HTTP/1.1 server: reads requests with bounds and time-outs, hands them to routes, writes what they answer.
//
// Knows:          connections, keep-alive, limits, CORS, request ids.
// Does not know:  JSON (it is handed the form of an error), tokens, users (it is handed a name to count under), the domain.
//
// Time-outs are counted in ticks of its own timers; the Clock serves the Date header and log lines.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "foundation/clock.h"
#include "foundation/result.h"
#include "foundation/thread_pool.h"
#include "http/router.h"
#include "http/usage.h"

namespace autograder::http {

struct Timeouts {
  std::chrono::milliseconds header{10'000};  // from a request's first byte to the end of its head
  std::chrono::milliseconds body{30'000};    // plus a second for each kSlowestClient bytes that came
  std::chrono::milliseconds idle{60'000};    // between requests
  std::chrono::milliseconds write{30'000};   // of each piece of an answer, and as a body's of the whole answer
  std::chrono::milliseconds linger{2'000};   // reading and dropping what a refused client still sends
  std::chrono::milliseconds drain{5'000};    // stop(): for what is in flight
};
constexpr std::size_t kSlowestClient = 16 * 1024;  // bytes a second

// The outcome of a request.
struct Answered {
  Method method = Method::get;
  std::string_view route;  // "/problems/:id"; "none" when no route was found
  int status = 0;
  Duration taken{};  // from its first byte on
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 5000;  // 0: any that is free
  int io_threads = 1;
  int connections_max = 4096;
  int connections_an_address_max = 0;  // 0: no bound; not of trusted proxies
  std::size_t header_max = 16 * 1024;
  std::size_t bodies_max = 512 * 1024 * 1024;     // held at the same time, of all connections
  std::string file_directory = "/tmp";            // for bodies that go into files
  std::int64_t files_max = 1024LL * 1024 * 1024;  // bytes in those, of all connections
  UsageBounds usage;
  // The name under which what a request holds is counted, beside its address; empty: nobody who is known. Called on an
  // I/O thread: it must not block. May be null.
  std::function<std::string(const Request&)> user_of;
  std::int64_t disk_free_min = 0;  // less on that disk: such a body is refused with 503
  Timeouts timeouts;
  std::string content_type = "application/octet-stream";   // of answers that name none
  std::vector<std::string> cors_origins;                   // "https://lab.example", or "*"
  std::string cors_exposed{"X-Request-Id"};                // header fields of answers that pages of those may read
  std::string cors_allowed{"Content-Type, X-Request-Id"};  // header fields that they may send
  std::vector<std::string> trusted_proxies;
};

// The body of an answer that refuses: the status and, for a person who can read, why.
using ErrorForm = std::function<Response(int status, std::string_view why)>;

class Server final {
 public:
  // A handler that has answered may still be on its way back when stop() returns: the pools are stopped after it and
  // before the server goes.
  Server(ServerOptions options, Router router, ErrorForm error_form, const Clock& clock, ThreadPool& pool,
         ThreadPool& passwords);
  ~Server();  // stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Calls `work` on an I/O thread again and again: it must not block. Before listen().
  void every(std::chrono::milliseconds interval, std::function<void()> work);
  // Called on an I/O thread with each answer, before it is written: it must not block. Before listen().
  void on_answer(std::function<void(const Answered&)> hear);
  // `conflict` when the port is taken.
  Result<> listen();
  std::uint16_t port() const;
  const Router& router() const;
  // The bytes of answers that are not read yet.
  std::size_t answer_bytes();
  // Takes no more connections and ends idle ones. `before_drain` runs then; requests in flight have
  // timeouts.drain to end.
  void stop(const std::function<void()>& before_drain = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace autograder::http
