#include "domain/report_codec.h"
#include "domain/scoring.h"
#include "foundation/log.h"
#include "judge/worker_state.h"
#include "storage/queue_rules.h"

namespace autograder {
namespace {

// So many leases may go by while a job waits that must run alone; then the worker lets its hands run empty for it.
constexpr int kLeasesBetweenAlone = 64;
// Reports of so few tests are announced after each test; longer ones at most each kProgressEvery.
constexpr std::size_t kProgressTestsMax = 32;
constexpr std::chrono::milliseconds kProgressEvery{50};

// The report without its texts: an event carries the strip of verdicts, who wants more reads the row.
Report strip_of(const Report& report) {
  Report strip = report;
  strip.output.clear();
  strip.message.clear();
  for (auto& test : strip.tests) {
    test.input.clear();
    test.expected.clear();
    test.output.clear();
    test.message.clear();
    test.judge_message.clear();
    test.errors.clear();
    test.trace.clear();
  }
  return strip;
}

std::string_view end_of(const Subject& subject) {
  struct EndOf {
    std::string_view operator()(SubmissionId) const { return "submission judged"; }
    std::string_view operator()(ProblemId) const { return "bundled submission judged"; }
    std::string_view operator()(RunId) const { return "run done"; }
  };
  return std::visit(EndOf{}, subject);
}

// Figures count what people sent, not what packages bundle.
bool is_told(const Job& job) {
  return std::holds_alternative<SubmissionId>(job.subject);
}

// "each test": the one that a report of progress ends with.
void log_last_test(const Job& job, const Report& so_far) {
  if (so_far.tests.empty()) return;
  const auto& test = so_far.tests.back();
  log::debug("test judged", {{kind_of(job.subject), hex_of(job.subject)},
                             {"test", test.index},
                             {"verdict", code_of(test.verdict)},
                             {"cpu_time_ms", test.cpu_time_ms},
                             {"memory_kb", test.memory_kb}});
}

// Whether another test follows.
bool goes_on(const Report& so_far, const Problem& problem) {
  if (so_far.tests.size() >= problem.tests.size()) return false;
  return so_far.verdict == Verdict::accepted || !stops_at_first_failure(problem.scoring);
}

// The report of a bundled submission that is kept: how each test went, without its input and outputs.
Report without_excerpts(Report report) {
  if (report.verdict != Verdict::compile_error) report.output.clear();
  for (auto& test : report.tests) {
    test.input.clear();
    test.expected.clear();
    test.output.clear();
  }
  return report;
}

}  // namespace

// Takes
// -----------------------------------------------------------------------------------------------------------------

Result<std::optional<Lease>> Worker::State::take(std::optional<LeaseRequest::SetAside> set_aside) {
  MutexLock one_at_a_time(lease_mutex);
  LeaseRequest request{
      id, {JobKind::judge, JobKind::rejudge, JobKind::rerun, JobKind::run, JobKind::verify}, language_ids, false};
  request.slots = slots;
  request.set_aside = set_aside;
  bool many_leased = false;
  {
    MutexLock lock(mutex);
    if (stopping || alone || language_ids.empty()) return no_lease();
    request.alone = in_hand.empty();
    many_leased = !request.alone && leases_since_alone >= kLeasesBetweenAlone;
  }
  if (many_leased) {
    AG_ASSIGN(const bool suspect_waits, storage.jobs().suspect_waits(request));
    if (suspect_waits) return no_lease();
  }
  const auto asked_at = clock.steady_now();
  auto lease = storage.jobs().lease(request);
  if (!lease) return in_context("leasing a job", std::move(lease).error());
  MutexLock lock(mutex);
  if (request.alone || many_leased) leases_since_alone = 0;
  if (!*lease) return no_lease();
  if (!request.alone) ++leases_since_alone;
  alone = (*lease)->job.expiries >= kExpiriesAlone;
  in_hand[(*lease)->job.id] = InHand{**lease, {}, false, asked_at + kLeaseTime};
  return lease;
}

void Worker::State::put_down(JobId job) {
  MutexLock lock(mutex);
  in_hand.erase(job);
  if (in_hand.empty()) alone = false;
  ++rings;  // a neighbour may have waited for empty hands
  bell.notify_all();
  put_down_one.notify_all();
}

bool Worker::State::is_lost(JobId job) {
  MutexLock lock(mutex);
  const auto found = in_hand.find(job);
  return found == in_hand.end() || found->second.lost;
}

// Judges
// ----------------------------------------------------------------------------------------------------------------

void Worker::State::judge(const Lease& lease, int slot, int set_aside) {
  const auto& job = lease.job;
  if (options.on_first_lease && job.failures == 0 && job.expiries == 0) {
    options.on_first_lease(job, std::max(Duration{0}, Duration(clock.now() - job.created_at)));
  }
  log::info("job leased", {{kind_of(job.subject), hex_of(job.subject)},
                           {"job", job.id.hex()},
                           {"kind", name_of(job.kind)},
                           {"slot", slot},
                           {"expiries", job.expiries}});
  std::stop_token stop;
  {
    MutexLock lock(mutex);
    auto& mine = in_hand.at(job.id);
    if (stopping) mine.stop.request_stop();
    stop = mine.stop.get_token();
  }
  Turn turn(clock.steady_now(), job.priority < kPriorityJudge);
  auto outcome = outcome_of(lease, stop, [&] { give_way(lease, turn, slot, set_aside); });
  Lease used = lease;
  used.lent = turn.lent();
  end_judging(used, stop, std::move(outcome));
}

bool Worker::State::may_give_way(JobId job) {
  MutexLock lock(mutex);
  const auto mine = in_hand.find(job);
  return !stopping && !alone && mine != in_hand.end() && !mine->second.lost &&
         judgings_set_aside < set_aside_max(slots);
}

void Worker::State::give_way(const Lease& lease, Turn& turn, int slot, int set_aside) {
  const auto from = clock.steady_now();
  if (set_aside >= kSetAsideOfSlotMax || !turn.may_ask(from) || !may_give_way(lease.job.id)) return;
  // When the database does not answer, the judging goes on: the loop of each slot says so already.
  const auto other = take(turn.ask(lease.job.id, from)).value_or(std::nullopt);
  if (!other) return;
  log::info("judging set aside: a user without a slot goes first",
            {{kind_of(lease.job.subject), hex_of(lease.job.subject)}, {"job", lease.job.id.hex()}, {"slot", slot}});
  {
    MutexLock lock(mutex);
    ++judgings_set_aside;
  }
  judge(*other, slot, set_aside + 1);
  {
    MutexLock lock(mutex);
    --judgings_set_aside;
  }
  turn.set_aside(from, clock.steady_now());
}

void Worker::State::end_judging(const Lease& lease, std::stop_token stop, Result<JobOutcome> outcome) {
  if (is_lost(lease.job.id)) {
    log::warn("the lease was lost while judging; its work is dropped",
              {{kind_of(lease.job.subject), hex_of(lease.job.subject)}, {"job", lease.job.id.hex()}});
    return put_down(lease.job.id);
  }
  if (outcome) return finish(lease, std::move(*outcome));
  if (stop.stop_requested()) {
    if (auto given = storage.jobs().give_back(lease); !given && given.error().code != ErrorCode::conflict) {
      log::warn("a lease could not be given back; it runs out by itself",
                {{kind_of(lease.job.subject), hex_of(lease.job.subject)},
                 {"job", lease.job.id.hex()},
                 {"reason", given.error().message}});
    }
    return put_down(lease.job.id);
  }
  report_failure(lease, outcome.error().message);
  put_down(lease.job.id);
}

std::shared_ptr<const ReadyLanguage> Worker::State::language_of(const std::string& wanted) {
  MutexLock lock(mutex);
  const auto found = ready.find(wanted);
  return found == ready.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const ReadyLanguage>> Worker::State::all_languages() {
  MutexLock lock(mutex);
  std::vector<std::shared_ptr<const ReadyLanguage>> all;
  for (const auto& [name, language] : ready) all.push_back(language);
  return all;
}

Result<JobOutcome> Worker::State::outcome_of(const Lease& lease, std::stop_token stop,
                                             const std::function<void()>& between) {
  struct Make {
    State& state;
    const Lease& lease;
    const std::stop_token& stop;
    const std::function<void()>& between;
    Result<JobOutcome> operator()(SubmissionId id) const { return state.make_report(lease, id, stop, between); }
    Result<JobOutcome> operator()(ProblemId) const { return state.make_bundled_report(lease, stop, between); }
    Result<JobOutcome> operator()(RunId id) const { return state.make_run_result(id, stop); }
  };
  return std::visit(Make{*this, lease, stop, between}, lease.job.subject);
}

Result<Report> Worker::State::make_report(const Lease& lease, SubmissionId submission_id, std::stop_token stop,
                                          const std::function<void()>& between) {
  AG_ASSIGN(const auto submission, storage.submissions().find(submission_id));
  if (!submission) return fail(ErrorCode::not_found, "submission " + submission_id.hex() + " is gone");
  AG_ASSIGN(const auto problem, storage.problems().find(submission->problem));
  if (!problem) {
    return internal_error_report({.code = ReasonCode::no_problem},
                                 "problem " + submission->problem.hex() + " is not in the database", clock.now());
  }
  const auto language = language_of(submission->language);
  if (!language) {
    return fail(ErrorCode::unavailable, "this worker has no language " + submission->language);
  }
  Report begun;
  begun.verdict = Verdict::accepted;
  begun.problem_version = problem->version;
  announce(Event::Kind::progress, lease.job, encode_report(begun));
  auto announced_at = clock.steady_now();
  const auto progress = [&](const Report& so_far) {
    log_last_test(lease.job, so_far);
    const auto now = clock.steady_now();
    if (so_far.tests.size() <= kProgressTestsMax || now - announced_at >= kProgressEvery) {
      announced_at = now;
      announce(Event::Kind::progress, lease.job, encode_report(strip_of(so_far)));
    }
    if (goes_on(so_far, *problem)) between();
  };
  return pipeline.judge(submission->user, submission->code, *problem, *language, progress, stop);
}

Result<Report> Worker::State::make_bundled_report(const Lease& lease, std::stop_token stop,
                                                  const std::function<void()>& between) {
  AG_ASSIGN(const auto work, storage.verifications().work(lease.job.id));
  if (!work) return fail(ErrorCode::not_found, "bundled submission " + lease.job.id.hex() + " is gone");
  AG_ASSIGN(auto problem, storage.problems().find(work->problem));
  if (!problem) return fail(ErrorCode::not_found, "problem " + work->problem.hex() + " is gone");
  const auto language = language_of(work->language);
  if (!language) return fail(ErrorCode::unavailable, "this worker has no language " + work->language);
  problem->limits.time = work->time_limit;
  // Every test is of interest: `all` would end at the first that fails.
  if (problem->scoring == ScoringRule::all) problem->scoring = ScoringRule::weighted;
  const auto progress = [&](const Report& so_far) {
    log_last_test(lease.job, so_far);
    if (goes_on(so_far, *problem)) between();
  };
  AG_ASSIGN(auto report, pipeline.judge(UserId{}, work->code, *problem, *language, progress, stop));
  return without_excerpts(std::move(report));
}

Result<RunResult> Worker::State::make_run_result(RunId run_id, std::stop_token stop) {
  AG_ASSIGN(const auto row, storage.runs().find(run_id));
  if (!row) return fail(ErrorCode::not_found, "run " + run_id.hex() + " is gone");
  const auto language = language_of(row->language);
  if (!language) return fail(ErrorCode::unavailable, "this worker has no language " + row->language);
  return pipeline.run(row->user, row->code, row->input, row->limits.value_or(ProblemLimits{}), *language, stop);
}

// The store calls back before stop() returns: stop() waits until nothing is in hand.
void Worker::State::finish(const Lease& lease, JobOutcome outcome) {
  const auto verdict = std::visit([](const auto& ended) { return ended.verdict; }, outcome);
  const bool told = options.on_judged && is_told(lease.job);
  auto strip = told ? strip_of(std::get<Report>(outcome)) : Report{};
  storage.jobs().finish(lease, std::move(outcome),
                        [this, lease, verdict, told, strip = std::move(strip)](Result<> done) {
                          if (done && told) options.on_judged(lease.job, strip);
                          finished(lease, verdict, done);
                        });
}

void Worker::State::finished(const Lease& lease, Verdict verdict, const Result<>& done) {
  if (done) {
    log::info(end_of(lease.job.subject),
              {{kind_of(lease.job.subject), hex_of(lease.job.subject)}, {"verdict", code_of(verdict)}});
    announce(Event::Kind::judged, lease.job);
  } else if (done.error().code == ErrorCode::conflict) {
    log::warn("the lease was lost before the report was written; it is dropped",
              {{kind_of(lease.job.subject), hex_of(lease.job.subject)}, {"job", lease.job.id.hex()}});
  } else {
    log::warn("a report could not be written; the job is judged again when its lease runs out",
              {{kind_of(lease.job.subject), hex_of(lease.job.subject)},
               {"job", lease.job.id.hex()},
               {"reason", done.error().message}});
  }
  put_down(lease.job.id);
}

void Worker::State::report_failure(const Lease& lease, const std::string& reason) {
  const auto fate = storage.jobs().fail(lease, reason);
  if (!fate) {
    log::warn("a failed job could not be handed back; its lease runs out by itself",
              {{kind_of(lease.job.subject), hex_of(lease.job.subject)},
               {"job", lease.job.id.hex()},
               {"reason", reason},
               {"error", fate.error().message}});
    return;
  }
  const bool dead = *fate == FailureFate::dead;
  log::warn(dead ? "judging failed too often; the job is dead" : "judging failed; it will be retried",
            {{kind_of(lease.job.subject), hex_of(lease.job.subject)},
             {"job", lease.job.id.hex()},
             {"failures", lease.job.failures + 1},
             {"reason", reason}});
  if (dead) tell_of_death(lease.job);
}

void Worker::State::tell_of_death(const Job& job) {
  announce(Event::Kind::judged, job);
  if (options.on_judged && is_told(job)) options.on_judged(job, Report{});  // IE
}

void Worker::State::announce(Event::Kind kind, const Job& job, std::string strip) {
  bus.publish(Event{kind, job.subject, std::move(strip)});
}

}  // namespace autograder
