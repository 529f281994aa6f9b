// Knows who listens to which submissions, and the news for them: fed by the bus, asked by connections that stay open.
//
// Knows:          the state of now of each submission that somebody listens to, who may hear it, whose token ended.
// Does not know:  connections and their formats: a listener is woken, and takes what is new when it can send it.
//
// A bell may be lost: the watch looks at each submission every few seconds, too.
#pragma once

#include <array>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/session.h"
#include "api/watch.h"
#include "foundation/coalesced.h"
#include "foundation/mutex.h"
#include "foundation/thread_pool.h"
#include "live/cache.h"
#include "live/event_bus.h"
#include "storage/submission_store.h"

namespace autograder::api {

constexpr std::size_t kSubscriptionsMax = 20;  // of one listener
constexpr std::chrono::seconds kLookAgain{2};  // though no bell rang
constexpr std::chrono::seconds kHeartbeat{15};

class Hub;

// Bounds of live connections.
struct ListenerBounds {
  std::size_t all;
  std::size_t a_user;
  std::size_t an_address;
};

// One client's ears. Ends its subscriptions when destroyed. All members may be called from any thread; they do not
// block, except subscribe.
class Ear final {
 public:
  using Wake = std::function<void()>;
  struct News {
    std::shared_ptr<const std::string> json;  // status_json as this listener may see it
    bool last = false;                        // the verdict: the subscription has ended with it
  };

  ~Ear();
  Ear(const Ear&) = delete;
  Ear& operator=(const Ear&) = delete;

  // The state of now becomes news, then each change. 404 for what REST would not show; 429 over kSubscriptionsMax.
  std::optional<Refusal> subscribe(SubmissionId id, const std::string& request_id);
  void unsubscribe(SubmissionId id);
  // The newest state of one submission that changed since it was last taken.
  std::optional<News> take();
  // The token that opened the connection has ended, or was revoked.
  bool ended() const;

 private:
  friend class Hub;
  Ear(Hub& hub, const Claims& claims, const Viewer& viewer, std::string address, Wake wake)
      : hub_(hub),
        claims_(claims),
        viewer_(viewer),
        address_(std::move(address)),
        wake_(std::make_shared<Wake>(std::move(wake))) {}

  Hub& hub_;
  const Claims claims_;
  const Viewer viewer_;
  const std::string address_;  // of the subscriber
  const std::shared_ptr<Wake> wake_;
  // The hub's mutex guards all below.
  std::set<SubmissionId> subscriptions_;
  std::deque<SubmissionId> changed_;  // no id twice
  SteadyTime beats_at_{};
  bool ended_ = false;
};

// All members may be called from any thread.
class Hub final {
 public:
  static constexpr std::chrono::milliseconds kTick{1000};

  // Everything borrowed outlives it; the pool is stopped before it ends.
  Hub(SubmissionStore& submissions, Sessions& sessions, Cache& cache, Watch& watch, ThreadPool& pool,
      const Clock& clock, ListenerBounds bounds)
      : submissions_(submissions),
        sessions_(sessions),
        cache_(cache),
        watch_(watch),
        clock_(clock),
        bounds_(bounds),
        token_looks_(pool, [this] { look_at_tokens(); }) {}

  // For the bearer of a token with these claims, at a subscriber's address. `wake` is called from any thread and must only post. 429 and 503 when
  // there is no room.
  Parsed<std::unique_ptr<Ear>> join(const Claims& claims, const Viewer& viewer, const std::string& address,
                                    Ear::Wake wake);
  // Hears the bus; verdicts it hears by the watch.
  void hear(const Event& event);
  // Every kTick: tokens that ended, heartbeats.
  void tick();
  // A user changed: checks every listener's token again.
  void check_tokens();
  std::size_t listeners() const;

 private:
  friend class Ear;
  struct Topic {
    UserId owner;
    SubmissionState state;
    double score = 0;
    std::shared_ptr<const Report> report;  // null: no test has ended
    // As owners and as admins see it; made when first taken.
    std::array<std::shared_ptr<const std::string>, 2> shown;
    std::set<Ear*> ears;
    std::uint64_t changed = 0;  // which of the hub's changes was its last
    std::unique_ptr<Watcher> watcher;
  };
  using Topics = std::unordered_map<SubmissionId, Topic>;
  // Called when the lock is gone.
  using Wakes = std::vector<std::shared_ptr<Ear::Wake>>;

  void leave(Ear& ear);
  std::optional<Refusal> add(Ear& ear, Submission submission);
  void drop(Ear& ear, SubmissionId id) REQUIRES(mutex_);
  void change(SubmissionId id, Topic& topic, Wakes& wakes) REQUIRES(mutex_);
  std::string show(SubmissionId id, const Topic& topic, const Viewer& viewer) const;
  void look(SubmissionId id);
  std::shared_ptr<const Report> strip_so_far(SubmissionId id);
  void look_at_tokens();
  static void wake(const Wakes& wakes);

  SubmissionStore& submissions_;
  Sessions& sessions_;
  Cache& cache_;
  Watch& watch_;
  const Clock& clock_;
  const ListenerBounds bounds_;
  mutable Mutex mutex_;
  std::set<Ear*> ears_ GUARDED_BY(mutex_);
  std::unordered_map<UserId, std::size_t> of_user_ GUARDED_BY(mutex_);
  std::unordered_map<std::string, std::size_t> of_address_ GUARDED_BY(mutex_);
  Topics topics_ GUARDED_BY(mutex_);
  std::uint64_t changes_ GUARDED_BY(mutex_) = 0;
  bool tokens_unsure_ GUARDED_BY(mutex_) = false;  // the database was away
  Coalesced token_looks_;
};

}  // namespace autograder::api
