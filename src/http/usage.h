// Counts what clients hold of the server: requests from their head on until their answer is written, bodies on their
// way in, and answers that are not read yet.
//
// Knows:          bounds of all together, of an address, of a user.
// Does not know:  connections, what is asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "foundation/mutex.h"
#include "http/message.h"

namespace autograder::http {

// An answer up to this size is not counted: the socket's own buffer takes it.
constexpr std::size_t kSmallAnswer = 16 * 1024;

struct UsageBounds {
  std::size_t answers = 256 * 1024 * 1024;  // bytes not read yet
  std::size_t answers_an_address = 128 * 1024 * 1024;
  std::size_t answers_a_user = 64 * 1024 * 1024;
  std::size_t bodies_an_address = 128 * 1024 * 1024;  // bytes in memory that came and are not answered yet
  std::size_t bodies_a_user = 16 * 1024 * 1024;
  int requests_an_address = 1024;
  int requests_a_user = 64;
  int passwords_an_address = 64;  // requests that wait for a password to be hashed
  bool by_client = true;          // off: the bound of all together alone
};

class Usage final {
 public:
  struct Client {
    std::string address;  // of the subscriber
    std::string user;     // empty: nobody who is known
  };
  // Why there is no room.
  struct Full {
    int status;  // 429: the client's own doing; 503
    std::string why;
    int retry_after;  // seconds
  };

  explicit Usage(UsageBounds bounds) : bounds_(bounds) {}

  // A share of the bounds, held until this is destroyed. The usage outlives it.
  class Hold final {
   public:
    Hold() = default;
    Hold(Hold&& other) noexcept { swap(other); }
    Hold& operator=(Hold&& other) noexcept {
      swap(other);
      return *this;
    }
    ~Hold();
    bool holds_nothing() const { return usage_ == nullptr; }

   private:
    friend class Usage;
    void swap(Hold& other) noexcept;

    Usage* usage_ = nullptr;
    std::vector<std::string> keys_;  // of the shares that it is counted in
    int requests_ = 0;
    int passwords_ = 0;
    std::size_t body_bytes_ = 0;
    std::size_t bytes_ = 0;
    std::shared_ptr<const void> body_;  // of bytes that several answers send
  };

  // All members may be called from any thread.
  std::expected<Hold, Full> open_request(const Client& client, bool passwords);
  // So many bytes of the request's body are in memory now. Who holds no other body may always send one: its route bounds it.
  // Null: there is room.
  std::optional<Full> hold_body(Hold& request, std::size_t bytes);
  // Bytes that several answers send count once. Who holds no answer may always be sent one, however large.
  std::expected<Hold, Full> send(const Client& client, const Response& response);
  std::size_t answer_bytes();

 private:
  struct Share {
    int requests = 0;
    int passwords = 0;
    std::size_t body_bytes = 0;
    std::size_t bytes = 0;
    std::unordered_map<const void*, int> bodies;  // that several answers send: how many do
    bool empty() const { return requests == 0 && passwords == 0 && body_bytes == 0 && bytes == 0 && bodies.empty(); }
  };

  void release(const Hold& hold);
  struct Open {
    int requests = 0;
    int passwords = 0;
  };
  Open open_of(const std::string& key) const REQUIRES(mutex_);
  std::vector<std::string> keys_of(const Client& client) const;

  const UsageBounds bounds_;
  mutable Mutex mutex_;
  std::unordered_map<std::string, Share> shares_ GUARDED_BY(mutex_);  // "": of all
};

}  // namespace autograder::http
