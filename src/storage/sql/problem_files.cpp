// Problems that came as packages, and the files of these.
#include <string>

#include "storage/sql/problem_rows.h"
#include "storage/sql/roles.h"

namespace autograder::sql {
namespace {

const std::string kInsert = insert_into<ProblemFile>("problem_files", "problem_id");
const std::string kSelect = "SELECT " + columns_of<ProblemFile>() + " FROM problem_files WHERE problem_id = ?";
const std::string kInOrder = kSelect + " ORDER BY path";
const std::string kOfPath = kSelect + " AND path = ?";

}  // namespace

Result<> Problems::put_package(const Problem& problem, const std::vector<ProblemFile>& files) {
  return database_.write("storing a problem package", [&](Connection& db) -> Result<> {
    AG_TRY(problem.version == 1 ? insert_problem(db, problem) : update_problem(db, problem));
    db.query("DELETE FROM problem_files WHERE problem_id = ?").bind(problem.id).run();
    for (const ProblemFile& file : files) db.query(kInsert).bind(file, problem.id).run();
    return {};
  });
}

Result<std::optional<ProblemId>> Problems::find_by_uuid(const std::string& uuid) {
  return database_.read("finding a problem by uuid", [&](Connection& db) -> Result<std::optional<ProblemId>> {
    return db.query("SELECT id FROM problems WHERE uuid = ? AND uuid <> ''").bind(uuid).one<ProblemId>();
  });
}

Result<std::vector<ProblemFile>> Problems::files(ProblemId id) {
  return database_.read("listing files of a problem", [&](Connection& db) -> Result<std::vector<ProblemFile>> {
    return db.query(kInOrder).bind(id).all<ProblemFile>();
  });
}

Result<std::optional<ProblemFile>> Problems::find_file(ProblemId id, const std::string& path) {
  return database_.read("finding a file of a problem", [&](Connection& db) -> Result<std::optional<ProblemFile>> {
    return db.query(kOfPath).bind(id, path).one<ProblemFile>();
  });
}

}  // namespace autograder::sql
