#include "api/streams/conversation.h"

#include "foundation/log.h"

namespace autograder::api {

std::optional<Refusal> Conversation::sign_in(const Claims& claims, const Viewer& viewer) {
  auto joined = parts_.hub.join(claims, viewer, address_, [self = weak_from_this()] {
    if (const auto conversation = self.lock()) conversation->stir();
  });
  if (!joined) return joined.error();
  MutexLock lock(mutex_);
  if (ear_ != nullptr) return Refusal{409, "auth: this connection has signed in already", {}};
  ear_ = std::move(*joined);
  return std::nullopt;
}

bool Conversation::settled(SteadyTime now) {
  {
    MutexLock lock(mutex_);
    if (ear_ != nullptr || ending_) return true;
    if (now - opened_at_ < kSignInTime) return false;
    ending_ = http::Ending{kSignedOut, "no token came in time"};
  }
  stir();
  return true;
}

void Conversation::make_room() {
  end({1013, "too many connections have not signed in yet; connect again"});
}

void Conversation::ask(Ask ask) {
  {
    MutexLock lock(mutex_);
    if (ending_) return;
    if (asks_.size() < kAsksMax) {
      asks_.push_back(std::move(ask));
      if (!working_) working_ = parts_.pool.post([self = shared_from_this()] { self->work(); });
      if (working_) return;
      asks_.pop_back();
      ending_ = http::Ending{1013, "the server is busy; try again"};
    } else {
      ending_ = http::Ending{kAskedTooMuch, "too much is asked at once"};
    }
  }
  stir();
}

void Conversation::work() {
  for (;;) {
    Ask ask;
    {
      MutexLock lock(mutex_);
      if (asks_.empty() || ending_) {
        working_ = false;
        return;
      }
      ask = std::move(asks_.front());
      asks_.pop_front();
    }
    std::optional<Refusal> refusal;
    try {
      refusal = carry_out(ask.message);
    } catch (const std::exception& error) {
      log::error("a message of a live connection was not answered", {{"what", error.what()}});
      refusal = Refusal{500, "internal error; see the log", {}};
    }
    answered(ask, refusal);
    stir();
  }
}

std::optional<Refusal> Conversation::carry_out(const LiveMessage& message) {
  if (message.kind == LiveMessage::Kind::token || message.kind == LiveMessage::Kind::ticket) {
    return sign_in_with(message);
  }
  std::shared_ptr<Ear> ear;
  {
    MutexLock lock(mutex_);
    ear = ear_;
  }
  if (ear == nullptr) return Refusal{401, "sign in first", {}};
  const auto id = SubmissionId::parse(message.text);
  if (message.kind == LiveMessage::Kind::unsubscribe) {
    if (id) ear->unsubscribe(*id);
    return std::nullopt;
  }
  if (!id) return Refusal{404, "submission not found", {}};
  return ear->subscribe(*id, request_id_);
}

std::optional<Refusal> Conversation::sign_in_with(const LiveMessage& message) {
  if (message.kind == LiveMessage::Kind::ticket) {
    const auto bearer = parts_.tickets.redeem(message.text, request_id_);
    return bearer ? sign_in(bearer->claims, bearer->viewer) : bearer.error();
  }
  const auto claims = parts_.sessions.verify(message.text);
  if (!claims) return claims.error();
  const auto viewer = parts_.sessions.admit(*claims, request_id_);
  return viewer ? sign_in(*claims, *viewer) : viewer.error();
}

void Conversation::end(http::Ending ending) {
  {
    MutexLock lock(mutex_);
    if (!ending_) ending_ = std::move(ending);
  }
  stir();
}

std::optional<http::Ending> Conversation::ended() const {
  MutexLock lock(mutex_);
  if (!ending_ && ear_ != nullptr && ear_->ended())
    return http::Ending{kSignedOut, "the token has ended; sign in again"};
  return ending_;
}

bool Conversation::signed_in() const {
  MutexLock lock(mutex_);
  return ear_ != nullptr;
}

std::optional<Ear::News> Conversation::take_news() {
  MutexLock lock(mutex_);
  if (ear_ == nullptr || ending_) return std::nullopt;
  return ear_->take();
}

}  // namespace autograder::api
