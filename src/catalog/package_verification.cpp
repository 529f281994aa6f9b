#include "catalog/package_verification.h"

#include <algorithm>
#include <map>

#include "catalog/package_terms.h"

namespace autograder {
namespace {

constexpr Duration kTimeLimitMax = std::chrono::seconds(60);

struct Judges {
  bool any = false;                          // a worker was seen
  std::map<std::string, double> factors;     // of the time limit, by language that a worker has
  std::map<std::string, std::string> names;  // of languages, as people call them
};

// Those that were alive when one was last seen: when none is now, they are what comes back.
Result<Judges> ask_workers(Storage& storage) {
  AG_ASSIGN(const auto workers, storage.workers().list());
  Judges judges;
  for (const auto& worker : workers) {
    if (worker.last_seen + kWorkerLost < workers.front().last_seen) break;
    judges.any = true;
    for (const auto& language : worker.languages) {
      if (!language.name.empty()) judges.names.try_emplace(language.id, language.name);
      if (language.available) judges.factors.try_emplace(language.id, language.time_factor);  // the newest first
    }
  }
  return judges;
}

// So that what is too slow is seen to be too slow by the distance that the package asks for.
Duration stretched(Duration limit, double factor) {
  const auto wanted = Duration(static_cast<std::int64_t>(static_cast<double>(limit.count()) * factor));
  return std::min(wanted, std::max(kTimeLimitMax, limit));
}

std::string why_not(const BundledSubmission& submission, const Judges& judges) {
  if (submission.language.empty()) return "not in a language of this server, or in several files";
  if (judges.any && !judges.factors.contains(submission.language)) {
    const auto name = judges.names.find(submission.language);
    return "no worker has the language " + (name == judges.names.end() ? submission.language : name->second);
  }
  return {};
}

// The findings on a submission by its report, while the problem still has the tests of the package.
void hold(BundledSeen& seen, const BundledRow& row, const Verification& set, const VerificationSeen& whole,
          const Judges& judges) {
  JudgedSubmission judged;
  judged.path = seen.submission.path;
  judged.language = seen.submission.language;
  judged.expected = seen.submission.expected;
  judged.report = *row.report;
  judged.judged_with = set.time_limit;
  if (const auto factor = judges.factors.find(judged.language); factor != judges.factors.end()) {
    judged.time_factor = factor->second;
  }
  const auto& tests = judged.report.tests;
  if (!tests.empty() && tests.size() != whole.package.tests.size()) {  // they were changed before it was judged
    const std::string words = "the problem's tests have changed since: import the package again";
    seen.findings = {{words, words}};
  } else {
    hold_to_time_limit(judged, whole.time_limit, whole.package.scoring);
    seen.findings = findings_in(judged, whole.package);
  }
  seen.state = SubmissionState{Phase::judged, judged.report.verdict};
  seen.judged = std::move(judged);
}

void conclude(VerificationSeen& whole, const Verification& set) {
  std::vector<JudgedSubmission> judged;
  bool solved = false;
  whole.as_expected = true;
  for (const auto& seen : whole.submissions) {
    if (!seen.judged) continue;
    whole.as_expected = whole.as_expected && seen.findings.empty();
    solved = solved || seen.judged->path.starts_with("submissions/accepted/");
    if (seen.judged->report.tests.size() == whole.package.tests.size()) judged.push_back(*seen.judged);
  }
  whole.bounds = time_bounds(judged, whole.package);
  whole.proposed = propose_time_limit(whole.bounds, whole.package);
  whole.complaints = narrow_margins(whole.bounds, whole.time_limit, whole.package);
  if (whole.time_limit > set.time_limit) {
    whole.complaints.push_back("they were judged with " + seconds_in_words(set.time_limit) +
                               ", and the time limit has been raised since: import the package again");
  }
  if (!solved) whole.complaints.emplace_back("submissions/accepted has no solution that was judged");
  whole.as_expected = whole.as_expected && solved;
}

}  // namespace

Result<> queue_verification(Storage& storage, IdGenerator& ids, Time now, UserId author, const Problem& problem,
                            const Package& package, VerifyWish wish, std::vector<std::string>& notes) {
  NewVerification set;
  set.problem = problem.id;
  set.problem_version = problem.version;
  set.user = author;
  set.time_limit = stretched(problem.limits.time, package.time_limit_to_tle);
  set.terms = encode_terms(package);
  set.created_at = now;
  if (wish == VerifyWish::judge) {
    AG_ASSIGN(const auto judges, ask_workers(storage));
    for (const auto& submission : package.submissions) {
      if (!why_not(submission, judges).empty()) continue;
      set.submissions.push_back({ids.next<JobId>(), submission.path, submission.language, submission.source});
    }
  }
  auto put = storage.verifications().put(set);
  if (put || (put.error().code != ErrorCode::exhausted && put.error().code != ErrorCode::invalid)) return put;
  notes.push_back("submissions: are not judged: " + put.error().message);
  set.submissions.clear();
  return storage.verifications().put(set);
}

Result<std::optional<VerificationSeen>> read_verification(Storage& storage, const Problem& problem) {
  AG_ASSIGN(const auto set, storage.verifications().find(problem.id));
  if (!set) return std::optional<VerificationSeen>();
  VerificationSeen whole;
  AG_ASSIGN(whole.package, decode_terms(set->terms));
  AG_ASSIGN(const auto judges, ask_workers(storage));
  whole.problem = problem.id;
  whole.problem_version = set->problem_version;
  whole.created_at = set->created_at;
  whole.time_limit = problem.limits.time;
  whole.package.title = problem.title;
  whole.package.limits = problem.limits;
  whole.done = true;
  for (const auto& submission : whole.package.submissions) {
    BundledSeen seen;
    seen.submission = submission;
    const auto row = std::ranges::find(set->submissions, submission.path, &BundledRow::path);
    if (row == set->submissions.end()) {
      seen.why_not = set->submissions.empty() ? "was not queued" : why_not(submission, judges);
      if (seen.why_not.empty()) seen.why_not = "no worker had the language at the import";
    } else if (row->report) {
      hold(seen, *row, *set, whole, judges);
    } else {
      seen.state = SubmissionState{row->phase, {}};
      whole.done = false;
    }
    whole.submissions.push_back(std::move(seen));
  }
  if (whole.done) conclude(whole, *set);
  return std::optional(std::move(whole));
}

}  // namespace autograder
