#include "storage/sql/next_job.h"

#include <algorithm>
#include <limits>
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
    "SELECT " + columns_of<Candidate>() +
    " FROM jobs WHERE state = 'waiting' AND kind = ? AND language = ? AND suspect = ? AND priority "
    "BETWEEN ? AND ? ORDER BY priority DESC, virtual_start, id";

std::optional<Candidate> first_of(Connection& db, const Line& line, const Pick& pick) {
  Query row = db.query(kInLine);
  row.bind(line.kind, *line.language, line.suspect, pick.priority_min, pick.priority_max);
  for (int passed = 0; passed <= kPassedMax && row.next(); ++passed) {
    const auto candidate = row.read<Candidate>();
    if (!candidate.owner || std::ranges::find(pick.without, *candidate.owner) == pick.without.end()) return candidate;
  }
  return std::nullopt;
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
  std::vector<std::pair<Candidate, const Line*>> heads;
  const auto look = [&](const Line& line) {
    if (auto head = first_of(db, line, pick)) heads.emplace_back(*head, &line);
  };
  for (const Line& line : lines) {
    if (!is_elsewhere(line.kind, pick)) look(line);
  }
  while (!heads.empty()) {
    const auto first = std::ranges::min_element(
        heads, [](const auto& left, const auto& right) { return left.first.before(right.first); });
    const int moved = moves_left > 0 ? put_behind(db, first->first) : 0;
    if (moved == 0) {
      const int priority = first->first.priority;
      if (first->first.virtual_start - read_virtual_now(db, priority) <= pick.debt_max) return first->first;
      std::erase_if(heads, [&](const auto& head) { return head.first.priority == priority; });
      continue;
    }
    moves_left -= moved;
    std::vector<const Line*> moved_lines;
    std::erase_if(heads, [&, owner = first->first.owner](const auto& head) {
      if (head.first.owner != owner) return false;
      moved_lines.push_back(head.second);
      return true;
    });
    for (const Line* line : moved_lines) look(*line);
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
  return std::ranges::any_of(lines_of(request, 1, 1),
                             [&](const Line& line) { return first_of(db, line, any).has_value(); });
}

}  // namespace autograder::sql
