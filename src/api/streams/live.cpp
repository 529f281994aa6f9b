#include "api/streams/live.h"

#include "api/streams/engine_session.h"

namespace autograder::api {

bool Live::admit_newcomer(const std::shared_ptr<Conversation>& conversation) {
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

void Live::tick() {
  const auto now = parts_.clock.steady_now();
  std::vector<std::shared_ptr<Conversation>> newcomers;
  std::vector<std::shared_ptr<EngineSession>> sessions;
  {
    MutexLock lock(mutex_);
    for (const auto& one : newcomers_) newcomers.push_back(one.lock());
    for (const auto& [sid, session] : sessions_) sessions.push_back(session);
  }
  for (auto& one : newcomers) {
    if (one != nullptr && one->settled(now)) one.reset();
  }
  {
    // Who came meanwhile stands behind those that were looked at.
    MutexLock lock(mutex_);
    auto place = newcomers_.begin();
    for (const auto& one : newcomers) place = one == nullptr ? newcomers_.erase(place) : std::next(place);
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
