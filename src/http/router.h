// Which handler answers which path. Static segments win over ":id"; an ":id" that is not 24 lower-case hexadecimal
// characters matches nothing. ":name" is any one segment, read from the path by the handler. A path that ends in "/*"
// takes all that lies below it and that no other path takes.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace autograder::http {

// A body of a route with body_to_file is held up to here.
constexpr std::size_t kHeldBodyMax = 256 * 1024;

// Where a handler runs.
enum class Runs {
  io,         // on the I/O thread: must not block
  pool,       // on the threads for storage
  passwords,  // on the few threads that hash passwords
};

struct Route {
  Method method = Method::get;
  std::string path{};  // "/problems/:id"
  Runs runs = Runs::pool;
  std::size_t body_max = 64 * 1024;
  bool body_to_file = false;  // what is over kHeldBodyMax goes into a file on its way
  std::string_view
      takes{};        // the media type of its bodies: another is refused with 415; empty: any. Outlives the router
  bool held = false;  // may be answered much later: the client's going away is watched
  // Looks at the head alone, on the I/O thread, before the body is read. What it returns is the answer.
  std::function<std::optional<Response>(const Request&)> admit{};
  std::function<void(Request, Reply)> handle{};
};

struct Match {
  const Route* route = nullptr;
  std::string segment;  // what stood for ":id" or "*"
  std::string allow;    // the methods of this path, empty when no route has it
};

class Router final {
 public:
  void add(Route route);
  Match match(Method method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace autograder::http
