#include "api/streams/engine_session.h"

#include "foundation/log.h"

namespace autograder::api {
namespace {

constexpr std::string_view kNotSignedIn = "You are not signed in";
constexpr std::string_view kNotSubscribed = "The submission is not listened to";

http::Response polled(std::string body) {
  http::Response response;
  response.content_type = "text/plain; charset=UTF-8";
  response.body = std::move(body);
  return response;
}

constexpr int kFarewellTicks = 2;

bool is_sign_in(const LiveMessage& message) {
  return message.kind == LiveMessage::Kind::token || message.kind == LiveMessage::Kind::ticket;
}

}  // namespace

EngineSession::EngineSession(const LiveParts& with, std::string request_id, std::string address, std::string sid)
    : Conversation(with, std::move(request_id), std::move(address)),
      sid_(std::move(sid)),
      ping_at_(with.clock.steady_now() + engine_io::kPingEvery) {}

std::optional<std::string> EngineSession::pull() {
  if (!out_.empty()) {
    auto packet = std::move(out_.front());
    out_.pop_front();
    return packet;
  }
  if (connected_) {
    if (const auto news = take_news()) return engine_io::event("status", *news->json);
    const auto ending = ended();
    // Told so, a client stays away; after any other end it connects again by itself.
    if (ending && ending->code == kSignedOut && !parted_) {
      parted_ = true;
      return engine_io::disconnected();
    }
  }
  return std::nullopt;
}

// The answer to a poll, when there is one.
std::optional<http::Response> EngineSession::gather() {
  std::string body;
  while (body.size() < kPollBodyMax) {
    const auto packet = pull();
    if (!packet) break;
    if (!body.empty()) body += engine_io::kSeparator;
    body += *packet;
  }
  // Alone in its answer: the library acts on it before it acts on what stands in front of it.
  if (body.empty() && ended()) body = engine_io::kClose;
  // A client that wants to change to its WebSocket waits for its poll to end.
  const bool probed = !attached_ && !socket_.expired();
  if (body.empty() && probed) body = engine_io::kNoop;
  if (body.empty()) return std::nullopt;
  return polled(std::move(body));
}

void EngineSession::stir() {
  std::optional<http::Reply> reply;
  std::optional<http::Response> response;
  std::shared_ptr<http::Stream> socket;
  {
    MutexLock lock(mutex_);
    socket = socket_.lock();
    if (poll_) response = gather();
    if (response) {
      reply = std::move(poll_);
      poll_.reset();
    }
  }
  if (reply) (*reply)(std::move(*response));
  if (socket) socket->wake();
}

bool EngineSession::poll(http::Reply& reply) {
  bool alone = false;
  {
    MutexLock lock(mutex_);
    alone = !poll_ && !attached_;
    if (alone) poll_ = std::move(reply);
  }
  if (!alone) end({1002, "two clients share a session"});
  stir();
  return alone;
}

bool EngineSession::receive_body(std::string_view body) {
  for (const auto packet : engine_io::split(body)) {
    if (ended()) break;
    receive(packet);
  }
  return !ended();
}

void EngineSession::receive(std::string_view packet) {
  if (packet.size() > engine_io::kPayloadMax) return end({1009, "a packet is too large"});
  switch (packet.empty() ? '\0' : packet.front()) {
    case '1':
      return end({1000, "the client ended it"});
    case '3': {
      MutexLock lock(mutex_);
      pong_until_.reset();
      ping_at_ = parts().clock.steady_now() + engine_io::kPingEvery;
      return;
    }
    case '4':
      return receive_message(packet.substr(1));
    case '6':
      return;
    default:
      return end({1002, "a packet is not understood"});
  }
}

void EngineSession::receive_message(std::string_view text) {
  const auto packet = engine_io::parse_packet(text);
  if (!packet) return end({1002, "a packet is not understood"});
  using Type = engine_io::Packet::Type;
  if (packet->room != "/") {
    if (packet->type != Type::connect) return;
    return send(engine_io::connect_error(packet->room.substr(0, 100), "Invalid namespace", {}));
  }
  if (packet->type == Type::disconnect) return end({1000, "the client ended it"});
  const bool connects = packet->type == Type::connect;
  auto message = connects ? parse_socket_io_auth(packet->json) : parse_socket_io_event(packet->json);
  Ask asked{message.value_or(LiveMessage{}), std::string(packet->ack)};
  if (message) return ask(std::move(asked));
  if (!connects) asked.message.kind = LiveMessage::Kind::subscribe;
  answered(asked, message.error());
}

void EngineSession::answered(const Ask& asked, const std::optional<Refusal>& refusal) {
  if (is_sign_in(asked.message)) {
    if (refusal) return send(engine_io::connect_error("/", kNotSignedIn, live_answer_json(kNotSignedIn, refusal)));
    {
      MutexLock lock(mutex_);
      out_.push_back(engine_io::connected(sid_.substr(0, 20)));
      connected_ = true;
    }
    return stir();
  }
  if (!asked.ack.empty()) {
    return send(engine_io::acknowledgement(asked.ack, live_answer_json(kNotSubscribed, refusal)));
  }
  if (refusal) send(engine_io::event("error", live_error_json(asked.message.text, kNotSubscribed, *refusal)));
}

void EngineSession::send(std::string packet) {
  bool full = false;
  {
    MutexLock lock(mutex_);
    full = out_.size() >= kPacketsMax;
    if (!full) out_.push_back(std::move(packet));
  }
  if (full) end({kAskedTooMuch, "too many answers wait for their reader"});
  stir();
}

bool EngineSession::tick(SteadyTime now) {
  bool silent = false;
  bool ping = false;
  std::shared_ptr<http::Stream> late;
  {
    MutexLock lock(mutex_);
    silent = pong_until_ && now > *pong_until_;
    ping = !pong_until_ && now >= ping_at_;
    if (ping) pong_until_ = now + engine_io::kPongTime;
    if (!attached_ && now - probed_at_ > kUpgradeTime) {
      late = socket_.lock();
      socket_.reset();
    }
  }
  if (ping) send(std::string(engine_io::kPing));
  if (silent) end({1001, "no answer to a ping"});
  if (late) late->wake();
  MutexLock lock(mutex_);
  // A client between two polls comes back to be told.
  return ended().has_value() && ++ticks_over_ > kFarewellTicks;
}

void EngineSession::close(std::string reason) {
  end({1001, std::move(reason)});
}

bool EngineSession::probe(const std::shared_ptr<http::Stream>& socket) {
  {
    MutexLock lock(mutex_);
    if (!socket_.expired()) return false;
    socket_ = socket;
    probed_at_ = parts().clock.steady_now();
  }
  stir();
  return true;
}

bool EngineSession::attach(const std::shared_ptr<http::Stream>& socket) {
  if (ended()) return false;
  {
    MutexLock lock(mutex_);
    if (attached_ || (!socket_.expired() && socket_.lock() != socket)) return false;
    socket_ = socket;
    attached_ = true;
  }
  stir();
  return true;
}

void EngineSession::detach(const http::Stream* socket) {
  bool was_attached = false;
  {
    MutexLock lock(mutex_);
    const auto mine = socket_.lock();
    if (mine.get() != socket) return;
    was_attached = attached_;
    socket_.reset();
  }
  if (was_attached) end({1001, "the client is gone"});
}

bool EngineSession::probes(const http::Stream* socket) const {
  MutexLock lock(mutex_);
  return socket_.lock().get() == socket;
}

std::optional<std::string> EngineSession::next_packet() {
  MutexLock lock(mutex_);
  return pull();
}

std::optional<http::Ending> EngineSession::over() const {
  return ended();
}

namespace {

// The members of Stream are called one at a time.
class EngineSocket final : public http::Stream, public std::enable_shared_from_this<EngineSocket> {
 public:
  EngineSocket(std::shared_ptr<EngineSession> session, bool upgrade)
      : session_(std::move(session)), attached_(!upgrade) {}

  std::optional<std::string> next() override {
    if (!first_.empty()) return std::exchange(first_, {});
    return attached_ ? session_->next_packet() : std::nullopt;
  }
  std::optional<http::Ending> ending() override {
    if (refused_) return http::Ending{1002, "this WebSocket is not one of its session"};
    if (probed_ && !attached_ && !session_->probes(this)) return http::Ending{1001, "the upgrade took too long"};
    return session_->over();
  }
  void hear(std::string packet) override {
    if (attached_) return session_->receive(packet);
    if (packet == engine_io::kProbe && !probed_) {
      probed_ = true;
      first_ = engine_io::kProbeAnswer;
      refused_ = !session_->probe(shared_from_this());
    } else if (packet == engine_io::kUpgrade && probed_) {
      attached_ = session_->attach(shared_from_this());
      refused_ = !attached_;
    } else {
      refused_ = true;
    }
    wake();
  }
  void hung_up() override { session_->detach(this); }

 private:
  const std::shared_ptr<EngineSession> session_;
  std::string first_;  // what goes out before the session's own packets
  bool attached_;
  bool probed_ = false;
  bool refused_ = false;
};

}  // namespace

std::shared_ptr<http::Stream> engine_socket(std::shared_ptr<EngineSession> session, bool upgrade) {
  auto socket = std::make_shared<EngineSocket>(session, upgrade);
  if (!upgrade && !session->attach(socket)) return nullptr;
  return socket;
}

}  // namespace autograder::api
