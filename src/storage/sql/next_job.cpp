#include "storage/sql/next_job.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "storage/queue_rules.h"
#include "storage/sql/turn_memory.h"

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

// The number of the line comes behind the columns of the job.
std::string select_line(std::size_t number) {
  return "SELECT " + candidate_columns() + ", " + std::to_string(number) +
         " AS line FROM jobs j WHERE j.state = 'waiting' AND j.kind = ? AND j.language = ? AND j.suspect = ? "
         "AND j.priority BETWEEN ? AND ? ORDER BY j.priority DESC, j.virtual_start, j.id LIMIT ?";
}
const std::string kOfOneLine = select_line(0);

std::string select_lines(std::size_t count) {
  std::string text;
  for (std::size_t line = 0; line < count; ++line) {
    text +=
        (line == 0 ? "" : " UNION ALL ") + ("SELECT * FROM (" + select_line(line)) + ") AS line" + std::to_string(line);
  }
  return text;
}

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
    auto candidate = read_candidate(row);
    if (may_take(candidate, pick)) return candidate;
  }
  return std::nullopt;
}

struct Head {
  Candidate candidate;
  Line line;
};

// In one statement. A line all of whose first jobs are passed over is looked at alone.
void look_together(Connection& db, std::span<const Line> lines, const Pick& pick, std::vector<Head>& heads) {
  const int limit = pick.without.empty() ? 1 : 8;
  std::vector<std::optional<Candidate>> found(lines.size());
  std::vector<int> passed(lines.size());
  {
    Query row = db.query(select_lines(lines.size()));
    for (const Line& line : lines) bind_line(row, line, pick, limit);
    while (row.next()) {
      const auto line = static_cast<std::size_t>(row.small(kCandidateWidth));
      if (found[line]) continue;
      auto candidate = read_candidate(row);
      if (may_take(candidate, pick)) {
        found[line] = std::move(candidate);
      } else {
        ++passed[line];
      }
    }
  }
  for (std::size_t line = 0; line < lines.size(); ++line) {
    if (passed[line] == limit) found[line] = first_of(db, lines[line], pick);
    if (found[line]) heads.push_back({std::move(*found[line]), lines[line]});
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
    if (auto job = first_of(db, line, pick)) heads.push_back({std::move(*job), line});
  }
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

bool is_served(const LeaseRequest& request, JobKind kind, const std::string& language) {
  return std::ranges::find(request.kinds, kind) != request.kinds.end() &&
         std::ranges::find(request.languages, language) != request.languages.end();
}

// The search of one lease.
class Search final {
 public:
  Search(Connection& db, const LeaseRequest& request, bool suspects_too, QueueNow& queue)
      : db_(db), request_(request), suspects_too_(suspects_too), state_(queue.state()), front_(queue.front()) {}

  std::optional<Candidate> first_by(const Pick& pick) {
    if (auto found = in_front(pick)) return found;
    if (front_.is_all_of(pick.priority_min)) return std::nullopt;
    if (front_.is_worn()) {
      front_.again();
      return first_by(pick);
    }
    return along_lines(pick);
  }

 private:
  bool fits(const Candidate& candidate, const Pick& pick) const {
    const Job& job = candidate.job;
    return job.priority >= pick.priority_min && job.priority <= pick.priority_max &&
           (suspects_too_ || !candidate.is_suspect) && is_served(request_, job.kind, job.language) &&
           may_take(candidate, pick);
  }
  bool owes_little(const Candidate& candidate, const Pick& pick) {
    return candidate.virtual_start - state_.paces[candidate.job.priority].virtual_now <= pick.debt_max;
  }

  // Its user's account says that its turn comes later than its row does: then the jobs of this user move by as much.
  // Whether any did. A retry keeps its place.
  bool put_behind(const Candidate& candidate) {
    if (moves_left_ <= 0 || !candidate.owner || candidate.leased_before()) return false;
    const auto account = account_now(db_, candidate.owner, candidate.job.priority, candidate.account);
    if (!account || *account <= candidate.virtual_start) return false;
    const int moved =
        db_.query(
               "UPDATE jobs SET virtual_start = virtual_start + ? WHERE id IN (SELECT id FROM jobs WHERE owner_id = ? "
               "AND priority = ? AND state <> 'dead' AND state = 'waiting' AND lease_token = 0 ORDER BY virtual_start "
               "LIMIT ?)")
            .bind(*account - candidate.virtual_start, *candidate.owner, candidate.job.priority, kMovedTogetherMax)
            .run();
    moves_left_ -= moved;
    if (auto* memory = TurnMemory::of(db_)) memory->queue_moved = true;
    return moved > 0;
  }

  // Absent also when it is behind the front. Who owes too much is the first of a priority: those behind owe more.
  std::optional<Candidate> in_front(const Pick& pick) {
    std::vector<int> passed;  // priorities
    std::size_t n = 0;
    while (const Candidate* candidate = front_.at(n)) {
      ++n;
      const int priority = candidate->job.priority;
      if (!fits(*candidate, pick) || std::ranges::find(passed, priority) != passed.end()) continue;
      if (put_behind(*candidate)) {
        front_.again();
        passed.clear();
        n = 0;
      } else if (owes_little(*candidate, pick)) {
        return *candidate;
      } else {
        passed.push_back(priority);
      }
    }
    return std::nullopt;
  }

  // The same by a look at the first job of each kind and language.
  std::optional<Candidate> along_lines(const Pick& pick) {
    const auto all = lines_of(request_, 0, suspects_too_ ? 1 : 0);
    std::vector<Line> lines;
    std::ranges::copy_if(all, std::back_inserter(lines),
                         [&](const Line& line) { return !is_elsewhere(line.kind, pick); });
    std::vector<Head> heads;
    look(db_, lines, pick, heads);
    while (!heads.empty()) {
      const Candidate first = std::ranges::min_element(heads, [](const Head& left, const Head& right) {
                                return left.candidate.before(right.candidate);
                              })->candidate;
      if (!put_behind(first)) {
        if (owes_little(first, pick)) return first;
        std::erase_if(heads, [&](const Head& head) { return head.candidate.job.priority == first.job.priority; });
        continue;
      }
      std::vector<Line> moved;
      std::erase_if(heads, [&](const Head& head) {
        if (head.candidate.owner != first.owner) return false;
        moved.push_back(head.line);
        return true;
      });
      look(db_, moved, pick, heads);
      front_.again();
    }
    return std::nullopt;
  }

  Connection& db_;
  const LeaseRequest& request_;
  const bool suspects_too_;
  QueueState& state_;
  Front& front_;
  int moves_left_ = kMovedMax;
};

}  // namespace

std::optional<Candidate> next_job(Connection& db, const LeaseRequest& request, bool suspects_too,
                                  std::span<const Pick> picks, QueueNow& queue) {
  Search search(db, request, suspects_too, queue);
  for (const Pick& pick : picks) {
    if (auto found = search.first_by(pick)) return found;
  }
  return std::nullopt;
}

std::optional<std::int64_t> first_start_beside(Connection& db, const LeaseRequest& request, const Candidate& leased,
                                               Front& front) {
  const int priority = leased.job.priority;
  for (std::size_t n = 0; const Candidate* other = front.at(n); ++n) {
    const bool is_next = other->job.priority == priority && other->job.id != leased.job.id &&
                         is_served(request, other->job.kind, other->job.language);
    if (is_next) return other->virtual_start;
  }
  if (front.is_all_of(priority)) return std::nullopt;
  if (front.is_worn()) {
    front.again();
    return first_start_beside(db, request, leased, front);
  }
  constexpr int kLooks = 64;
  Query row = db.query(
      "SELECT virtual_start, kind, language FROM jobs WHERE state = 'waiting' AND priority = ? AND id <> ? "
      "ORDER BY virtual_start, id LIMIT ?");
  row.bind(priority, leased.job.id, kLooks);
  while (row.next()) {
    const auto [start, kind, language] = row.read<std::int64_t, JobKind, std::string>();
    if (is_served(request, kind, language)) return start;
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
