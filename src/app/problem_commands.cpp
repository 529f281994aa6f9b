#include "app/problem_commands.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "api/package_import.h"
#include "app/database_commands.h"
#include "app/package_source.h"
#include "domain/text.h"

namespace autograder {
namespace {

Result<UserId> find_author(Storage& storage, const std::string& email) {
  if (!email.empty()) {
    AG_ASSIGN(const auto user, storage.users().find_by_email(email));
    if (!user || user->role != Role::admin) return fail(ErrorCode::not_found, "there is no admin " + email);
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
      return fail(ErrorCode::not_found, "there is no admin yet: autograder user add EMAIL --admin makes one");
    }
  }
}

Result<Imported> import_into(const Flags& flags, const ProblemArguments& arguments) {
  const SystemClock clock;
  // What the caller may read, before rights are given up.
  AG_ASSIGN(auto source, PackageSource::open(arguments.package));
  AG_ASSIGN(const auto storage, open_beside(flags, clock));
  AG_ASSIGN(const auto author, find_author(*storage, arguments.author));
  AG_ASSIGN(const auto package, source.read());
  IdGenerator ids(clock);
  return import_package(*storage, ids, clock.now(), author, source.directory(), package);
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
  if (!problem) return fail(ErrorCode::not_found, "there is no problem with the id or uuid " + printable(name, 60));
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
  // Where the caller may write, before rights are given up.
  const UniqueFd file(::open(arguments.file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
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
  if (!imported) return complain(imported.error());
  for (const auto& note : imported->notes) std::cerr << "note: " << note << "\n";
  const auto& problem = imported->problem;
  std::printf("%s %s: %s, version %d, %d tests\n", imported->created ? "Imported" : "Updated", problem.id.hex().c_str(),
              problem.title.c_str(), problem.version, problem.test_count);
  return kDone;
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
