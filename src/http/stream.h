// A connection that stays open: its answer goes on piece by piece, or it became a WebSocket.
//
// Knows:          what goes out next, what came in, how it ends.
// Does not know:  what is said, nor how it is framed on the wire.
//
// Pulled, not pushed: the connection asks for the next piece when the last one is written. With a slow reader nothing
// piles up here, and what is said at last is what is true then.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "foundation/mutex.h"
#include "http/message.h"

namespace autograder::http {

constexpr std::size_t kMessageMax = 16 * 1024;  // bytes of one message from a client

// How a WebSocket is closed, by the numbers of RFC 6455; other streams just end.
struct Ending {
  std::uint16_t code = 1000;
  std::string reason{};  // at most 123 bytes
};

// next(), ending(), hear() and hung_up() are called by the connection, on its I/O thread, one at a time: they must not
// block. wake() may be called from any thread.
class Stream {
 public:
  Stream() = default;
  virtual ~Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // The next piece of the answer, or the next message of a WebSocket; absent: nothing now, ask after wake().
  virtual std::optional<std::string> next() = 0;
  // Asked when there is nothing to say: present when there never will be.
  virtual std::optional<Ending> ending() = 0;
  // A message of a WebSocket's client, text of at most kMessageMax bytes.
  virtual void hear(std::string) {}
  // The connection is over, on either side. Called once, and last.
  virtual void hung_up() {}

  // There may be something to say, or an end.
  void wake() {
    MutexLock lock(mutex_);
    if (disarmed_) return;
    ringing_ = true;
    ring();
  }
  // The connection's side. `wake` is called once, at the next wake() or now when that was in the meantime. It must only
  // post: the lock is held, so that after disarm() nothing touches the event loop that it posts to.
  void arm(std::move_only_function<void()> wake) {
    MutexLock lock(mutex_);
    wake_ = std::move(wake);
    if (ringing_) ring();
  }
  void disarm() {
    MutexLock lock(mutex_);
    disarmed_ = true;
    wake_ = nullptr;
  }

 private:
  void ring() REQUIRES(mutex_) {
    if (!wake_) return;
    ringing_ = false;
    auto wake = std::move(wake_);
    wake_ = nullptr;
    wake();
  }

  Mutex mutex_;
  bool ringing_ GUARDED_BY(mutex_) = false;
  bool disarmed_ GUARDED_BY(mutex_) = false;
  std::move_only_function<void()> wake_ GUARDED_BY(mutex_);
};

// Whether the request asks to become a WebSocket (RFC 6455, version 13). The answer is then 101 with a stream,
// or a refusal.
bool asks_for_web_socket(const Request& request);

// Whether a page of this origin may hold a connection here: one of ours (the origin names the host that was asked), or
// a listed one. Who sends no Origin is no page.
bool origin_may_connect(const Request& request, const std::vector<std::string>& listed);

}  // namespace autograder::http
