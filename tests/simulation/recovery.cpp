#include "simulation/recovery.h"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <iostream>
#include <limits>

#include "foundation/check.h"
#include "judge/testing/small_world.h"
#include "simulation/audit.h"
#include "simulation/node.h"
#include "simulation/programs.h"
#include "simulation/stage.h"
#include "storage/queue_rules.h"

namespace autograder::simulation {
namespace {

using Ms = std::chrono::milliseconds;

constexpr int kForEver = std::numeric_limits<int>::max();
constexpr int kActs = 60;  // that disturb; then the world is calm and must come to rest
constexpr int kRoundsOfRest = 2000;
constexpr int kJudgingsMax = 4;  // of one submission
constexpr std::array kPrograms{Program::right, Program::right,   Program::wrong,
                               Program::half,  Program::crashes, Program::refused};
constexpr Ms kPoll{1000};
constexpr Ms kExpire{1000};
constexpr Ms kBeat{5000};
constexpr Ms kSlice{2000};  // timers are looked at so often

// How often things break, per mille of the acts or of the commands. 0: never.
struct Weather {
  int crash = 0;
  int stall = 0;
  int stalled_host = 0;
  int restart = 0;
  int broken_calls = 0;
  int lost_bell = 0;
  int broken_sandbox = 0;
};

class World {
 public:
  World(std::uint64_t seed, bool tell) : dice_(seed), tell_(tell) {
    weather_ = any_weather();
    nodes_wanted_ = dice_.between(1, 3);
    open_storage(false);
    for (int i = 0; i < 2; ++i) {
      problems_.push_back(any_problem(dice_, next_, storage_->blobs()));
      CHECK(storage_->problems().create(problems_.back()).has_value());
    }
    clear_away();
    say("a world of " + std::to_string(nodes_wanted_) + " workers");
  }

  Recovery run() {
    while (acts_left_ > 0 && broken_.empty()) {
      act();
      run_slots();
      clear_away();
    }
    rest();
    if (broken_.empty()) check_all();
    happened_.run_out = ledger_.run_out();
    nodes_.clear();
    return {std::move(broken_), happened_, steps_};
  }

 private:
  Weather any_weather() {
    const auto often = [&](int per_mille) { return dice_.between(0, 2) * per_mille; };
    return {often(40), often(60), often(20), often(10), often(80), often(400), often(40)};
  }

  // Words
  // ------------------------------------------------------------------------------------------------------------------

  void say(const std::string& what) {
    const auto since = Ms(clock_.now() - start_);
    steps_ = std::hash<std::string>{}(std::to_string(steps_) + std::to_string(since.count()) + what);
    if (!tell_) return;
    std::cout << "[" << static_cast<double>(since.count()) / 1000 << " s] " << what << "\n";
  }
  void complain(const std::string& what) {
    say("BROKEN: " + what);
    if (broken_.size() < 5) broken_.push_back(what);
  }

  // The server
  // ------------------------------------------------------------------------------------------------------------------

  void open_storage(bool after_a_dead_one) {
    StorageOptions options;
    options.end_leases_at_open = after_a_dead_one;
    options.read_connections = 1;
    storage_ = std::make_unique<WaitingStorage>(clock_, options, directory_);
    booked_ = std::make_unique<LedgerStorage>(*storage_, ledger_, 0);
    api_ = std::make_unique<FaultyStorage>(*booked_);
  }
  // All processes of the host end at once.
  void power_off() {
    ++happened_.restarts;
    say("the power goes off");
    power_is_off_ = true;
    for (auto& node : nodes_) kill(*node);
    api_->plan().fail_calls(1, kForEver);
  }
  void restart() {
    nodes_.clear();
    api_.reset();
    booked_.reset();
    storage_.reset();
    ledger_.forget_leases();
    open_storage(true);
    power_is_off_ = false;
    say("the server starts again");
  }

  void start_node() {
    auto node = std::make_unique<Node>();
    Node& me = *node;
    me.number = ++nodes_ever_;
    me.booked = std::make_unique<LedgerStorage>(*storage_, ledger_, me.number);
    me.storage = std::make_unique<FaultyStorage>(*me.booked);
    me.bus = std::make_unique<Bus>([this, &me](const Event& event) {
      if (!me.gone) hear(event);
    });
    me.sandbox = std::make_unique<FakeSandbox>([this, &me](const SeenCommand& seen) { return run(me, seen); });
    WorkerOptions options;
    options.slots = 1;
    options.host = "here";
    options.pipeline.test_judge = judge_with_points;
    Detection languages;
    languages.ready.push_back(compiled_language());
    me.worker = std::make_unique<Worker>(options, *me.storage, *me.bus, *me.sandbox, languages, ids_, clock_);
    me.next_poll = me.next_renew = me.next_expire = me.next_beat = clock_.now();
    say(name(me) + " starts");
    nodes_.push_back(std::move(node));
    (void)me.worker->beat();
    me.worker->expire_leases();
  }
  void kill(Node& node) {
    if (node.gone) return;
    say(name(node) + " is killed");
    node.gone = true;
    node.storage->plan().fail_calls(1, kForEver);
  }
  // At the outermost level alone: a killed worker first comes back from what it did.
  void clear_away() {
    if (power_is_off_) restart();
    std::erase_if(nodes_, [](const auto& node) { return node->gone; });
    while (static_cast<int>(nodes_.size()) < nodes_wanted_) start_node();
  }
  bool is_up(const Node& node) const { return !node.gone && !power_is_off_ && node.stalled_until <= clock_.now(); }

  // Time
  // ------------------------------------------------------------------------------------------------------------------

  void pass(Ms time) {
    for (; time > Ms(0) && !power_is_off_; time -= kSlice) {
      clock_.advance(std::min(time, kSlice));
      for (std::size_t i = 0; i < nodes_.size(); ++i) run_timers(*nodes_[i]);
    }
  }
  bool is_due(Time& next, Ms every) const {
    if (clock_.now() < next) return false;
    next = clock_.now() + every;
    return true;
  }
  void run_timers(Node& node) {
    const Time now = clock_.now();
    if (!node.gone && node.heals_at != Time{} && node.heals_at <= now) {
      node.heals_at = Time{};
      node.storage->plan().heal();
    }
    if (!is_up(node)) return;
    if (is_due(node.next_renew, kRenewEvery)) {
      node.worker->renew_leases();
      ledger_.tried_to_renew(node.number);
    }
    if (is_due(node.next_expire, kExpire)) node.worker->expire_leases();
    if (is_due(node.next_beat, kBeat)) (void)node.worker->beat();
  }

  void run_slots() {
    for (std::size_t i = 0; i < nodes_.size() && broken_.empty(); ++i) {
      Node& node = *nodes_[i];
      if (node.busy || !is_up(node) || (!node.rung && clock_.now() < node.next_poll)) continue;
      node.busy = true;
      node.rung = false;
      const auto did = node.worker->step(0);
      node.busy = false;
      node.next_poll = clock_.now() + kPoll;
      node.rung = node.rung || (did && *did);
      if (!did) node.rung = false;  // it polls, and does not spin
    }
  }

  // Bells
  // ------------------------------------------------------------------------------------------------------------------

  void hear(const Event& event) {
    if (power_is_off_ || event.kind == Event::Kind::progress) return;
    const auto* id = std::get_if<SubmissionId>(&event.subject);
    CHECK(id != nullptr);
    const auto state = storage_->submissions().state(*id);
    if (event.kind == Event::Kind::judged && !(state && *state && (*state)->phase == Phase::judged)) {
      complain(name(sent_of(*id)) + " was announced as judged, and its report is not stored");
    }
    if (dice_.chance(weather_.lost_bell)) {
      ++happened_.lost_bells;
      return say("a bell is lost");
    }
    if (event.kind == Event::Kind::judged) return audit_.look_at(storage_->submissions(), sent_of(*id));
    if (!nodes_.empty()) dice_.pick(nodes_)->rung = true;
  }

  // People
  // ------------------------------------------------------------------------------------------------------------------

  Sent& sent_of(SubmissionId id) {
    const auto found = std::ranges::find_if(sents_, [&](const Sent& sent) { return sent.id == id; });
    CHECK(found != sents_.end());
    return *found;
  }
  Program any_program() {
    if (dice_.chance(15)) return Program::poison;
    if (dice_.chance(150)) return dice_.pick(std::array{Program::broken, Program::puzzling});
    return dice_.pick(kPrograms);
  }

  void submit() {
    Sent sent{};
    sent.number = sents_.size();
    sent.id = next_.next<SubmissionId>();
    sent.job = next_.next<JobId>();
    sent.problem = static_cast<std::size_t>(dice_.between(0, static_cast<int>(problems_.size()) - 1));
    sent.program = any_program();
    sent.test = dice_.between(1, problems_[sent.problem].test_count);
    sent.broken = dice_.between(1, 6);
    NewSubmission row;
    row.id = sent.id;
    row.job = sent.job;
    row.user = dice_.pick(users_);
    row.problem = problems_[sent.problem].id;
    row.language = "compiled";
    row.code = std::to_string(sents_.size());
    row.created_at = clock_.now();
    bool accepted = false;
    api_->submissions().submit(row, [&](Result<Submitted> done) { accepted = done.has_value(); });
    if (!accepted) return say("a submission is refused");
    ++happened_.accepted;
    sents_.push_back(sent);
    say(name(sent) + " is submitted, program " + std::to_string(static_cast<int>(sent.program)));
    hear({Event::Kind::queued, sent.id, {}});
  }
  Sent* any_sent() { return sents_.empty() ? nullptr : &dice_.pick(sents_); }
  void rejudge() {
    Sent* sent = any_sent();
    if (sent == nullptr || sent->judgings >= kJudgingsMax) return;
    const auto job = next_.next<JobId>();
    if (!api_->submissions().rejudge(sent->id, job, clock_.now())) return;
    begin_judging(*sent, job);
  }
  void rejudge_problem() {
    const auto& problem = dice_.pick(problems_);
    std::vector<std::size_t> judged;
    for (std::size_t i = 0; i < sents_.size(); ++i) {
      if (sents_[i].problem != static_cast<std::size_t>(&problem - problems_.data())) continue;
      if (sents_[i].judgings >= kJudgingsMax) return;
      if (is_judged(sents_[i])) judged.push_back(i);
    }
    const auto step = api_->submissions().rejudge_problem(
        problem.id, {}, kRejudgeStepMax, std::nullopt, [&] { return next_.next<JobId>(); }, clock_.now());
    if (!step) return;
    for (const auto i : judged) {
      if (!is_judged(sents_[i])) begin_judging(sents_[i], {});
    }
  }
  void begin_judging(Sent& sent, JobId job) {
    sent.job = job;
    ++sent.judgings;
    ++happened_.rejudged;
    say(name(sent) + " is judged again");
    hear({Event::Kind::queued, sent.id, {}});
  }
  void requeue() {
    const auto dead = storage_->dead_letters().list({}, 10);
    if (!dead || dead->empty()) return;
    auto& sent = sent_of(std::get<SubmissionId>(dead->front().job.subject));
    if (sent.judgings >= kJudgingsMax) return;
    if (const auto job = api_->dead_letters().requeue(dead->front().job.id)) begin_judging(sent, job->id);
  }
  void cancel() {
    Sent* sent = any_sent();
    if (sent == nullptr || !api_->submissions().cancel(sent->id, clock_.now())) return;
    ++sent->cancelled;
    ++happened_.cancelled;
    say(name(*sent) + " is cancelled");
  }

  // One thing happens.
  void act() {
    if (power_is_off_) return;
    if (--acts_left_ <= 0) return pass(Ms(dice_.between(10, 500)));
    Node& node = *dice_.pick(nodes_);
    if (dice_.chance(weather_.crash)) {
      ++happened_.crashes;
      kill(node);
    } else if (dice_.chance(weather_.stall)) {
      ++happened_.stalls;
      node.stalled_until = clock_.now() + Ms(dice_.between(5'000, 70'000));
      say(name(node) + " stalls");
    } else if (dice_.chance(weather_.stalled_host)) {
      ++happened_.stalls;
      clock_.advance(Ms(dice_.between(5'000, 70'000)));
      say("the host stalled");
    } else if (dice_.chance(weather_.restart)) {
      power_off();
    } else if (dice_.chance(weather_.broken_calls)) {
      break_calls(node);
    } else {
      do_something();
    }
  }
  void break_calls(Node& node) {
    ++happened_.broken_calls;
    if (dice_.chance(200)) return api_->plan().fail_calls(dice_.between(1, 2), dice_.between(1, 2));
    if (node.gone) return;
    const bool for_long = dice_.chance(400);
    node.storage->plan().fail_calls(dice_.between(1, 8), for_long ? kForEver : dice_.between(1, 5));
    if (for_long) node.heals_at = clock_.now() + Ms(dice_.between(1'000, 60'000));
    say(name(node) + (for_long ? " has no database for a while" : " cannot make some calls"));
  }
  void do_something() {
    switch (dice_.between(0, 11)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return submit();
      case 4:
        return rejudge();
      case 5:
        return dice_.chance(200) ? rejudge_problem() : submit();
      case 6:
        return cancel();
      case 7:
        return requeue();
      case 8:
        if (Sent* sent = any_sent()) audit_.look_at(storage_->submissions(), *sent);
        return;
      default:
        return pass(Ms(dice_.between(10, dice_.chance(100) ? 20'000 : 2'000)));
    }
  }

  // The sandbox
  // ------------------------------------------------------------------------------------------------------------------

  Result<Outcome> run(Node& me, const SeenCommand& seen) {
    const bool compiles = is_compile(seen);
    const auto& text = seen.files.at(compiles ? "main.src" : "main");
    Sent& sent = sents_[std::stoul(text)];
    say(name(me) + (compiles ? " compiles " : " runs test " + seen.stdin_text + " of ") + name(sent));
    if (!me.gone && ledger_.knows_its_end(me.number, sent.job)) {
      complain(name(me) + " goes on with " + name(sent) + ", though it could not renew its lease for 30 s");
    }
    go_on_elsewhere(me);
    if (me.gone || power_is_off_) return fail(ErrorCode::failed, "this worker is no more");
    return outcome_of(me, sent, compiles, seen.stdin_text);
  }
  // While a command runs the world does not wait.
  void go_on_elsewhere(Node& me) {
    if (!broken_.empty()) return;
    pass(Ms(dice_.between(10, dice_.chance(200) ? 15'000 : 1'000)));
    for (int acts = calm_ ? 0 : dice_.between(0, 2); acts > 0; --acts) {
      act();
      run_slots();
    }
    while (!me.gone && !power_is_off_ && me.stalled_until > clock_.now() && broken_.empty()) {
      if (!calm_) act();
      pass(Ms(dice_.between(500, 5'000)));
      run_slots();
    }
  }
  Result<Outcome> outcome_of(Node& me, Sent& sent, bool compiles, const std::string& test) {
    if (dice_.chance(weather_.broken_sandbox)) return fail(ErrorCode::failed, "clone: EPERM");
    if (sent.program == Program::poison) {
      kill(me);
      return fail(ErrorCode::failed, "this worker is no more");
    }
    if (sent.program == Program::broken && sent.broken > 0) {
      --sent.broken;
      return fail(ErrorCode::failed, "no space left on device");
    }
    if (compiles) {
      if (sent.program == Program::refused) return exited(1);
      return with_file(exited(0), "main", std::to_string(sent.number));
    }
    if (test != std::to_string(sent.test)) return exited(0, right_output(test));
    if (sent.program == Program::crashes) return exited(3);
    const bool ours = sent.program == Program::puzzling && sent.broken > 0;
    if (ours) --sent.broken;
    return exited(0, output_at_its_test(sent.program, test, ours));
  }

  // Invariants
  // ------------------------------------------------------------------------------------------------------------------

  bool is_judged(const Sent& sent) {
    const auto state = storage_->submissions().state(sent.id);
    return state && *state && (*state)->phase == Phase::judged;
  }

  // Nothing breaks any more: all comes to its end.
  void rest() {
    say("calm");
    calm_ = true;
    weather_ = {};
    api_->plan().heal();
    for (auto& node : nodes_) {
      node->stalled_until = Time{};
      node->heals_at = Time{};
      if (!node->gone) node->storage->plan().heal();
    }
    for (int round = 0; round < kRoundsOfRest && broken_.empty(); ++round) {
      run_slots();
      clear_away();
      const auto depth = storage_->jobs().depth().value();
      if (depth.waiting + depth.leased == 0) return;
      pass(kSlice);
    }
    if (broken_.empty()) complain("the queue does not come to its end");
  }
  void check_all() {
    for (Sent& sent : sents_) {
      const int deaths = ledger_.deaths(sent.id);
      audit_.look_at_the_end(storage_->submissions(), sent, deaths);
      happened_.reports += static_cast<int>(sent.reports.size());
      happened_.deaths += deaths;
    }
    for (auto& node : nodes_) {
      const int before = node->storage->plan().calls();
      node->worker->renew_leases();
      if (node->storage->plan().calls() != before) complain(name(*node) + " still holds a lease");
      if (node->sandbox->boxes_open() != 0) complain(name(*node) + " still has a box");
    }
  }

  Dice dice_;
  const bool tell_;
  ManualClock clock_;
  const Time start_ = clock_.now();
  IdGenerator ids_{clock_};
  Ids next_;
  Weather weather_;
  bool calm_ = false;
  bool power_is_off_ = false;
  int acts_left_ = kActs;
  int nodes_wanted_ = 1;
  int nodes_ever_ = 0;
  std::vector<std::string> broken_;
  Happened happened_;
  std::size_t steps_ = 0;
  Ledger ledger_{clock_, [this](const std::string& what) { complain(what); }};
  const std::shared_ptr<const TemporaryDirectory> directory_ = directory_with_empty_database();
  std::unique_ptr<WaitingStorage> storage_;
  std::unique_ptr<LedgerStorage> booked_;
  std::unique_ptr<FaultyStorage> api_;
  std::vector<Problem> problems_;
  const std::array<UserId, 3> users_{next_.next<UserId>(), next_.next<UserId>(), next_.next<UserId>()};
  std::deque<Sent> sents_;
  std::vector<std::unique_ptr<Node>> nodes_;
  const Audit audit_{problems_, [this](const std::string& what) { complain(what); }};
};

}  // namespace

Recovery simulate_recovery(std::uint64_t seed, bool tell) {
  return World(seed, tell).run();
}

}  // namespace autograder::simulation
