// A process with a worker of one slot, in a world that breaks.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "judge/worker.h"
#include "sandbox/testing/fake_sandbox.h"
#include "simulation/ledger.h"
#include "storage/testing/faulty_store.h"

namespace autograder::simulation {

// Hands on what is published.
class Bus final : public EventBus {
 public:
  explicit Bus(std::function<void(const Event&)> heard) : heard_(std::move(heard)) {}
  void publish(const Event& event) override { heard_(event); }
  std::unique_ptr<Subscription> subscribe(Handler) override { return nullptr; }

 private:
  const std::function<void(const Event&)> heard_;
};

// Its judging thread is the one of the simulation, and its timers run while time passes.
struct Node {
  int number = 0;
  std::unique_ptr<LedgerStorage> booked;
  std::unique_ptr<FaultyStorage> storage;
  std::unique_ptr<Bus> bus;
  std::unique_ptr<FakeSandbox> sandbox;
  std::unique_ptr<Worker> worker;
  bool gone = false;  // killed: nothing that it does reaches anybody
  bool busy = false;
  bool rung = true;
  Time stalled_until{};
  Time heals_at{};
  Time next_poll{};
  Time next_renew{};
  Time next_expire{};
  Time next_beat{};
};

inline std::string name(const Node& node) {
  return "worker " + std::to_string(node.number);
}

}  // namespace autograder::simulation
