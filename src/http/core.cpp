#include "http/core.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "foundation/crypto.h"
#include "foundation/log.h"
#include "foundation/random.h"

namespace autograder::http {
namespace {

// "Mon, 23 Nov 2026 21:07:00 GMT"; names are fixed, whatever the locale.
std::string http_date(Time time) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = to_ms(time) / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                parts.tm_sec);
  return text.data();
}

struct Call {
  Request request;
  Reply reply;
};

void run_handler(const Route& route, Call& call) {
  try {
    route.handle(std::move(call.request), std::move(call.reply));
  } catch (const std::exception& error) {
    // The dropped reply has answered 500 by now.
    log::error("a handler threw", {{"path", route.path}, {"what", error.what()}});
  }
}

}  // namespace

void Core::dispatch(const Route& route, Request request, std::shared_ptr<Exchange> exchange) {
  auto call = std::make_shared<Call>(std::move(request),
                                     reply_to(std::move(exchange), error_form(500, "internal error; see the log")));
  if (route.runs == Runs::io) {
    run_handler(route, *call);
    return;
  }
  ThreadPool& threads = route.runs == Runs::passwords ? passwords : pool;
  if (threads.post([&route, call] { run_handler(route, *call); })) return;
  auto busy = error_form(503, "too many requests wait already; try again");
  busy.headers.push_back({"Retry-After", "1"});
  call->reply(std::move(busy));
}

bool Core::origin_allowed(std::string_view origin) const {
  return std::ranges::any_of(options.cors_origins, [&](const auto& known) { return known == "*" || known == origin; });
}

void Core::add_common_headers(const Request& request, Response& response) const {
  response.headers.push_back({"X-Request-Id", request.request_id});
  if (options.cors_origins.empty()) return;
  response.headers.push_back({"Vary", "Origin"});
  const auto* origin = request.header("Origin");
  if (origin == nullptr || !origin_allowed(*origin)) return;
  response.headers.push_back({"Access-Control-Allow-Origin", *origin});
  response.headers.push_back({"Access-Control-Expose-Headers", options.cors_exposed});
}

Response Core::options_answer(const Request& request, const std::string& allow) const {
  Response response{204, "", "", {{"Allow", allow}}};
  const auto* origin = request.header("Origin");
  if (origin != nullptr && origin_allowed(*origin) && request.header("Access-Control-Request-Method") != nullptr) {
    response.headers.push_back({"Access-Control-Allow-Methods", allow});
    response.headers.push_back({"Access-Control-Allow-Headers", options.cors_allowed});
    response.headers.push_back({"Access-Control-Max-Age", "600"});
  }
  return response;
}

std::string Core::response_head(const Response& response, bool keep_alive, bool http_1_0) const {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head += reason_phrase(response.status);
  head += "\r\nDate: " + http_date(clock.now()) + "\r\n";
  if (response.status != 204 && response.status != 304) {
    head += "Content-Type: " + (response.content_type.empty() ? options.content_type : response.content_type) + "\r\n";
    if (response.stream == nullptr) {
      head += "Content-Length: " + std::to_string(response.bytes().size()) + "\r\n";
    } else if (!http_1_0) {
      head += "Transfer-Encoding: chunked\r\n";
    }
  }
  bool caching_said = false;
  for (const auto& field : response.headers) {
    caching_said = caching_said || field.name == "Cache-Control";
    head += field.name;
    head += ": ";
    // No value splits an answer in two, wherever it came from.
    for (const char c : field.value) head += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    head += "\r\n";
  }
  if (!caching_said) head += "Cache-Control: no-store\r\n";
  head += "X-Content-Type-Options: nosniff\r\n";
  if (!keep_alive) {
    head += "Connection: close\r\n";
  } else if (http_1_0) {
    head += "Connection: keep-alive\r\n";
  }
  head += "\r\n";
  return head;
}

std::string request_id(const std::string* sent) {
  constexpr std::size_t kMax = 64;
  const auto harmless = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  if (sent != nullptr && !sent->empty() && sent->size() <= kMax && std::ranges::all_of(*sent, harmless)) return *sent;
  std::array<std::uint8_t, 8> bytes;
  fill_random(bytes);
  return to_hex(bytes);
}

}  // namespace autograder::http
