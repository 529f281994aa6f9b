// A teacher's solutions of a problem: files below submissions/ of its package, in the directory of the verdict that
// each should get. They are judged again whenever the problem is judged in another way.
//
// Knows:          the roles of storage, what packages expect.
// Does not know:  HTTP, who is asking, how programs are judged.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/report.h"
#include "storage/storage.h"

namespace autograder {

constexpr std::size_t kSolutionsMax = 20;  // that are put one by one; packages may bring more

struct Solution {
  std::string name;  // of its file: "slow.py"
  std::string language;
  Verdict expected = Verdict::accepted;
  std::string code;
};

// The directory of the format: "accepted"; empty for verdicts that no solution is put for.
std::string_view directory_of(Verdict expected);

// In order of their paths; those of one file, in a directory of these verdicts.
Result<std::vector<Solution>> read_solutions(Storage& storage, ProblemId problem);
// In the place of the one with its name. `not_found`: the problem. `exhausted`: there are kSolutionsMax.
Result<int> put_solution(Storage& storage, ProblemId problem, Time now, const Solution& solution,
                         std::optional<int> read = {});
// `not_found`: there is none of this name.
Result<int> remove_solution(Storage& storage, ProblemId problem, Time now, const std::string& name,
                            std::optional<int> read = {});

// Changes the files of a problem as they are now: each try begins with what is stored. The problem gets a next version,
// and is judged as before; its number comes back. `not_found`: the problem. `conflict`: it is not at the version that was
// read, where one is given. What `change` fails with is not stored.
using FilesChange = std::function<Result<>(std::vector<ProblemFile>&)>;
Result<int> change_files(ProblemStore& problems, ProblemId problem, Time now, const FilesChange& change,
                         std::optional<int> read = {});
// Why a change is refused that somebody else would lose by.
std::string changed_meanwhile(int present);

// Queues all of a problem's programs behind what students send; what packages said of theirs stays. Nothing where there
// are none and never were.
Result<> judge_solutions(Storage& storage, IdGenerator& ids, Time now, const Problem& problem);

}  // namespace autograder
