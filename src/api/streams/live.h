// The connections that stay open, as far as the server must see to them: who has yet to sign in, and Socket.IO's
// sessions, which outlive single requests.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/streams/conversation.h"
#include "foundation/seldom.h"
#include "http/router.h"

namespace autograder::api {

class EngineSession;

// Connections that have not signed in yet.
constexpr std::size_t kNewcomersMax = 1024;
constexpr std::size_t kNewcomersOfAddressMax = 256;

// All members may be called from any thread and do not block.
class Live final {
 public:
  // `by_address`: whether there is a bound of newcomers an address.
  Live(Hub& hub, Sessions& sessions, Tickets& tickets, ThreadPool& pool, const Clock& clock, bool by_address)
      : parts_{hub, sessions, tickets, pool, clock}, by_address_(by_address) {}

  const LiveParts& parts() const { return parts_; }
  // A conversation that has yet to sign in. Where there are too many, the oldest one ends for it: of its own address, or
  // of the address that has the most. False when the server stops.
  bool admit_newcomer(const std::shared_ptr<Conversation>& conversation, const std::string& sid = {});

  // As admit_newcomer.
  bool add_session(const std::shared_ptr<EngineSession>& session);
  std::shared_ptr<EngineSession> session(const std::string& sid);
  void remove_session(const std::string& sid);

  // Every Hub::kTick.
  void tick();
  // Polls that are held are answered, and clients that poll or connect later are told to connect again.
  void close();

 private:
  struct Newcomer {
    std::weak_ptr<Conversation> conversation;
    std::string address;
    std::string sid;  // of Socket.IO
  };

  // Forgets who signed in or went away, and ends who did not sign in in time.
  void settle_newcomers();
  bool full_for(const std::string& address) const REQUIRES(mutex_);
  // Who ends for a newcomer at `address`; absent where there is room.
  std::optional<Newcomer> take_oldest(const std::string& address) REQUIRES(mutex_);

  const LiveParts parts_;
  const bool by_address_;
  Seldom lines_;
  Mutex mutex_;
  bool closed_ GUARDED_BY(mutex_) = false;
  std::vector<Newcomer> newcomers_ GUARDED_BY(mutex_);  // the oldest first
  std::unordered_map<std::string, std::shared_ptr<EngineSession>> sessions_ GUARDED_BY(mutex_);
};

}  // namespace autograder::api
