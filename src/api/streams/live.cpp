#include "api/streams/live.h"

#include <algorithm>

#include "api/streams/engine_session.h"
#include "foundation/log.h"

namespace autograder::api {

bool Live::full_for(const std::string& address) const {
  if (newcomers_.size() >= kNewcomersMax) return true;
  if (!by_address_ || newcomers_.size() < kNewcomersOfAddressMax) return false;
  const auto its = std::ranges::count(newcomers_, address, &Newcomer::address);
  return static_cast<std::size_t>(its) >= kNewcomersOfAddressMax;
}

std::optional<Live::Newcomer> Live::take_oldest(const std::string& address) {
  if (!full_for(address)) return std::nullopt;
  std::string from = address;
  if (newcomers_.size() >= kNewcomersMax) {
    std::unordered_map<std::string_view, std::size_t> counts;
    for (const auto& newcomer : newcomers_) ++counts[newcomer.address];
    from = std::ranges::max_element(counts, {}, [](const auto& count) { return count.second; })->first;
  }
  const auto oldest = std::ranges::find(newcomers_, from, &Newcomer::address);
  if (oldest == newcomers_.end()) return std::nullopt;
  auto taken = std::move(*oldest);
  newcomers_.erase(oldest);
  return taken;
}

bool Live::admit_newcomer(const std::shared_ptr<Conversation>& conversation, const std::string& sid) {
  bool full = false;
  {
    MutexLock lock(mutex_);
    full = full_for(conversation->address());
  }
  // After a restart everybody comes within a second: most have signed in by now.
  if (full) settle_newcomers();
  std::optional<Newcomer> leaves;
  {
    MutexLock lock(mutex_);
    if (closed_) return false;
    leaves = take_oldest(conversation->address());
    newcomers_.push_back({conversation, conversation->address(), sid});
  }
  if (!leaves) return true;
  if (const auto gone = leaves->conversation.lock()) gone->make_room();
  // Its client, if there is one, opens another: nothing is kept until it comes to be told.
  if (!leaves->sid.empty()) remove_session(leaves->sid);
  if (const auto more = lines_.pass(parts_.clock.steady_now())) {
    log::warn("a live connection that has not signed in was ended for a newer one",
              {{"client", leaves->address}, {"more", *more}});
  }
  return true;
}

bool Live::add_session(const std::shared_ptr<EngineSession>& session) {
  if (!admit_newcomer(session, session->sid())) return false;
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
  std::vector<Newcomer> newcomers;
  {
    MutexLock lock(mutex_);
    newcomers.swap(newcomers_);
  }
  // Without the lock: ending one wakes its connection.
  std::erase_if(newcomers, [now](const auto& one) {
    const auto conversation = one.conversation.lock();
    return conversation == nullptr || conversation->settled(now);
  });
  MutexLock lock(mutex_);
  // In front of those that came in the meantime.
  newcomers_.insert(newcomers_.begin(), newcomers.begin(), newcomers.end());
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
