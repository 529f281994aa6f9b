// The rows that count what each user stored. All run in a write and may throw.
#pragma once

#include "domain/report.h"
#include "storage/sql/connection.h"
#include "storage/stored_bytes.h"

namespace autograder::sql {

StoredBytes read_stored(Connection& db, UserId user);
void write_stored(Connection& db, UserId user, const StoredBytes& stored);

// Counts bytes that a user asks to store: `over_budget` when the day's bytes are used up.
Result<> charge_row(Connection& db, UserId user, Bytes more, Bytes a_day_max, Time now);
// Counts bytes of the result, without a bound.
void note_row(Connection& db, UserId user, Bytes more, Time now);
// A new report of this submission, which its user asked for or not. Where the user has more than `reports_max` then,
// the oldest reports give up their excerpts, a few at a time.
Result<> note_report(Connection& db, SubmissionId submission, Bytes size, bool asked_for, Bytes reports_max, Time now);

struct ReportRow {
  SubmissionId submission;
  int judging = 0;
  std::string body;
};
template <>
struct Columns<ReportRow> {
  static constexpr auto list = std::tuple(column("submission_id", &ReportRow::submission),
                                          column("judging", &ReportRow::judging), column("body", &ReportRow::body));
};
// Puts the report in its place again without its excerpts. By how many bytes it is shorter.
Result<std::int64_t> strip_report(Connection& db, const ReportRow& row);
// The reports of a user who now has fewer bytes of them.
void note_stripped(Connection& db, SubmissionId submission, std::int64_t bytes);

}  // namespace autograder::sql
