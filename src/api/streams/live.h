// The connections that stay open, as far as the server must see to them: who has yet to sign in, and Socket.IO's
// sessions, which outlive single requests.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "api/http/router.h"
#include "api/streams/conversation.h"

namespace autograder::api {

class EngineSession;

constexpr std::size_t kNewcomersMax = 1024;  // connections that have not signed in yet

// All members may be called from any thread and do not block.
class Live final {
 public:
  Live(Hub& hub, Sessions& sessions, Tickets& tickets, ThreadPool& pool, const Clock& clock)
      : parts_{hub, sessions, tickets, pool, clock} {}

  const LiveParts& parts() const { return parts_; }
  // A conversation that has yet to sign in. False when too many have.
  bool admit_newcomer(const std::shared_ptr<Conversation>& conversation);

  // False when there are too many newcomers.
  bool add_session(const std::shared_ptr<EngineSession>& session);
  std::shared_ptr<EngineSession> session(const std::string& sid);
  void remove_session(const std::string& sid);

  // Every Hub::kTick.
  void tick();
  // Polls that are held are answered, and whoever polls or comes later is told to connect again.
  void close();

 private:
  // Forgets who signed in or went away, and ends who did not sign in in time.
  void settle_newcomers();

  const LiveParts parts_;
  Mutex mutex_;
  bool closed_ GUARDED_BY(mutex_) = false;
  std::vector<std::weak_ptr<Conversation>> newcomers_ GUARDED_BY(mutex_);
  std::unordered_map<std::string, std::shared_ptr<EngineSession>> sessions_ GUARDED_BY(mutex_);
};

}  // namespace autograder::api
