// The WebSocket at /ws: JSON messages both ways.
#include "api/context.h"
#include "api/streams/routes.h"
#include "http/client_address.h"
#include "http/stream.h"

namespace autograder::api {
namespace {

using http::Reply;
using http::Request;
using http::Response;

constexpr std::string_view kNotOpened = "The WebSocket was not opened";
constexpr std::string_view kNotSignedIn = "You are not signed in";
constexpr std::string_view kNotSubscribed = "The submission is not listened to";

class Talk final : public http::Stream, public Conversation {
 public:
  using Conversation::Conversation;

  std::optional<std::string> next() override {
    {
      MutexLock lock(mutex_);
      if (!errors_.empty()) {
        auto error = std::move(errors_.front());
        errors_.pop_front();
        return error;
      }
    }
    const auto news = take_news();
    return news ? std::optional<std::string>(*news->json) : std::nullopt;
  }
  std::optional<http::Ending> ending() override { return ended(); }
  void hear(std::string text) override {
    auto message = parse_live_message(text);
    if (message) return ask({std::move(*message)});
    say(live_error_json({}, "The message was not understood", message.error()));
  }

 private:
  void stir() override { http::Stream::wake(); }
  void answered(const Ask& asked, const std::optional<Refusal>& refusal) override {
    if (!refusal) return;
    const auto kind = asked.message.kind;
    const bool signs_in = kind == LiveMessage::Kind::token || kind == LiveMessage::Kind::ticket;
    // What was sent as an id is given back, so that it is known which one; a token is not.
    say(live_error_json(signs_in ? "" : asked.message.text, signs_in ? kNotSignedIn : kNotSubscribed, *refusal));
    if (signs_in) end({kSignedOut, "not signed in"});
  }
  void say(std::string error) {
    bool full = false;
    {
      MutexLock lock(mutex_);
      full = errors_.size() >= kAsksMax;
      if (!full) errors_.push_back(std::move(error));
    }
    if (full) return end({kAskedTooMuch, "too many answers wait for their reader"});
    stir();
  }

  Mutex mutex_;
  std::deque<std::string> errors_ GUARDED_BY(mutex_);
};

Parsed<Response> open_web_socket(Context& context, const Request& request) {
  if (!http::asks_for_web_socket(request)) {
    auto response = refused(kNotOpened, {426, "this path is for WebSockets (RFC 6455, version 13)", {}});
    response.headers.push_back({"Upgrade", "websocket"});
    return response;
  }
  if (!http::origin_may_connect(request, context.options.cors_origins)) {
    return refuse(403, "Origin: not allowed by cors.origins");
  }
  const auto talk =
      std::make_shared<Talk>(context.live.parts(), request.request_id, http::subscriber_of(request.client_address));
  if (request.parameter("ticket") != nullptr || request.header("Authorization") != nullptr) {
    AG_ASSIGN(const auto bearer, stream_bearer(context, request));
    AG_TRY(unless(talk->sign_in(bearer.claims, bearer.viewer)));
  } else if (!context.live.admit_newcomer(talk)) {
    return std::unexpected(Refusal{503, "the server stops; connect again", std::chrono::seconds(5)});
  }
  return Response{.status = 101, .stream = talk};
}

}  // namespace

void add_web_socket_routes(Context& context, http::Router& router) {
  router.add({.method = http::Method::get,
              .path = "/ws",
              .admit = {},
              .handle = answering(context, kNotOpened, open_web_socket)});
}

}  // namespace autograder::api
