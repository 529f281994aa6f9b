// Decides which connections stay when many are open, and which one ends for a newer one.
//
// Knows:          how many are open, of all and of an address; since when each one waits; whether its client is known.
// Does not know:  sockets. A connection that has to leave is ended by the server.
//
// A newcomer is a connection on which no request of a known client came yet. Where there is no room, the one leaves that has waited
// longest among the newcomers of the address with the most of them; idle connections of known clients leave after them.
// So nobody is kept out by connections that a stranger only holds open.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "foundation/mutex.h"

namespace autograder::http {

class Connection;
struct Lane;

// The state of one connection.
struct Place {
  std::string peer;
  std::string address;   // its subscriber's
  bool proxied = false;  // the peer forwards for many clients: no bound of its address
  Lane* lane = nullptr;
  Connection* connection = nullptr;    // on the lane's thread
  std::atomic<bool> known{false};      // a request of a known client came
  std::atomic<bool> idle{true};        // nothing is being answered
  std::atomic<std::int64_t> since{0};  // in steady nanoseconds: of the last change between idle and not
  std::atomic<bool> leaving{false};
};

class Door final {
 public:
  struct Bounds {
    int all;
    int an_address;  // 0: none
  };
  explicit Door(Bounds bounds) : bounds_(bounds) {}

  struct Entry {
    bool admitted = false;
    std::vector<std::shared_ptr<Place>> leave;  // are to be ended now
  };
  // All members may be called from any thread. Several leave at once, so that looking for them is seldom.
  Entry enter(const std::shared_ptr<Place>& place);
  void leave(const std::shared_ptr<Place>& place);

 private:
  using Places = std::unordered_set<std::shared_ptr<Place>>;
  // Who leaves for a newcomer of `address`; of all where that is null.
  std::vector<std::shared_ptr<Place>> choose(const std::string* address) REQUIRES(mutex_);

  const Bounds bounds_;
  Mutex mutex_;
  std::unordered_map<std::string, Places> by_address_ GUARDED_BY(mutex_);
  int staying_ GUARDED_BY(mutex_) = 0;  // open and not leaving
};

}  // namespace autograder::http
