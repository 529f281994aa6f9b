// Server-sent events: GET /submission/:id/events.
#include "api/context.h"
#include "api/streams/routes.h"
#include "http/client_address.h"
#include "http/stream.h"

namespace autograder::api {
namespace {

using http::Reply;
using http::Request;
using http::Response;

constexpr std::string_view kNotOpened = "The stream was not opened";

class EventStream final : public http::Stream {
 public:
  explicit EventStream(const Clock& clock) : clock_(clock), said_at_(clock.steady_now()) {}
  // Before anyone asks for the next piece.
  void listen_with(std::unique_ptr<Ear> ear) { ear_ = std::move(ear); }

  std::optional<std::string> next() override {
    if (over_) return std::nullopt;
    std::string piece = std::exchange(opening_, {});
    if (const auto news = ear_->take()) {
      over_ = news->last;
      piece += "data: " + *news->json + "\n\n";
    } else if (clock_.steady_now() - said_at_ >= kHeartbeat) {
      piece += ": waiting\n\n";  // a comment: it keeps proxies from closing, and finds out who is gone
    }
    if (piece.empty()) return std::nullopt;
    said_at_ = clock_.steady_now();
    return piece;
  }
  std::optional<http::Ending> ending() override {
    return over_ || ear_->ended() ? std::optional<http::Ending>(std::in_place) : std::nullopt;
  }

 private:
  const Clock& clock_;
  std::unique_ptr<Ear> ear_;
  std::string opening_ = "retry: 2000\n\n";  // ms until a browser connects again
  SteadyTime said_at_;
  bool over_ = false;
};

Parsed<Response> open_stream(Context& context, const Request& request) {
  AG_ASSIGN(const auto bearer, stream_bearer(context, request));
  auto stream = std::make_shared<EventStream>(context.clock);
  const auto address = http::subscriber_of(request.client_address);
  auto ear = context.hub.join(bearer.claims, bearer.viewer, address, [weak = std::weak_ptr<http::Stream>(stream)] {
    if (const auto held = weak.lock()) held->wake();
  });
  if (!ear) return std::unexpected(ear.error());
  AG_TRY(unless((*ear)->subscribe(request.id<SubmissionId>(), request.request_id)));
  stream->listen_with(std::move(*ear));
  Response response;
  response.content_type = "text/event-stream; charset=utf-8";
  response.headers.push_back({"X-Accel-Buffering", "no"});  // nginx would keep events back
  response.stream = std::move(stream);
  return response;
}

}  // namespace

void add_event_stream_routes(Context& context, http::Router& router) {
  router.add({.method = http::Method::get,
              .path = "/submission/:id/events",
              .admit =
                  [signed_in = admit_anyone_signed_in(context)](const Request& request) {
                    return request.parameter("ticket") != nullptr ? std::nullopt : signed_in(request);
                  },
              .handle = answering(context, kNotOpened, open_stream)});
}

Parsed<Tickets::Bearer> stream_bearer(Context& context, const Request& request) {
  if (const auto* ticket = request.parameter("ticket")) return context.tickets.redeem(*ticket, request.request_id);
  AG_ASSIGN(const auto claims, context.sessions.verify(request));
  AG_ASSIGN(const auto viewer, context.sessions.admit(claims, request.request_id));
  return Tickets::Bearer{viewer, claims};
}

void add_live_routes(Context& context, http::Router& router) {
  add_event_stream_routes(context, router);
  add_web_socket_routes(context, router);
  add_socket_io_routes(context, router);
}

}  // namespace autograder::api
