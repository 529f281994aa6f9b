#include "api/streams/live.h"

#include "api/streams/engine_session.h"

namespace autograder::api {

bool Live::admit_newcomer(const std::shared_ptr<Conversation>& conversation) {
  bool full = false;
  {
    MutexLock lock(mutex_);
    full = newcomers_.size() >= kNewcomersMax;
  }
  // After a restart everybody comes within a second: most have signed in by now.
  if (full) settle_newcomers();
  MutexLock lock(mutex_);
  if (closed_ || newcomers_.size() >= kNewcomersMax) return false;
  newcomers_.push_back(conversation);
  return true;
}

bool Live::add_session(const std::shared_ptr<EngineSession>& session) {
  if (!admit_newcomer(session)) return false;
  MutexLock lock(mutex_);
  sessions_.emplace(session->sid(), session);
  return true;
}

std::shared_ptr<EngineSession> Live::session(const std::string& sid) {
  MutexLock lock(mutex_);
  const auto found = sessions_.find(sid);
  return found == sessions_.end() ? nullptr : found->second;
}

void Live::remove_session(const std::string& sid) {
  std::shared_ptr<EngineSession> last;  // may end here, without the lock
  MutexLock lock(mutex_);
  const auto found = sessions_.find(sid);
  if (found == sessions_.end()) return;
  last = std::move(found->second);
  sessions_.erase(found);
}

void Live::settle_newcomers() {
  const auto now = parts_.clock.steady_now();
  std::vector<std::weak_ptr<Conversation>> newcomers;
  {
    MutexLock lock(mutex_);
    newcomers.swap(newcomers_);
  }
  // Without the lock: ending one wakes its connection.
  std::erase_if(newcomers, [now](const auto& one) {
    const auto conversation = one.lock();
    return conversation == nullptr || conversation->settled(now);
  });
  MutexLock lock(mutex_);
  newcomers_.insert(newcomers_.end(), newcomers.begin(), newcomers.end());
}

void Live::tick() {
  settle_newcomers();
  const auto now = parts_.clock.steady_now();
  std::vector<std::shared_ptr<EngineSession>> sessions;
  {
    MutexLock lock(mutex_);
    for (const auto& [sid, session] : sessions_) sessions.push_back(session);
  }
  for (const auto& session : sessions) {
    if (session->tick(now)) remove_session(session->sid());
  }
}

void Live::close() {
  std::unordered_map<std::string, std::shared_ptr<EngineSession>> sessions;
  {
    MutexLock lock(mutex_);
    closed_ = true;
    sessions.swap(sessions_);
  }
  for (const auto& [sid, session] : sessions) session->close("the server stops; connect again");
}

}  // namespace autograder::api
