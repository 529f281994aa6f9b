// The rows that count what each user stored. All run in a write and may throw.
#pragma once

#include "domain/report.h"
#include "storage/sql/connection.h"
#include "storage/stored_bytes.h"

namespace autograder::sql {

template <>
struct Columns<StoredBytes> {
  static constexpr auto list =
      std::tuple(column("day", &StoredBytes::day), column("day_bytes", &StoredBytes::today),
                 column("report_bytes", &StoredBytes::reports), column("excerpts_from", &StoredBytes::excerpts_from));
};

// Asked for, and read.
Query ask_stored(Connection& db, UserId user);
StoredBytes read_stored(Query& row);
StoredBytes read_stored(Connection& db, UserId user);
void write_stored(Connection& db, UserId user, const StoredBytes& stored);

// Counts bytes that a user asks to store: `over_budget` when the day's bytes are used up.
Result<> charge_row(Connection& db, UserId user, Bytes more, Bytes a_day_max, Time now);
Result<> charge_row(Connection& db, UserId user, StoredBytes stored, Bytes more, Bytes a_day_max, Time now);
// Counts bytes of the result, without a bound.
void note_row(Connection& db, UserId user, Bytes more, Time now);
// A new report of a submission of this user, who has stored so much and asked for the report or not. Where the user has
// more than `reports_max` then, the oldest reports give up their excerpts, a few at a time.
struct NewReport {
  SubmissionId submission;
  Bytes size;
  bool asked_for = false;
};
Result<> note_report(Connection& db, UserId user, StoredBytes stored, const NewReport& report, Bytes reports_max,
                     Time now);

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
