#include "app/problem_commands.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <thread>

#include "app/database_commands.h"
#include "app/judge_tables.h"
#include "app/package_source.h"
#include "catalog/package_import.h"
#include "catalog/package_verification.h"
#include "domain/text.h"

namespace autograder {
namespace {

Result<UserId> find_author(Storage& storage, const std::string& email) {
  if (!email.empty()) {
    AG_ASSIGN(const auto user, storage.users().find_by_email(email));
    if (!user || user->role != Role::admin) return fail(ErrorCode::not_found, "admin not found: " + email);
    return user->id;
  }
  constexpr int kPage = 100;
  for (UserId after;;) {
    AG_ASSIGN(const auto users, storage.users().list(after, kPage));
    for (const auto& user : users) {
      if (user.role == Role::admin && !user.disabled) return user.id;
      after = user.id;
    }
    if (static_cast<int>(users.size()) < kPage) {
      return fail(ErrorCode::not_found, "no admin exists yet: create one with autograder user add EMAIL --admin");
    }
  }
}

void say(const Imported& imported) {
  for (const auto& note : imported.notes) std::cerr << "note: " << note << "\n";
  const auto& problem = imported.problem;
  std::cout << (imported.created ? "Imported " : "Updated ") << problem.id.hex() << ": " << problem.title
            << ", version " << problem.version << ", " << problem.test_count << " tests" << std::endl;
}

Result<bool> worker_lives(Storage& storage, const Clock& clock) {
  AG_ASSIGN(const auto workers, storage.workers().list());
  return std::ranges::any_of(workers,
                             [&](const WorkerRow& worker) { return worker.last_seen + kWorkerLost > clock.now(); });
}

// Rows as they are judged, in the package's order, and at the end what follows from all.
class TableOnTheWay final {
 public:
  void show(const VerificationSeen& seen) {
    if (shown_ == 0 && !headed_) std::cout << verification_head(seen.package, seen.time_limit);
    headed_ = true;
    for (; shown_ < seen.submissions.size(); ++shown_) {
      const auto& one = seen.submissions[shown_];
      if (one.judged && one.judged->report.tests.size() > seen.package.tests.size()) {
        std::cout << "  " << one.submission.path << ": " << one.findings.front().words
                  << "\n";  // its tests were changed
      } else if (one.judged) {
        std::cout << verification_row(*one.judged, seen.package);
      } else if (one.state) {
        break;
      }
    }
    std::cout << std::flush;
    if (!seen.done) return;
    JudgingSummary summary{.package = seen.package, .time_limit = seen.time_limit, .verified = true};
    for (const auto& one : seen.submissions) {
      if (!one.why_not.empty()) summary.skipped.push_back(one.submission.path + ": " + one.why_not);
    }
    summary.bounds = seen.bounds;
    summary.proposed = seen.proposed;
    summary.complaints = seen.complaints;
    summary.as_expected = seen.as_expected;
    std::cout << verification_foot(summary);
  }

 private:
  std::size_t shown_ = 0;
  bool headed_ = false;
};

// A server that runs judges them; this only looks. Ctrl-C leaves them queued.
Result<> show_verification(Storage& storage, const Clock& clock, const Problem& problem) {
  constexpr std::chrono::milliseconds kLookEvery{300};
  TableOnTheWay table;
  std::ptrdiff_t open = -1;  // rows of the table that were not judged when it was read
  for (;; std::this_thread::sleep_for(kLookEvery)) {
    AG_ASSIGN(const int unjudged, storage.verifications().count_unjudged(problem.id));
    if (unjudged == open) {
      AG_ASSIGN(const bool lives, worker_lives(storage, clock));
      if (lives) continue;  // and the table is as it was
    }
    AG_ASSIGN(const auto seen, read_verification(storage, problem));
    if (!seen) return {};
    open = std::ranges::count_if(seen->submissions, [](const auto& one) { return one.state && !one.judged; });
    if (!seen->done) {
      AG_ASSIGN(const bool lives, worker_lives(storage, clock));
      if (!lives) {
        std::cout << "  its submissions are queued; a server judges them as soon as it runs: GET /problems/"
                  << problem.id.hex() << "/verification shows them\n";
        return {};
      }
    }
    table.show(*seen);
    if (seen->done) return {};
  }
}

Result<> import_into(const Flags& flags, const ProblemArguments& arguments) {
  const SystemClock clock;
  // Read with the rights of the caller, before they are given up.
  AG_ASSIGN(auto source, PackageSource::open(arguments.package));
  AG_ASSIGN(const auto storage, open_beside(flags, clock));
  AG_ASSIGN(const auto author, find_author(*storage, arguments.author));
  AG_ASSIGN(const auto package, source.read());
  IdGenerator ids(clock);
  AG_ASSIGN(auto imported, import_package(*storage, ids, clock.now(), author, source.directory(), package,
                                          arguments.convert ? LineEnds::convert : LineEnds::keep));
  const auto wish = arguments.verify ? VerifyWish::judge : VerifyWish::leave;
  const auto queued =
      queue_verification(*storage, ids, clock.now(), author, imported.problem, package, wish, imported.notes);
  say(imported);
  AG_TRY(queued);
  if (!arguments.verify || !arguments.wait) return {};
  return show_verification(*storage, clock, imported.problem);
}

Result<Problem> find_problem(Storage& storage, const std::string& name) {
  auto id = ProblemId::parse(name);
  if (!id) {
    AG_ASSIGN(id, storage.problems().find_by_uuid(name));
  }
  std::optional<Problem> problem;
  if (id) {
    AG_ASSIGN(problem, storage.problems().find(*id));
  }
  if (!problem) return fail(ErrorCode::not_found, "problem not found: " + printable(name, 60));
  return std::move(*problem);
}

Result<> write_to(int fd, std::string_view bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return fail_errno("writing " + name);
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

Result<Problem> export_to(const Flags& flags, const ProblemArguments& arguments) {
  const SystemClock clock;
  // Where the caller may write, before rights are given up. Its own alone: private tests are in it.
  const UniqueFd file(::open(arguments.file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return fail_errno("making " + arguments.file);
  auto written = [&]() -> Result<Problem> {
    AG_ASSIGN(const auto storage, open_beside(flags, clock));
    AG_ASSIGN(auto problem, find_problem(*storage, arguments.problem));
    AG_TRY(export_package(*storage, problem,
                          [&](std::string_view piece) { return write_to(file.get(), piece, arguments.file); }));
    if (::fsync(file.get()) != 0) return fail_errno("writing " + arguments.file);
    return problem;
  }();
  // Rights may be gone with which it could be removed: then it stays, and empty says that it is nothing.
  if (!written && ::ftruncate(file.get(), 0) == 0) (void)::unlink(arguments.file.c_str());
  return written;
}

}  // namespace

int problem_import(const Flags& flags, const ProblemArguments& arguments) {
  const auto imported = import_into(flags, arguments);
  return imported ? kDone : complain(imported.error());
}

int problem_export(const Flags& flags, const ProblemArguments& arguments) {
  const auto exported = export_to(flags, arguments);
  if (!exported) return complain(exported.error());
  std::printf("Wrote %s, version %d, to %s\n", exported->title.c_str(), exported->version, arguments.file.c_str());
  return kDone;
}

int problem_list(const Flags& flags) {
  const SystemClock clock;
  const auto storage = open_beside(flags, clock);
  if (!storage) return complain(storage.error());
  ProblemFilter filter;
  filter.with_unpublished = true;
  filter.limit = 100;
  for (;;) {
    const auto list = (*storage)->problems().list(filter);
    if (!list) return complain(list.error());
    for (const auto& problem : list->problems) {
      std::printf("%s  %-36s  version %-4d %4d tests  %-11s %s\n", problem.id.hex().c_str(),
                  problem.uuid.empty() ? "-" : problem.uuid.c_str(), problem.version, problem.test_count,
                  problem.published ? "" : "unpublished", printable(problem.title, 200).c_str());
      filter.before = problem.id;
    }
    if (!list->more) return kDone;
  }
}

}  // namespace autograder
