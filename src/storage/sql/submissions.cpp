#include <algorithm>
#include <string>

#include "domain/report_codec.h"
#include "storage/fair_share.h"
#include "storage/queue_rules.h"
#include "storage/sql/paging.h"
#include "storage/sql/queue_rows.h"
#include "storage/sql/roles.h"
#include "storage/sql/stored_rows.h"
#include "storage/sql/turn_memory.h"
#include "storage/worker_registry.h"

namespace autograder::sql {

// Without the phase, which a lease decides.
template <>
struct Columns<Submission> {
  static constexpr auto list =
      std::tuple(column("id", &Submission::id), column("user_id", &Submission::user),
                 column("problem_id", &Submission::problem), column("language", &Submission::language),
                 column("score", &Submission::score), column("cpu_time_ms", &Submission::cpu_time_ms),
                 column("waited_ms", &Submission::waited_ms), column("memory_kb", &Submission::memory_kb),
                 column("created_at_ms", &Submission::created_at), column("updated_at_ms", &Submission::updated_at));
};

namespace {

const std::string kSelect =
    "SELECT " + columns_of<Submission>("s") +
    ", s.verdict, j.leased_until_ms "
    "FROM submissions s LEFT JOIN jobs j ON j.id = s.job_id AND s.verdict IS NULL AND j.state = 'leased' ";
const std::string kById = kSelect + "WHERE s.id = ?";
const std::string kInsert = insert_into<Submission>("submissions", "job_id, judging");
const std::string kWaiting = "SELECT j.state, j.leased_until_ms, j.not_before_ms, j.expiries, j.owner_id, " +
                             columns_of<Place>("j") +
                             " FROM submissions s JOIN jobs j ON j.id = s.job_id WHERE s.id = ? AND s.verdict IS NULL";

// Whether the user holds as many slots as one may while others wait, and others wait: looked for among the first ones.
bool has_its_share(Connection& db, UserId owner, Time now) {
  constexpr int kLookedAt = 100;
  const int held = db.query("SELECT count(*) FROM jobs WHERE state = 'leased' AND leased_until_ms > ? AND owner_id = ?")
                       .bind(now, owner)
                       .one<int>()
                       .value();
  if (held == 0) return false;
  int slots = 0;
  const auto workers =
      db.query("SELECT slots FROM workers WHERE last_seen_ms > ?").bind(Time(now - kWorkerLost)).all<int>();
  for (const int its : workers) slots += its;
  if (!holds_a_share(held, slots)) return false;
  const auto waiting = db.query(
                             "SELECT owner_id FROM jobs WHERE state = 'waiting' AND priority >= ? AND priority < 1000 "
                             "ORDER BY priority DESC, "
                             "virtual_start, id LIMIT ?")
                           .bind(kPriorityJudge, kLookedAt)
                           .all<std::optional<UserId>>();
  return std::ranges::any_of(waiting, [&](const auto& other) { return other && other != owner; });
}

// The submission that the key stands for, if the key is known.
Result<std::optional<SubmissionId>> find_key(Connection& db, UserId user, const std::string& key,
                                             const Sha256& request_hash, Time now) {
  const auto row = db.query(
                         "SELECT submission_id, request_hash FROM idempotency_keys "
                         "WHERE user_id = ? AND key = ? AND created_at_ms > ?")
                       .bind(user, key, Time(now - kIdempotencyKept))
                       .one<SubmissionId, Sha256>();
  if (!row) return std::nullopt;
  const auto& [submission, hash] = *row;
  if (hash != request_hash) return other_request();
  return submission;
}

void keep_key(Connection& db, const NewSubmission& submission) {
  db.query(
        "INSERT INTO idempotency_keys (user_id, key, submission_id, request_hash, created_at_ms) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (user_id, key) DO UPDATE SET submission_id = excluded.submission_id, "
        "request_hash = excluded.request_hash, created_at_ms = excluded.created_at_ms")
      .bind(submission.user, submission.idempotency_key, submission.id, submission.request_hash, submission.created_at)
      .run_later();
}

void insert_submission(Connection& db, QueueLength& length, const NewSubmission& submission,
                       std::int64_t virtual_start) {
  Submission row;
  row.id = submission.id;
  row.user = submission.user;
  row.problem = submission.problem;
  row.language = submission.language;
  row.created_at = submission.created_at;
  row.updated_at = submission.created_at;
  db.query(kInsert).bind(row, submission.job, 1).run_later();
  db.query("INSERT INTO sources (submission_id, code) VALUES (?, ?)").bind(submission.id, submission.code).run_later();
  Job job;
  job.id = submission.job;
  job.subject = submission.id;
  job.language = submission.language;
  job.priority = kPriorityJudge;
  job.created_at = submission.created_at;
  insert_job(db, length, job, submission.user, virtual_start);
}

AskedCreate ask_create(Connection& db, const NewSubmission& submission) {
  Query taken = db.query("SELECT 1 FROM submissions WHERE id = ? UNION ALL SELECT 1 FROM jobs WHERE id = ?");
  taken.bind(submission.id, submission.job).ask();
  return {std::move(taken), ask_stored(db, submission.user), ask_virtual_start(db, submission.user, kPriorityJudge)};
}

// What was asked ahead, else what is asked now.
AskedCreate take_create(Connection& db, const NewSubmission& submission) {
  if (auto* memory = TurnMemory::of(db)) {
    if (auto asked = memory->creates.extract(submission.job)) return std::move(asked.mapped());
  }
  return ask_create(db, submission);
}

StoredBytes stored_now(Connection& db, UserId user, Query& asked) {
  if (const auto* memory = TurnMemory::of(db)) {
    if (const auto written = memory->stored.find(user); written != memory->stored.end()) return written->second;
  }
  return read_stored(asked);
}

// A place that was asked for ahead is before the jobs that this group has added since, and of no use when some were leased.
std::int64_t virtual_start_now(Connection& db, UserId user, Query& asked) {
  const auto* memory = TurnMemory::of(db);
  if (memory != nullptr && memory->queue_moved) return next_virtual_start(db, user, kPriorityJudge);
  const std::int64_t start = read_virtual_start(asked);
  if (memory == nullptr) return start;
  const auto last = memory->last_starts.find({user, kPriorityJudge});
  return last == memory->last_starts.end() ? start : virtual_start_after(start, last->second);
}

Result<Submitted> submit_row(Connection& db, const NewSubmission& submission, Database& database, QueueLength& length) {
  const Time now = database.now(db);
  auto [taken, stored, virtual_start] = take_create(db, submission);
  const bool keyed = !submission.idempotency_key.empty();
  if (keyed) {
    AG_ASSIGN(const auto known,
              find_key(db, submission.user, submission.idempotency_key, submission.request_hash, now));
    if (known) return Submitted{*known, true};
  }
  if (!length.has_room(db)) return queue_full(length.most());
  AG_TRY(database.check_room(db, bytes_of(submission)));
  if (taken.next()) return fail(ErrorCode::conflict, "submission " + submission.id.hex() + " exists already");
  AG_TRY(charge_row(db, submission.user, stored_now(db, submission.user, stored), bytes_of(submission),
                    database.options().stored_a_day_max, now));
  insert_submission(db, length, submission, virtual_start_now(db, submission.user, virtual_start));
  if (keyed) keep_key(db, submission);
  return Submitted{submission.id, false};
}

// RUNNING is derived: waiting for its report, with a lease that is live.
Submission read_submission(const Query& row, Time now) {
  auto [submission, verdict, leased_until] = row.read<Submission, std::optional<Verdict>, std::optional<Time>>();
  submission.state = state_of(verdict, leased_until, now);
  return std::move(submission);
}

std::string read_code(Connection& db, SubmissionId id) {
  auto code = db.query("SELECT code FROM sources WHERE submission_id = ?").bind(id).one<std::string>();
  if (!code) throw CorruptRow{"submission " + id.hex() + " has no source"};
  return std::move(*code);
}

void add_codes(Connection& db, std::vector<Submission>& submissions, Bytes max) {
  std::int64_t left = max.count;
  for (auto& submission : submissions) {
    if (left <= 0) return;
    std::string code = read_code(db, submission.id);
    left -= static_cast<std::int64_t>(code.size());
    if (left >= 0) submission.code = std::move(code);
  }
}

// The conditions of a filter, the narrowest first: a user's rows are fewer than a problem's, and these fewer than those
// of a language or a verdict. The planner has to take the index of the first.
class Conditions final {
 public:
  explicit Conditions(const SubmissionFilter& filter) : filter_(filter) {
    text_ = "WHERE s.id < ?";
    if (filter.user) add("s.user_id = ?");
    if (filter.problem) add("s.problem_id = ?");
    if (!filter.language.empty()) add("s.language = ?");
    if (!filter.state) return;
    if (filter.state->phase == Phase::judged) {
      add("s.verdict = ?");
      return;
    }
    add("s.verdict IS NULL");
    text_ += filter.state->phase == Phase::running ? " AND s.id IN (" : " AND s.id NOT IN (";
    text_ += "SELECT subject_id FROM jobs WHERE state = 'leased' AND leased_until_ms > ?)";
  }

  const std::string& text() const { return text_; }
  void bind(Query& query, SubmissionId before, Time now) const {
    bind_before(query, before);
    if (filter_.user) query.bind(*filter_.user);
    if (filter_.problem) query.bind(*filter_.problem);
    if (!filter_.language.empty()) query.bind(filter_.language);
    if (!filter_.state) return;
    if (filter_.state->phase == Phase::judged) {
      query.bind(filter_.state->verdict);
    } else {
      query.bind(now);
    }
  }

 private:
  void add(const char* condition) {
    text_ += narrowed_ ? " AND {leave}" : " AND ";
    text_ += condition;
    narrowed_ = true;
  }

  const SubmissionFilter& filter_;
  std::string text_;
  bool narrowed_ = false;
};

}  // namespace

void Submissions::submit(NewSubmission submission, SubmitDone done) {
  if (auto fit = check_code(submission.code); !fit) return done(std::unexpected(std::move(fit).error()));
  struct Pending {
    NewSubmission submission;
    SubmitDone done;
    Submitted submitted;
  };
  auto pending = std::make_shared<Pending>(std::move(submission), std::move(done));
  Database::Work work = [this, pending](Connection& db) -> Result<> {
    auto submitted = submit_row(db, pending->submission, database_, length_);
    if (!submitted) return std::unexpected(std::move(submitted).error());
    pending->submitted = *submitted;
    return {};
  };
  Database::Ahead ahead = [pending](Connection& db) {
    auto& creates = TurnMemory::begin(db).creates;
    if (creates.contains(pending->submission.job)) return;
    creates.emplace(pending->submission.job, ask_create(db, pending->submission));
  };
  Database::Done written = [pending](Result<> outcome) {
    if (outcome) return pending->done(pending->submitted);
    pending->done(std::unexpected(std::move(outcome).error()));
  };
  if (!database_.try_post("storing a submission", std::move(ahead), std::move(work), std::move(written))) {
    pending->done(fail(ErrorCode::unavailable, "too many submissions are being stored at this moment"));
  }
}

Result<std::optional<SubmissionId>> Submissions::find_repeated(UserId user, const std::string& key,
                                                               const Sha256& request_hash) {
  return database_.read("looking for an idempotency key",
                        [&](Connection& db) { return find_key(db, user, key, request_hash, database_.now(db)); });
}

Result<std::optional<Submission>> Submissions::find(SubmissionId id) {
  using Answer = Result<std::optional<Submission>>;
  return database_.read("finding a submission", [&](Connection& db) -> Answer {
    Query row = db.query(kById);
    if (!row.bind(id).next()) return std::nullopt;
    Submission submission = read_submission(row, database_.now(db));
    submission.code = read_code(db, id);
    if (submission.state.phase != Phase::judged) return submission;
    const auto report = db.query("SELECT body FROM reports WHERE submission_id = ? ORDER BY judging DESC LIMIT 1")
                            .bind(id)
                            .one<std::string>();
    if (!report) throw CorruptRow{"submission " + id.hex() + " has no report"};
    AG_ASSIGN(submission.report, decode_report(*report));
    return submission;
  });
}

Result<SubmissionList> Submissions::list(const SubmissionFilter& filter) {
  AG_TRY(check_page(filter.limit, filter.offset));
  return database_.read("listing submissions", [&](Connection& db) -> Result<SubmissionList> {
    const Time now = database_.now(db);
    const Conditions conditions(filter);
    SubmissionList list;
    {
      Query rows = db.query(kSelect + conditions.text() + " ORDER BY s.id DESC LIMIT ? OFFSET ?");
      conditions.bind(rows, filter.before, now);
      rows.bind(filter.limit + 1, filter.offset);
      while (rows.next()) {
        list.more = static_cast<int>(list.submissions.size()) == filter.limit;
        if (!list.more) list.submissions.push_back(read_submission(rows, now));
      }
    }
    add_codes(db, list.submissions, filter.code_max);
    Query count =
        db.query("SELECT count(*) FROM (SELECT 1 FROM submissions s " + conditions.text() + " LIMIT ?) AS counted");
    conditions.bind(count, {}, now);
    const int total = count.bind(kCountMax + 1).one<int>().value();
    list.total_capped = total > kCountMax;
    list.total = std::min(total, kCountMax);
    return list;
  });
}

Result<std::optional<QueuePosition>> Submissions::queue_position(SubmissionId id,
                                                                 const std::vector<std::string>& judged) {
  using Answer = Result<std::optional<QueuePosition>>;
  return database_.read("finding a place in the queue", [&](Connection& db) -> Answer {
    const Time now = database_.now(db);
    const auto row =
        db.query(kWaiting).bind(id).one<std::string, std::optional<Time>, Time, int, std::optional<UserId>, Place>();
    if (!row) return std::nullopt;
    const auto& [state, leased_until, not_before, expiries, owner, place] = *row;
    if (state == "leased" && leased_until > now) return std::nullopt;
    const int ahead = order_.ahead(db, place, judged);
    const auto retry_in = state == "delayed" ? not_before - now : Time::duration{};
    const bool has_share = ahead == 0 && owner && has_its_share(db, *owner, now);
    QueuePosition position;
    position.reason = waiting_reason({ahead, retry_in, expiries, has_share});
    position.ahead = std::min(ahead, kCountMax);
    return position;
  });
}

Result<int> Submissions::count_in_flight(UserId user, int up_to) {
  return database_.read("counting submissions in flight", [&](Connection& db) -> Result<int> {
    // A submission has no report as long as its job lives.
    return db
        .query(
            "SELECT count(*) FROM (SELECT 1 FROM jobs WHERE owner_id = ? AND state <> 'dead' "
            "AND kind = 'judge' LIMIT ?) AS counted")
        .bind(user, std::max(0, up_to))
        .one<int>()
        .value();
  });
}

}  // namespace autograder::sql
