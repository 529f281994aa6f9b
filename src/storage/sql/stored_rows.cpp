#include "storage/sql/stored_rows.h"

#include <algorithm>

#include "domain/report_codec.h"
#include "storage/sql/turn_memory.h"

namespace autograder::sql {

namespace {

const std::string kStored = "SELECT " + columns_of<StoredBytes>() + " FROM stored_bytes WHERE user_id = ?";
const std::string kPut = insert_into<StoredBytes>("stored_bytes", "user_id") + " ON CONFLICT (user_id) DO UPDATE SET " +
                         from_excluded(names_of<StoredBytes>());
const std::string kOldest = "SELECT " + columns_of<ReportRow>("r") +
                            " FROM submissions s JOIN reports r ON r.submission_id = s.id "
                            "WHERE s.user_id = ? AND s.id > ? AND s.id <> ? ORDER BY s.id LIMIT ?";
const std::string kInsertReport = insert_into<ReportRow>("reports");

UserId user_of(Connection& db, SubmissionId submission) {
  const auto user = db.query("SELECT user_id FROM submissions WHERE id = ?").bind(submission).one<UserId>();
  if (!user) throw CorruptRow{"submission " + submission.hex() + " is gone"};
  return *user;
}

// The user's oldest reports that may still have excerpts, but for those of one submission.
std::vector<ReportRow> oldest(Connection& db, UserId user, SubmissionId after, SubmissionId but) {
  return db.query(kOldest).bind(user, after, but, kReportsLookedAt).all<ReportRow>();
}

}  // namespace

Query ask_stored(Connection& db, UserId user) {
  Query row = db.query(kStored);
  row.bind(user).ask();
  return row;
}

StoredBytes read_stored(Query& row) {
  return row.one<StoredBytes>().value_or(StoredBytes{});
}

StoredBytes read_stored(Connection& db, UserId user) {
  Query row = ask_stored(db, user);
  return read_stored(row);
}

void write_stored(Connection& db, UserId user, const StoredBytes& stored) {
  StoredBytes row = stored;
  row.reports.count = std::max<std::int64_t>(0, row.reports.count);
  db.query(kPut).bind(row, user).run_later();
  if (auto* memory = TurnMemory::of(db)) memory->stored[user] = row;
}

Result<> charge_row(Connection& db, UserId user, Bytes more, Bytes a_day_max, Time now) {
  return charge_row(db, user, read_stored(db, user), more, a_day_max, now);
}

Result<> charge_row(Connection& db, UserId user, StoredBytes stored, Bytes more, Bytes a_day_max, Time now) {
  AG_TRY(charge(stored, more, a_day_max, now));
  write_stored(db, user, stored);
  return {};
}

void note_row(Connection& db, UserId user, Bytes more, Time now) {
  StoredBytes stored = read_stored(db, user);
  note(stored, more, now);
  write_stored(db, user, stored);
}

Result<> note_report(Connection& db, UserId user, StoredBytes stored, const NewReport& report, Bytes reports_max,
                     Time now) {
  if (report.asked_for) note(stored, report.size, now);
  stored.reports.count += report.size.count;
  if (reports_max.count > 0 && stored.reports > reports_max) {
    const auto rows = oldest(db, user, stored.excerpts_from, report.submission);
    for (const ReportRow& row : rows) {
      AG_ASSIGN(const auto shorter, strip_report(db, row));
      stored.reports.count -= shorter;
      stored.excerpts_from = row.submission;
      if (stored.reports <= reports_max) break;
    }
    // From the first again: a submission that was judged again later has excerpts again.
    if (rows.empty()) stored.excerpts_from = {};
  }
  write_stored(db, user, stored);
  return {};
}

Result<std::int64_t> strip_report(Connection& db, const ReportRow& row) {
  AG_ASSIGN(Report report, decode_report(row.body));
  if (!remove_excerpts(report)) return 0;
  const std::string body = encode_report(report);
  // A report is never updated (a trigger refuses it): what is left of this one takes its place.
  db.query("DELETE FROM reports WHERE submission_id = ? AND judging = ?").bind(row.submission, row.judging).run();
  db.query(kInsertReport).bind(ReportRow{row.submission, row.judging, body}).run();
  return static_cast<std::int64_t>(row.body.size()) - static_cast<std::int64_t>(body.size());
}

void note_stripped(Connection& db, SubmissionId submission, std::int64_t bytes) {
  const UserId user = user_of(db, submission);
  StoredBytes stored = read_stored(db, user);
  stored.reports.count -= bytes;
  write_stored(db, user, stored);
}

}  // namespace autograder::sql
