// One client on a connection that stays open and goes both ways: it signs in, then asks for submissions.
//
// Knows:          what was asked and in which order, whether the client signed in in time.
// Does not know:  how messages are framed: that is for WebSockets and Socket.IO.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "api/streams/hub.h"
#include "api/tickets.h"
#include "api/wire/live_wire.h"
#include "http/stream.h"

namespace autograder::api {

constexpr std::size_t kAsksMax = 64;             // that wait to be answered
constexpr std::chrono::seconds kSignInTime{10};  // from the connection's beginning

// The parts that all conversations share.
struct LiveParts {
  Hub& hub;
  Sessions& sessions;
  Tickets& tickets;
  ThreadPool& pool;
  const Clock& clock;
};

// Held by shared_ptr. All members may be called from any thread and do not block, except where said.
class Conversation : public std::enable_shared_from_this<Conversation> {
 public:
  // `address`: of the subscriber.
  Conversation(const LiveParts& parts, std::string request_id, std::string address)
      : parts_(parts),
        request_id_(std::move(request_id)),
        address_(std::move(address)),
        opened_at_(parts.clock.steady_now()) {}
  virtual ~Conversation() = default;
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  // Signs in at once, before anything is asked. May block.
  std::optional<Refusal> sign_in(const Claims& claims, const Viewer& viewer);
  // Ends what did not sign in in time; true when there is nothing more to wait for.
  bool settled(SteadyTime now);
  // Ends for newer ones that have yet to sign in.
  void make_room();
  const std::string& address() const { return address_; }

 protected:
  struct Ask {
    LiveMessage message;
    std::string ack{};  // Socket.IO: the number of the acknowledgement, empty when none is wanted
  };
  // Answered in order on a thread of the pool. Over kAsksMax the conversation ends.
  void ask(Ask ask);
  void end(http::Ending ending);
  std::optional<http::Ending> ended() const;
  bool signed_in() const;
  std::optional<Ear::News> take_news();
  const LiveParts& parts() const { return parts_; }

  // There may be something to send.
  virtual void stir() = 0;
  // `refusal` is absent when it was done.
  virtual void answered(const Ask& ask, const std::optional<Refusal>& refusal) = 0;

 private:
  void work();
  std::optional<Refusal> carry_out(const LiveMessage& message);
  std::optional<Refusal> sign_in_with(const LiveMessage& message);

  const LiveParts parts_;
  const std::string request_id_;
  const std::string address_;
  const SteadyTime opened_at_;
  mutable Mutex mutex_;
  std::deque<Ask> asks_ GUARDED_BY(mutex_);
  bool working_ GUARDED_BY(mutex_) = false;
  std::shared_ptr<Ear> ear_ GUARDED_BY(mutex_);
  std::optional<http::Ending> ending_ GUARDED_BY(mutex_);
};

// Numbers of our own for the end of a WebSocket (4000-4999 are for applications).
constexpr std::uint16_t kSignedOut = 4401;
constexpr std::uint16_t kAskedTooMuch = 4429;

}  // namespace autograder::api
