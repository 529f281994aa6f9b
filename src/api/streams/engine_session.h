// One Socket.IO client: a session that polls with requests, or has a WebSocket, or goes from the one to the other.
//
// Knows:          the packets of Engine.IO and Socket.IO, pings, the upgrade.
// Does not know:  paths and requests: that is in socket_io.cpp.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "api/streams/conversation.h"
#include "api/wire/engine_io.h"
#include "http/message.h"

namespace autograder::api {

constexpr std::size_t kPacketsMax = 256;           // that wait for their client
constexpr std::size_t kPollBodyMax = 1024 * 1024;  // bytes, over which the next poll takes the rest
constexpr std::chrono::seconds kUpgradeTime{10};   // from the probe on

// Held by shared_ptr. All members may be called from any thread and do not block.
class EngineSession final : public Conversation {
 public:
  EngineSession(const LiveParts& parts, std::string request_id, std::string address, std::string sid);

  const std::string& sid() const { return sid_; }
  // A request that is answered as soon as there is a packet. False when another one waits, or there is a WebSocket:
  // `reply` stays with the caller, and the session ends, for two clients share it.
  bool poll(http::Reply& reply);
  // The packets of a request's body. False: the session ended over them.
  bool receive_body(std::string_view body);
  // Pings, time-outs. True: the session is over and to be forgotten.
  bool tick(SteadyTime now);
  void close(std::string reason);

  // The WebSocket's side.
  void send_first(std::string packet) { send(std::move(packet)); }
  bool probe(const std::shared_ptr<http::Stream>& socket);  // false: there is one already
  bool attach(const std::shared_ptr<http::Stream>& socket);
  void detach(const http::Stream* socket);
  void receive(std::string_view packet);
  std::optional<std::string> next_packet();
  std::optional<http::Ending> over() const;
  // Whether `socket` is still to be the session's own one day.
  bool probes(const http::Stream* socket) const;

 private:
  void stir() override;
  void answered(const Ask& ask, const std::optional<Refusal>& refusal) override;
  void receive_message(std::string_view text);
  void send(std::string packet);
  std::optional<std::string> pull() REQUIRES(mutex_);
  std::optional<http::Response> gather() REQUIRES(mutex_);

  const std::string sid_;
  mutable Mutex mutex_;
  std::deque<std::string> out_ GUARDED_BY(mutex_);
  std::optional<http::Reply> poll_ GUARDED_BY(mutex_);
  std::weak_ptr<http::Stream> socket_ GUARDED_BY(mutex_);  // attached, or the one that probes
  bool attached_ GUARDED_BY(mutex_) = false;
  SteadyTime probed_at_ GUARDED_BY(mutex_){};
  SteadyTime ping_at_ GUARDED_BY(mutex_);
  std::optional<SteadyTime> pong_until_ GUARDED_BY(mutex_);
  bool connected_ GUARDED_BY(mutex_) = false;  // as Socket.IO has it
  bool parted_ GUARDED_BY(mutex_) = false;     // the client was told that it is over
  int ticks_over_ GUARDED_BY(mutex_) = 0;
};

// A WebSocket of a session: its own from the beginning, or one that a polling client changes to.
std::shared_ptr<http::Stream> engine_socket(std::shared_ptr<EngineSession> session, bool upgrade);

}  // namespace autograder::api
