#include <algorithm>
#include <string>

#include "domain/report_codec.h"
#include "storage/queue_rules.h"
#include "storage/sqlite/queue_rows.h"
#include "storage/sqlite/roles.h"
#include "storage/sqlite/stored_rows.h"

namespace autograder::sqlite {
namespace {

// The submission that the key stands for, if the key is known.
Result<std::optional<SubmissionId>> find_key(Connection& db, UserId user, const std::string& key,
                                             const Sha256& request_hash, Time now) {
  Query row = db.query(
      "SELECT submission_id, request_hash FROM idempotency_keys "
      "WHERE user_id = ? AND key = ? AND created_at_ms > ?");
  if (!row.bind(user, key, now - kIdempotencyKept).next()) return std::nullopt;
  if (row.hash(1) != request_hash) return other_request();
  return row.id<SubmissionId>(0);
}

void keep_key(Connection& db, const NewSubmission& submission) {
  db.query(
        "INSERT INTO idempotency_keys (user_id, key, submission_id, request_hash, created_at_ms) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (user_id, key) DO UPDATE SET submission_id = excluded.submission_id, "
        "request_hash = excluded.request_hash, created_at_ms = excluded.created_at_ms")
      .bind(submission.user, submission.idempotency_key, submission.id, submission.request_hash, submission.created_at)
      .run();
}

void insert_submission(Connection& db, const NewSubmission& submission) {
  db.query(
        "INSERT INTO submissions (id, user_id, problem_id, language, job_id, judging, verdict, score, cpu_time_ms, "
        "memory_kb, created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?, ?, 1, NULL, 0, 0, 0, ?, ?)")
      .bind(submission.id, submission.user, submission.problem, submission.language, submission.job,
            submission.created_at, submission.created_at)
      .run();
  db.query("INSERT INTO sources (submission_id, code) VALUES (?, ?)").bind(submission.id, submission.code).run();
  Job job;
  job.id = submission.job;
  job.subject = submission.id;
  job.language = submission.language;
  job.priority = kPriorityJudge;
  job.created_at = submission.created_at;
  insert_job(db, job, submission.user);
}

Result<Submitted> submit_row(Connection& db, const NewSubmission& submission, Database& database) {
  const Time now = database.clock.now();
  const bool keyed = !submission.idempotency_key.empty();
  if (keyed) {
    AG_ASSIGN(const auto known,
              find_key(db, submission.user, submission.idempotency_key, submission.request_hash, now));
    if (known) return Submitted{*known, true};
  }
  if (count_waiting(db) >= database.options.queue_max) return queue_full(database.options.queue_max);
  AG_TRY(database.disk.check([&db] { return inside_of(db); }, bytes_of(submission)));
  if (db.query("SELECT 1 FROM submissions WHERE id = ?").bind(submission.id).next() ||
      db.query("SELECT 1 FROM jobs WHERE id = ?").bind(submission.job).next()) {
    return fail(ErrorCode::conflict, "submission " + submission.id.hex() + " exists already");
  }
  AG_TRY(charge_row(db, submission.user, bytes_of(submission), database.options.stored_a_day_max, now));
  insert_submission(db, submission);
  if (keyed) keep_key(db, submission);
  return Submitted{submission.id, false};
}

#define AG_SUBMISSION_COLUMNS                                                                   \
  "s.id, s.user_id, s.problem_id, s.language, s.verdict, s.score, s.cpu_time_ms, s.memory_kb, " \
  "s.created_at_ms, s.updated_at_ms, j.leased_until_ms "                                        \
  "FROM submissions s LEFT JOIN jobs j ON j.id = s.job_id AND s.verdict IS NULL AND j.state = 'leased' "

// RUNNING is derived: waiting for its report, with a lease that is live.
Submission read_submission(const Query& row, Time now) {
  Submission submission;
  submission.id = row.id<SubmissionId>(0);
  submission.user = row.id<UserId>(1);
  submission.problem = row.id<ProblemId>(2);
  submission.language = row.text(3);
  if (!row.null(4)) {
    submission.state = {Phase::judged, read_verdict(row, 4)};
  } else if (!row.null(10) && row.time(10) > now) {
    submission.state.phase = Phase::running;
  }
  submission.score = row.real(5);
  submission.cpu_time_ms = row.integer(6);
  submission.memory_kb = row.integer(7);
  submission.created_at = row.time(8);
  submission.updated_at = row.time(9);
  return submission;
}

std::string read_code(Connection& db, SubmissionId id) {
  Query source = db.query("SELECT code FROM sources WHERE submission_id = ?");
  if (!source.bind(id).next()) throw CorruptRow{"submission " + id.hex() + " has no source"};
  return source.text(0);
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

// The conditions of a filter. The unary plus keeps SQLite on the index of the narrowest condition: a user's rows are
// fewer than a problem's, and these fewer than those of a language or a verdict.
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
    if (before.empty()) {
      query.bind_blob(std::string(13, '\xFF'));  // after every id
    } else {
      query.bind(before);
    }
    if (filter_.user) query.bind(*filter_.user);
    if (filter_.problem) query.bind(*filter_.problem);
    if (!filter_.language.empty()) query.bind(filter_.language);
    if (!filter_.state) return;
    if (filter_.state->phase == Phase::judged) {
      query.bind(code_of(filter_.state->verdict));
    } else {
      query.bind(now);
    }
  }

 private:
  void add(const char* condition) {
    text_ += narrowed_ ? " AND +" : " AND ";
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
  Writer::Work work = [this, pending](Connection& db) -> Result<> {
    auto submitted = submit_row(db, pending->submission, database_);
    if (!submitted) return std::unexpected(std::move(submitted).error());
    pending->submitted = *submitted;
    return {};
  };
  Writer::Done written = [pending](Result<> outcome) {
    if (outcome) return pending->done(pending->submitted);
    pending->done(std::unexpected(std::move(outcome).error()));
  };
  if (!database_.writer.try_post("storing a submission", work, written)) {
    pending->done(fail(ErrorCode::unavailable, "too many submissions are being stored at this moment"));
  }
}

Result<std::optional<SubmissionId>> Submissions::find_repeated(UserId user, const std::string& key,
                                                               const Sha256& request_hash) {
  const Time now = database_.clock.now();
  return database_.readers.read("looking for an idempotency key",
                                [&](Connection& db) { return find_key(db, user, key, request_hash, now); });
}

Result<std::optional<Submission>> Submissions::find(SubmissionId id) {
  const Time now = database_.clock.now();
  using Answer = Result<std::optional<Submission>>;
  return database_.readers.read("finding a submission", [&](Connection& db) -> Answer {
    Query row = db.query("SELECT " AG_SUBMISSION_COLUMNS "WHERE s.id = ?");
    if (!row.bind(id).next()) return std::nullopt;
    Submission submission = read_submission(row, now);
    submission.code = read_code(db, id);
    if (submission.state.phase != Phase::judged) return submission;
    Query report = db.query("SELECT body FROM reports WHERE submission_id = ? ORDER BY judging DESC LIMIT 1");
    if (!report.bind(id).next()) throw CorruptRow{"submission " + id.hex() + " has no report"};
    AG_ASSIGN(submission.report, decode_report(report.text(0)));
    return submission;
  });
}

Result<SubmissionList> Submissions::list(const SubmissionFilter& filter) {
  AG_TRY(check_page(filter.limit, filter.offset));
  const Time now = database_.clock.now();
  return database_.readers.read("listing submissions", [&](Connection& db) -> Result<SubmissionList> {
    const Conditions conditions(filter);
    SubmissionList list;
    {
      Query rows =
          db.query("SELECT " AG_SUBMISSION_COLUMNS + conditions.text() + " ORDER BY s.id DESC LIMIT ? OFFSET ?");
      conditions.bind(rows, filter.before, now);
      rows.bind(filter.limit + 1, filter.offset);
      while (rows.next()) {
        list.more = static_cast<int>(list.submissions.size()) == filter.limit;
        if (!list.more) list.submissions.push_back(read_submission(rows, now));
      }
    }
    add_codes(db, list.submissions, filter.code_max);
    Query count = db.query("SELECT count(*) FROM (SELECT 1 FROM submissions s " + conditions.text() + " LIMIT ?)");
    conditions.bind(count, {}, now);
    count.bind(kCountMax + 1).next();
    list.total_capped = count.integer(0) > kCountMax;
    list.total = std::min(count.small(0), kCountMax);
    return list;
  });
}

Result<std::optional<QueuePosition>> Submissions::queue_position(SubmissionId id) {
  const Time now = database_.clock.now();
  using Answer = Result<std::optional<QueuePosition>>;
  return database_.readers.read("finding a place in the queue", [&](Connection& db) -> Answer {
    Query job = db.query(
        "SELECT j.state, j.leased_until_ms, j.not_before_ms, j.expiries, j.priority, j.virtual_start, j.id "
        "FROM submissions s JOIN jobs j ON j.id = s.job_id WHERE s.id = ? AND s.verdict IS NULL");
    if (!job.bind(id).next()) return std::nullopt;
    const std::string state = job.text(0);
    if (state == "leased" && job.time(1) > now) return std::nullopt;
    const int ahead = order_.ahead(db, {job.small(4), job.integer(5), job.id<JobId>(6)});
    const auto retry_in = state == "delayed" ? job.time(2) - now : Time::duration{};
    QueuePosition position;
    position.reason = waiting_reason(ahead, retry_in, job.small(3));
    position.ahead = std::min(ahead, kCountMax);
    return position;
  });
}

Result<int> Submissions::count_in_flight(UserId user, int up_to) {
  return database_.readers.read("counting submissions in flight", [&](Connection& db) -> Result<int> {
    // A submission has no report as long as its job lives.
    Query count = db.query(
        "SELECT count(*) FROM (SELECT 1 FROM jobs WHERE owner_id = ? AND state <> 'dead' "
        "AND kind = 'judge' LIMIT ?)");
    count.bind(user, std::max(0, up_to)).next();
    return count.small(0);
  });
}

}  // namespace autograder::sqlite
