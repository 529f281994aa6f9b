// Problems that came as packages, and the files of these.
#include <string>

#include "storage/sqlite/roles.h"

namespace autograder::sqlite {

Result<> Problems::put_package(const Problem& problem, const std::vector<ProblemFile>& files) {
  return database_.writer.run("storing a problem package", [&](Connection& db) -> Result<> {
    AG_TRY(problem.version == 1 ? insert_problem(db, problem) : update_problem(db, problem));
    db.query("DELETE FROM problem_files WHERE problem_id = ?").bind(problem.id).run();
    for (const ProblemFile& file : files) {
      db.query("INSERT INTO problem_files (problem_id, path, hash, size) VALUES (?, ?, ?, ?)")
          .bind(problem.id, file.path, file.hash, file.size.count)
          .run();
    }
    return {};
  });
}

Result<std::optional<ProblemId>> Problems::find_by_uuid(const std::string& uuid) {
  return database_.readers.read("finding a problem by uuid", [&](Connection& db) -> Result<std::optional<ProblemId>> {
    Query row = db.query("SELECT id FROM problems WHERE uuid = ? AND uuid <> ''");
    if (!row.bind(uuid).next()) return std::nullopt;
    return row.id<ProblemId>(0);
  });
}

Result<std::vector<ProblemFile>> Problems::files(ProblemId id) {
  return database_.readers.read("listing files of a problem", [&](Connection& db) -> Result<std::vector<ProblemFile>> {
    Query row = db.query("SELECT path, hash, size FROM problem_files WHERE problem_id = ? ORDER BY path");
    row.bind(id);
    std::vector<ProblemFile> files;
    while (row.next()) files.push_back({row.text(0), row.hash(1), Bytes{row.integer(2)}});
    return files;
  });
}

Result<std::optional<ProblemFile>> Problems::find_file(ProblemId id, const std::string& path) {
  return database_.readers.read(
      "finding a file of a problem", [&](Connection& db) -> Result<std::optional<ProblemFile>> {
        Query row = db.query("SELECT path, hash, size FROM problem_files WHERE problem_id = ? AND path = ?");
        if (!row.bind(id, path).next()) return std::nullopt;
        return ProblemFile{row.text(0), row.hash(1), Bytes{row.integer(2)}};
      });
}

}  // namespace autograder::sqlite
