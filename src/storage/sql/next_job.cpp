#include "storage/sql/next_job.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "storage/queue_rules.h"
#include "storage/sql/share_rows.h"

namespace autograder::sql {
namespace {

// Jobs of users who hold their share already that one look passes over, jobs of one user that go behind together, and
// all that one lease puts behind. Those beyond wait for the next lease.
constexpr int kPassedMax = 256;
constexpr int kMovedTogetherMax = 256;
constexpr int kMovedMax = 512;
constexpr std::size_t kLinesAtOnce = 64;

// The jobs of one kind and language that are suspect or not: the first of them is one look-up in an index.
struct Line {
  JobKind kind;
  const std::string* language;
  int suspect;
};

// No job of the kind has such a priority.
bool is_elsewhere(JobKind kind, const Pick& pick) {
  const Priorities its = priorities_of(kind);
  return pick.priority_max < its.min || pick.priority_min > its.max;
}

const std::string kInLine =
    columns_of<Candidate>() +
    " FROM jobs WHERE state = 'waiting' AND kind = ? AND language = ? AND suspect = ? AND priority "
    "BETWEEN ? AND ? ORDER BY priority DESC, virtual_start, id LIMIT ?";
const std::string kOfOneLine = "SELECT " + kInLine;

void bind_line(Query& row, const Line& line, const Pick& pick, int limit) {
  row.bind(line.kind, *line.language, line.suspect, pick.priority_min, pick.priority_max, limit);
}

bool may_take(const Candidate& candidate, const Pick& pick) {
  return !candidate.owner || std::ranges::find(pick.without, *candidate.owner) == pick.without.end();
}

std::optional<Candidate> first_of(Connection& db, const Line& line, const Pick& pick) {
  Query row = db.query(kOfOneLine);
  bind_line(row, line, pick, pick.without.empty() ? 1 : kPassedMax + 1);
  while (row.next()) {
    const auto candidate = row.read<Candidate>();
    if (may_take(candidate, pick)) return candidate;
  }
  return std::nullopt;
}

// Of so many lines, each row with the number of its line.
std::string statement_of_lines(std::size_t lines) {
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) {
    const std::string number = std::to_string(i);
    text += (i == 0 ? "" : " UNION ALL ") + ("SELECT * FROM (SELECT " + number) + " AS line, " + kInLine + ") AS line" +
            number;
  }
  return text;
}

struct Head {
  Candidate job;
  Line line;
};

// In one statement. A line all of whose first jobs are passed over is looked at alone.
void look_together(Connection& db, std::span<const Line> lines, const Pick& pick, std::vector<Head>& heads) {
  const int limit = pick.without.empty() ? 1 : 8;
  std::vector<std::optional<Candidate>> found(lines.size());
  std::vector<int> passed(lines.size());
  {
    Query row = db.query(statement_of_lines(lines.size()));
    for (const Line& line : lines) bind_line(row, line, pick, limit);
    while (row.next()) {
      const auto [number, job] = row.read<int, Candidate>();
      const auto line = static_cast<std::size_t>(number);
      if (found[line]) continue;
      if (may_take(job, pick)) {
        found[line] = job;
      } else {
        ++passed[line];
      }
    }
  }
  for (std::size_t line = 0; line < lines.size(); ++line) {
    if (passed[line] == limit) found[line] = first_of(db, lines[line], pick);
    if (found[line]) heads.push_back({*found[line], lines[line]});
  }
}

// Adds the first of each line that has one.
void look(Connection& db, std::span<const Line> lines, const Pick& pick, std::vector<Head>& heads) {
  if (db.is_far()) {
    for (std::size_t from = 0; from < lines.size(); from += kLinesAtOnce) {
      look_together(db, lines.subspan(from, std::min(kLinesAtOnce, lines.size() - from)), pick, heads);
    }
    return;
  }
  for (const Line& line : lines) {
    if (const auto job = first_of(db, line, pick)) heads.push_back({*job, line});
  }
}

// Its user's account says that its turn comes later than its row does: then the jobs of this user move by as much. How
// many did. A retry keeps its place.
int put_behind(Connection& db, const Candidate& candidate) {
  if (!candidate.owner || candidate.leased_before()) return 0;
  const auto account = read_account(db, *candidate.owner, candidate.priority);
  if (!account || *account <= candidate.virtual_start) return 0;
  return db
      .query(
          "UPDATE jobs SET virtual_start = virtual_start + ? WHERE id IN (SELECT id FROM jobs WHERE owner_id = ? "
          "AND priority = ? AND state <> 'dead' AND state = 'waiting' AND lease_token = 0 ORDER BY virtual_start "
          "LIMIT ?)")
      .bind(*account - candidate.virtual_start, *candidate.owner, candidate.priority, kMovedTogetherMax)
      .run();
}

std::optional<Candidate> first_by(Connection& db, const std::vector<Line>& lines, const Pick& pick, int& moves_left) {
  std::vector<Line> here;
  std::ranges::copy_if(lines, std::back_inserter(here),
                       [&](const Line& line) { return !is_elsewhere(line.kind, pick); });
  std::vector<Head> heads;
  look(db, here, pick, heads);
  while (!heads.empty()) {
    const auto first =
        std::ranges::min_element(heads, [](const Head& left, const Head& right) { return left.job.before(right.job); });
    const int moved = moves_left > 0 ? put_behind(db, first->job) : 0;
    if (moved == 0) {
      const int priority = first->job.priority;
      if (first->job.virtual_start - read_virtual_now(db, priority) <= pick.debt_max) return first->job;
      std::erase_if(heads, [&](const Head& head) { return head.job.priority == priority; });
      continue;
    }
    moves_left -= moved;
    std::vector<Line> moved_lines;
    std::erase_if(heads, [&, owner = first->job.owner](const Head& head) {
      if (head.job.owner != owner) return false;
      moved_lines.push_back(head.line);
      return true;
    });
    look(db, moved_lines, pick, heads);
  }
  return std::nullopt;
}

std::vector<Line> lines_of(const LeaseRequest& request, int suspect_min, int suspect_max) {
  std::vector<Line> lines;
  for (const JobKind kind : request.kinds) {
    for (const std::string& language : request.languages) {
      for (int suspect = suspect_min; suspect <= suspect_max; ++suspect) lines.push_back({kind, &language, suspect});
    }
  }
  return lines;
}

}  // namespace

bool Candidate::before(const Candidate& other) const {
  return std::tuple(-priority, virtual_start, id) < std::tuple(-other.priority, other.virtual_start, other.id);
}

std::optional<Candidate> next_job(Connection& db, const LeaseRequest& request, bool suspects_too,
                                  std::span<const Pick> picks) {
  const auto lines = lines_of(request, 0, suspects_too ? 1 : 0);
  int moves_left = kMovedMax;
  for (const Pick& pick : picks) {
    if (auto found = first_by(db, lines, pick, moves_left)) return found;
  }
  return std::nullopt;
}

bool any_suspect(Connection& db, const LeaseRequest& request) {
  const Pick any{std::numeric_limits<int>::min(), std::numeric_limits<int>::max(), {}};
  std::vector<Head> heads;
  look(db, lines_of(request, 1, 1), any, heads);
  return !heads.empty();
}

}  // namespace autograder::sql
