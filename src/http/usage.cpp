#include "http/usage.h"

#include <array>
#include <utility>

namespace autograder::http {
namespace {

constexpr int kRequestsAgain = 1;  // seconds: requests end all the time
constexpr int kAnswersAgain = 5;   // a slow reader takes a while
constexpr int kBodiesAgain = 5;    // as a slow writer does

std::string at_most(std::size_t count, std::string_view what) {
  return "at most " + std::to_string(count) + " " + std::string(what) + "; try again";
}

}  // namespace

void Usage::Hold::swap(Hold& other) noexcept {
  std::swap(usage_, other.usage_);
  std::swap(keys_, other.keys_);
  std::swap(requests_, other.requests_);
  std::swap(passwords_, other.passwords_);
  std::swap(body_bytes_, other.body_bytes_);
  std::swap(bytes_, other.bytes_);
  std::swap(body_, other.body_);
}

Usage::Hold::~Hold() {
  if (usage_ != nullptr) usage_->release(*this);
}

// The order is that of the bounds in send(): all, address, user.
std::vector<std::string> Usage::keys_of(const Client& client) const {
  std::vector<std::string> keys{""};
  if (bounds_.by_client) keys.push_back("a" + client.address);
  if (bounds_.by_client && !client.user.empty()) keys.push_back("u" + client.user);
  return keys;
}

Usage::Open Usage::open_of(const std::string& key) const {
  const auto found = shares_.find(key);
  return found == shares_.end() ? Open{} : Open{found->second.requests, found->second.passwords};
}

std::expected<Usage::Hold, Usage::Full> Usage::open_request(const Client& client, bool passwords) {
  Hold hold;
  if (!bounds_.by_client) return hold;
  hold.keys_ = keys_of(client);
  hold.keys_.erase(hold.keys_.begin());  // of all there is no bound but that of connections
  hold.requests_ = 1;
  hold.passwords_ = passwords ? 1 : 0;
  MutexLock lock(mutex_);
  const Open address = open_of(hold.keys_.front());
  if (address.requests >= bounds_.requests_an_address) {
    return std::unexpected(Full{429,
                                at_most(static_cast<std::size_t>(bounds_.requests_an_address),
                                        "requests of one address are served at the same time"),
                                kRequestsAgain});
  }
  if (passwords && address.passwords >= bounds_.passwords_an_address) {
    return std::unexpected(Full{429,
                                at_most(static_cast<std::size_t>(bounds_.passwords_an_address),
                                        "sign-ins of one address wait at the same time"),
                                kRequestsAgain});
  }
  if (hold.keys_.size() > 1 && open_of(hold.keys_.back()).requests >= bounds_.requests_a_user) {
    return std::unexpected(Full{
        429,
        at_most(static_cast<std::size_t>(bounds_.requests_a_user), "requests of one user are served at the same time"),
        kRequestsAgain});
  }
  for (const auto& key : hold.keys_) {
    auto& share = shares_[key];
    share.requests += hold.requests_;
    share.passwords += hold.passwords_;
  }
  hold.usage_ = this;
  return hold;
}

std::optional<Usage::Full> Usage::hold_body(Hold& request, std::size_t bytes) {
  if (request.usage_ == nullptr) return {};
  MutexLock lock(mutex_);
  // The order is that of the request's keys: address, user.
  const std::array scopes{std::pair{bounds_.bodies_an_address, "of one address"},
                          std::pair{bounds_.bodies_a_user, "of one user"}};
  for (std::size_t i = request.keys_.size(); i-- > 0 && bytes > request.body_bytes_;) {
    const auto others = shares_.at(request.keys_[i]).body_bytes - request.body_bytes_;
    const auto& [max, whose] = scopes[i];
    if (others == 0 || others + bytes <= max) continue;
    return Full{429, at_most(max, "bytes of bodies " + std::string(whose) + " are received at the same time"),
                kBodiesAgain};
  }
  for (const auto& key : request.keys_) {
    auto& share = shares_.at(key);
    share.body_bytes = share.body_bytes - request.body_bytes_ + bytes;
  }
  request.body_bytes_ = bytes;
  return {};
}

std::expected<Usage::Hold, Usage::Full> Usage::send(const Client& client, const Response& response) {
  Hold hold;
  const bool as_the_program = !response.shared.bytes.empty() && response.shared.owner == nullptr;
  if (response.bytes().size() <= kSmallAnswer || as_the_program) return hold;
  hold.keys_ = keys_of(client);
  hold.bytes_ = response.bytes().size();
  hold.body_ = response.shared.owner;
  struct Scope {
    std::size_t max;
    int status;
    std::string_view whose;
  };
  const std::array<Scope, 3> scopes{{{bounds_.answers, 503, "of all clients"},
                                     {bounds_.answers_an_address, 429, "of one address"},
                                     {bounds_.answers_a_user, 429, "of one user"}}};
  MutexLock lock(mutex_);
  // The client's own bounds first: a client over them is told so, and not that the server is busy.
  for (std::size_t i = hold.keys_.size(); i-- > 0;) {
    const auto found = shares_.find(hold.keys_[i]);
    if (found == shares_.end()) continue;
    const Share& share = found->second;
    const bool there_already = hold.body_ != nullptr && share.bodies.contains(hold.body_.get());
    if (share.bytes == 0 || there_already || share.bytes + hold.bytes_ <= scopes[i].max) continue;
    return std::unexpected(Full{scopes[i].status,
                                at_most(scopes[i].max, "bytes of answers " + std::string(scopes[i].whose) +
                                                           " wait to be read: read those first"),
                                kAnswersAgain});
  }
  for (const auto& key : hold.keys_) {
    auto& share = shares_[key];
    const bool first = hold.body_ == nullptr || share.bodies[hold.body_.get()]++ == 0;
    if (first) share.bytes += hold.bytes_;
  }
  hold.usage_ = this;
  return hold;
}

void Usage::release(const Hold& hold) {
  MutexLock lock(mutex_);
  for (const auto& key : hold.keys_) {
    const auto found = shares_.find(key);
    auto& share = found->second;
    share.requests -= hold.requests_;
    share.passwords -= hold.passwords_;
    share.body_bytes -= hold.body_bytes_;
    bool last = true;
    if (hold.body_ != nullptr) {
      const auto body = share.bodies.find(hold.body_.get());
      last = --body->second == 0;
      if (last) share.bodies.erase(body);
    }
    if (last) share.bytes -= hold.bytes_;
    if (share.empty()) shares_.erase(found);
  }
}

std::size_t Usage::answer_bytes() {
  MutexLock lock(mutex_);
  const auto all = shares_.find("");
  return all == shares_.end() ? 0 : all->second.bytes;
}

}  // namespace autograder::http
