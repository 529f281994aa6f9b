// A bell between the processes that run now. It may be lost: truth is in storage, and everyone who waits also polls.
//
// Knows:          names of what happened and small payloads.
// Does not know:  who listens over what.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "domain/subject.h"

namespace autograder {

struct Event {
  enum class Kind { queued, progress, judged, users_changed, problems_changed };
  Kind kind = Kind::queued;
  Subject subject;    // queued, progress, judged
  std::string strip;  // progress: the report so far, by report_codec
};

// Ends the subscription when destroyed; after the destructor returns the handler is not running and will not run.
class Subscription {
 public:
  virtual ~Subscription() = default;
};

class EventBus {
 public:
  using Handler = std::function<void(const Event&)>;
  virtual ~EventBus() = default;
  // Any thread. Handlers run on the caller's thread (memory) or one of the bus (queued, redis): they must be quick and
  // must not block it.
  virtual void publish(const Event& event) = 0;
  // A handler must not destroy its own subscription.
  [[nodiscard]] virtual std::unique_ptr<Subscription> subscribe(Handler handler) = 0;
};

}  // namespace autograder
