// A request and its answer as values: all that handlers see of HTTP.
//
// Knows:          methods, header fields, query parameters, bodies as bytes.
// Does not know:  sockets, JSON, who is asking.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/nameless_file.h"

namespace autograder::http {

enum class Method { get, head, post, put, remove, options, other };
std::string_view name_of(Method method);
Method method_from(std::string_view name);

struct NameValue {
  std::string name;
  std::string value;
};

struct Request {
  Method method = Method::get;
  std::string path;                // decoded, without the query
  std::vector<NameValue> query;    // decoded, in order
  std::vector<NameValue> headers;  // in order, names as sent
  std::string body;
  std::shared_ptr<const NamelessFile>
      body_file;               // of routes that take large bodies: where one is given, `body` is empty
  std::string segment;         // what stood for ":id" or "*"
  std::string request_id;      // X-Request-Id, taken or made
  std::string client_address;  // behind a trusted proxy: whom it forwards for
  bool from_loopback = false;  // asked from this host itself, not through a proxy
  // Only of held routes: becomes true when the client has hung up.
  std::shared_ptr<const std::atomic<bool>> client_gone;

  // The first with that name (without regard to case), or null.
  const std::string* header(std::string_view name) const;
  // The first with that name, or null.
  const std::string* parameter(std::string_view name) const;
  // What stood for ":id", in a type that parses it. Only in handlers of a route with ":id": its form is checked.
  template <class Id>
  Id id() const {
    return *Id::parse(segment);
  }
};

class Stream;

// Bytes that several answers send: kept by `owner`, or there for as long as the program where that is null.
struct SharedBytes {
  std::shared_ptr<const void> owner{};
  std::string_view bytes{};
};

struct Response {
  int status = 200;
  std::string body{};
  std::string content_type{};  // empty: the server's (ServerOptions::content_type)
  std::vector<NameValue> headers{};
  // The answer goes on: after 101 as a WebSocket, else as chunks. `body` is empty then.
  std::shared_ptr<Stream> stream{};
  // Sent in place of `body` where it is not empty.
  SharedBytes shared{};

  std::string_view bytes() const { return shared.bytes.empty() ? std::string_view(body) : shared.bytes; }
};

// From here on copies of the answer share its body.
void share_body(Response& response);

// Called exactly once, from any thread.
using Reply = std::move_only_function<void(Response)>;

bool equal_ignoring_case(std::string_view left, std::string_view right);
std::string_view reason_phrase(int status);

}  // namespace autograder::http
