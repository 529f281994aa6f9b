#include "simulation/fair_share.h"

#include <algorithm>
#include <future>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "foundation/check.h"
#include "judge/turn.h"
#include "storage/queue_rules.h"

namespace autograder::simulation {
namespace {

using Ms = std::chrono::milliseconds;

constexpr int kInQueueMax = 20;  // submissions of a user, as the API has it
constexpr Ms kShort{50};

template <class Value>
Value done(Result<Value> result) {
  CHECK(result.has_value());
  return std::move(*result);
}
void done(const Result<>& result) {
  CHECK(result.has_value());
}

// The time from its lease to its report, cut where one test ends and the next begins.
using Pieces = std::vector<Ms>;

struct Sender {
  UserId user;
  std::optional<Pattern> pattern;  // none: a newcomer, who sends one
  int in_queue = 0;
  int slots = 0;  // that it holds
};

struct Sent {
  Pieces pieces;
  std::size_t sender = 0;
  Time at{};
  Ms bound{};  // of a newcomer
};

// A judging in a slot: the last one of the slot works, those before it are set aside.
struct Active {
  Lease lease;
  std::size_t sent = 0;
  std::size_t piece = 0;
  SteadyTime piece_ends;
  SteadyTime set_aside_at{};
  Turn turn;
};

class World {
 public:
  World(const Mix& mix, Storage& storage, ManualClock& clock)
      : mix_(mix), storage_(storage), clock_(clock), random_(mix.seed), slots_(static_cast<std::size_t>(mix.slots)) {
    for (const Pattern pattern : mix.users) senders_.push_back({next_id<UserId>(), pattern});
  }

  Worst run() {
    const auto ends = clock_.steady_now() + mix_.length;
    auto next_newcomer = clock_.steady_now() + between(Ms(0), Ms(5'000));
    while (clock_.steady_now() < ends) {
      for (std::size_t sender = 0; sender < mix_.users.size(); ++sender) send_more(sender);
      if (clock_.steady_now() >= next_newcomer) {
        send_newcomer();
        next_newcomer = clock_.steady_now() + between(Ms(1'000), Ms(90'000));
      }
      for (auto& slot : slots_) {
        if (slot.empty()) begin(slot, lease({}));
      }
      move_to(std::min(next_event(), next_newcomer));
      for (auto& slot : slots_) go_on(slot);
    }
    for (const auto& [job, sent] : waiting_) {
      if (!senders_[sents_[sent].sender].pattern) note_wait(sents_[sent]);
    }
    return worst_;
  }

 private:
  using Slot = std::vector<Active>;

  template <class IdType>
  IdType next_id() {
    IdBytes bytes{};
    const std::uint64_t number = ++ids_;
    for (std::size_t i = 0; i < 8; ++i) bytes[4 + i] = static_cast<std::uint8_t>(number >> (8 * (7 - i)));
    return IdType(bytes);
  }
  Ms between(Ms low, Ms high) {
    CHECK(low <= high);
    return low + Ms(static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>((high - low).count() + 1)));
  }
  Pieces tests(Ms each, Ms all) {
    Pieces pieces{between(Ms(50), mix_.compiling)};
    for (Ms sum = pieces[0]; sum + each <= all; sum += each) pieces.push_back(each);
    return pieces;
  }
  Pieces pieces_of(Pattern pattern) {
    switch (pattern) {
      case Pattern::sleeper:
        return tests(mix_.piece, mix_.judging);
      case Pattern::long_cpu:
        return tests(between(Ms(100), mix_.piece / 4), between(mix_.judging / 2, mix_.judging));
      case Pattern::borderline:
        return tests(mix_.piece * 3 / 4, between(mix_.judging / 4, mix_.judging));
      case Pattern::short_ones:
        return {between(Ms(20), Ms(400))};
      case Pattern::runs:
        return {random_() % 2 == 0 ? mix_.piece : between(Ms(50), mix_.piece)};
      case Pattern::import:
        return tests(between(Ms(100), mix_.piece), between(mix_.judging / 8, mix_.judging));
      case Pattern::compiles:
        return {mix_.compiling, kShort};
    }
    return {};
  }
  int wanted(Pattern pattern) {
    if (pattern == Pattern::runs) return 1;
    return pattern == Pattern::short_ones ? kInQueueMax : static_cast<int>(1 + random_() % 4);
  }

  void send_more(std::size_t index) {
    Sender& sender = senders_[index];
    if (sender.pattern == Pattern::import) {
      if (sender.in_queue == 0) send_set(index);
      return;
    }
    for (int wants = wanted(*sender.pattern); sender.in_queue < wants;) send(index, pieces_of(*sender.pattern));
  }
  void send_set(std::size_t index) {
    Problem problem;
    problem.id = next_id<ProblemId>();
    problem.title = "imported";
    problem.version = 1;
    done(storage_.problems().create(problem));
    NewVerification set;
    set.problem = problem.id;
    set.problem_version = 1;
    set.user = senders_[index].user;
    set.time_limit = std::chrono::seconds(1);
    for (int i = 0; i < 12; ++i) {
      set.submissions.push_back({next_id<JobId>(), "s" + std::to_string(i), "cpp", ""});
      keep(set.submissions.back().job, index, pieces_of(Pattern::import));
    }
    done(storage_.verifications().put(set));
  }
  JobId send(std::size_t index, Pieces pieces) {
    const Sender& sender = senders_[index];
    const JobId job = next_id<JobId>();
    keep(job, index, std::move(pieces));
    std::promise<void> stored;
    if (sender.pattern == Pattern::runs) {
      NewRun run;
      run.id = RunId(job.bytes());
      run.user = sender.user;
      run.language = "cpp";
      run.created_at = clock_.now();
      storage_.runs().submit(run, [&](Result<> result) {
        done(result);
        stored.set_value();
      });
    } else {
      NewSubmission submission;
      submission.id = next_id<SubmissionId>();
      submission.job = job;
      submission.user = sender.user;
      submission.problem = ProblemId(IdBytes{9});
      submission.language = "cpp";
      submission.created_at = clock_.now();
      storage_.submissions().submit(submission, [&](Result<Submitted> result) {
        done(std::move(result));
        stored.set_value();
      });
    }
    stored.get_future().wait();
    return job;
  }
  void keep(JobId job, std::size_t sender, Pieces pieces) {
    ++senders_[sender].in_queue;
    sents_.push_back({std::move(pieces), sender, clock_.now(), {}});
    waiting_[job] = sents_.size() - 1;
  }
  void send_newcomer() {
    const Ms bound = bound_now();
    senders_.push_back({next_id<UserId>(), std::nullopt});
    const JobId job = send(senders_.size() - 1, {kShort});
    sents_[waiting_.at(job)].bound = bound;
    ++worst_.newcomers;
  }

  // docs/queue.md, "Waiting time of a newcomer".
  Ms bound_now() const {
    int others = 0;
    int long_ones = 0;
    bool runs = false;
    for (const Sender& sender : senders_) {
      if (sender.in_queue == 0) continue;
      const bool import = sender.pattern == Pattern::import;
      others += import ? 0 : 1;
      runs = runs || sender.pattern == Pattern::runs;
      long_ones += import || sender.pattern == Pattern::sleeper || sender.pattern == Pattern::long_cpu ||
                   sender.pattern == Pattern::borderline ||
                   (sender.pattern == Pattern::compiles && mix_.compiling + kShort > Ms(kTurn));
    }
    const int left = runs ? std::max(1, mix_.slots - std::max(1, mix_.slots / 2)) : mix_.slots;
    const Ms turn =
        long_ones <= left + 1 ? std::min(mix_.judging, Ms(kTurn) + std::max(mix_.piece, mix_.compiling)) : mix_.judging;
    const int rounds = 1 + (others + left - 1) / left;
    return turn * (runs && mix_.slots == 1 ? 2 * rounds : rounds);
  }

  std::optional<Lease> lease(std::optional<LeaseRequest::SetAside> aside) {
    LeaseRequest request{WorkerId(IdBytes{7}), {JobKind::judge, JobKind::run, JobKind::verify}, {"cpp"}};
    request.slots = mix_.slots;
    request.set_aside = aside;
    return done(storage_.jobs().lease(request));
  }
  void note_wait(const Sent& sent) {
    const Ms waited = clock_.now() - sent.at;
    const double times = static_cast<double>(waited.count()) / static_cast<double>(sent.bound.count());
    if (times <= worst_.times_bound) return;
    worst_.times_bound = times;
    worst_.waited = waited;
    worst_.bound = sent.bound;
  }
  bool begin(Slot& slot, std::optional<Lease> lease) {
    if (!lease) return false;
    const std::size_t index = waiting_.at(lease->job.id);
    waiting_.erase(lease->job.id);
    const Sent& sent = sents_[index];
    Sender& sender = senders_[sent.sender];
    ++sender.slots;
    if (!sender.pattern) note_wait(sent);
    const auto now = clock_.steady_now();
    slot.push_back({*lease, index, 0, now + sent.pieces[0], {}, Turn(now, lease->job.priority < kPriorityJudge)});
    return true;
  }
  SteadyTime next_event() const {
    SteadyTime next = clock_.steady_now() + kRenewEvery;
    for (const auto& slot : slots_) {
      if (!slot.empty()) next = std::min(next, slot.back().piece_ends);
    }
    return next;
  }
  void move_to(SteadyTime then) {
    if (then <= clock_.steady_now()) return;
    clock_.advance(std::chrono::duration_cast<Ms>(then - clock_.steady_now()));
    if (clock_.steady_now() - renewed_ < kRenewEvery / 2) return;
    renewed_ = clock_.steady_now();
    for (const auto& slot : slots_) {
      for (const auto& active : slot) done(storage_.jobs().renew(active.lease));
    }
  }
  // As Worker::State::give_way.
  bool give_way(Slot& slot) {
    const auto now = clock_.steady_now();
    Active& mine = slot.back();
    if (slot.size() > kSetAsideOfSlotMax || !mine.turn.may_ask(now)) return false;
    int set_aside = 0;
    for (const auto& other : slots_) set_aside += std::max(0, static_cast<int>(other.size()) - 1);
    if (set_aside >= set_aside_max(mix_.slots)) return false;
    mine.set_aside_at = now;
    return begin(slot, lease(mine.turn.ask(mine.lease.job.id, now)));
  }
  void go_on(Slot& slot) {
    while (!slot.empty() && slot.back().piece_ends <= clock_.steady_now()) {
      const auto now = clock_.steady_now();
      Active& mine = slot.back();
      const Pieces& pieces = sents_[mine.sent].pieces;
      if (++mine.piece < pieces.size()) {
        mine.piece_ends = now + pieces[mine.piece];
        (void)give_way(slot);
        continue;
      }
      end(slot);
      if (slot.empty()) return;
      Active& again = slot.back();
      again.turn.set_aside(again.set_aside_at, now);
      again.piece_ends = now + sents_[again.sent].pieces[again.piece];
    }
  }
  void end(Slot& slot) {
    Active ended = slot.back();
    slot.pop_back();
    ended.lease.lent = ended.turn.lent();
    Sender& sender = senders_[sents_[ended.sent].sender];
    --sender.slots;
    --sender.in_queue;
    ++worst_.judged;
    std::promise<void> stored;
    const auto told = [&](Result<> result) {
      done(result);
      stored.set_value();
    };
    if (ended.lease.job.kind == JobKind::run) {
      storage_.jobs().finish(ended.lease, RunResult{}, told);
    } else {
      Report report;
      report.verdict = Verdict::accepted;
      storage_.jobs().finish(ended.lease, report, told);
    }
    stored.get_future().wait();
  }

  const Mix& mix_;
  Storage& storage_;
  ManualClock& clock_;
  std::mt19937_64 random_;
  std::uint64_t ids_ = 0;
  std::vector<Sender> senders_;
  std::vector<Sent> sents_;
  std::map<JobId, std::size_t> waiting_;
  std::vector<Slot> slots_;
  SteadyTime renewed_{};
  Worst worst_;
};

std::string_view word(Pattern pattern) {
  switch (pattern) {
    case Pattern::sleeper:
      return "sleeper";
    case Pattern::long_cpu:
      return "long";
    case Pattern::borderline:
      return "borderline";
    case Pattern::short_ones:
      return "short";
    case Pattern::runs:
      return "runs";
    case Pattern::import:
      return "import";
    case Pattern::compiles:
      return "compiling";
  }
  return "";
}

}  // namespace

Mix any_mix(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Mix mix;
  mix.seed = seed;
  constexpr int kSlots[] = {1, 2, 3, 4, 8};
  mix.slots = kSlots[random() % 5];
  const auto users = 1 + random() % static_cast<std::uint64_t>(2 * mix.slots + 3);
  const bool alike = random() % 3 == 0;
  const auto one = static_cast<Pattern>(random() % kPatterns);
  for (std::uint64_t i = 0; i < users; ++i) {
    mix.users.push_back(alike ? one : static_cast<Pattern>(random() % kPatterns));
  }
  mix.piece = Ms(1'000 + static_cast<std::int64_t>(random() % 20'000));
  mix.compiling = Ms(500 + static_cast<std::int64_t>(random() % 60'000));
  mix.judging = std::max((mix.piece + mix.compiling) * 2, Ms(2'000 + static_cast<std::int64_t>(random() % 598'000)));
  mix.length = Ms(300'000 + static_cast<std::int64_t>(random() % 900'000));
  return mix;
}

std::string describe(const Mix& mix) {
  std::map<std::string_view, int> counts;
  for (const Pattern pattern : mix.users) ++counts[word(pattern)];
  std::string text = "seed " + std::to_string(mix.seed) + ", " + std::to_string(mix.slots) + " slots";
  for (const auto& [name, count] : counts) text += ", " + std::to_string(count) + " " + std::string(name);
  return text + ", tests up to " + std::to_string(mix.piece.count()) + " ms, compiling up to " +
         std::to_string(mix.compiling.count()) + " ms, judgings up to " + std::to_string(mix.judging.count()) + " ms";
}

Worst simulate(const Mix& mix, Storage& storage, ManualClock& clock) {
  return World(mix, storage, clock).run();
}

}  // namespace autograder::simulation
