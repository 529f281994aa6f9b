#include <algorithm>

#include "storage/memory/roles.h"

namespace autograder::memory {

Result<Draft> Drafts::save(const DraftSave& save) {
  AG_TRY(check_draft(save));
  MutexLock lock(state_.mutex);
  const auto known = state_.drafts.find(save.key);
  const DraftVersion* newest = known == state_.drafts.end() ? nullptr : &known->second.back();
  if (newest != nullptr && newest->draft.code == save.code) return newest->draft;
  const int seen = newest == nullptr ? 0 : newest->draft.version;
  if (save.base && *save.base != seen) return draft_has_moved(seen);
  auto& versions = state_.drafts[save.key];
  const Draft draft{save.key.language, seen + 1, save.code, save.at};
  if (seen > 0 && !begins_version(save, versions.back().begun_at)) {
    versions.back().draft = draft;
  } else {
    versions.push_back({draft, save.at});
  }
  make_room(save);
  return draft;
}

void Drafts::make_room(const DraftSave& saved) {
  auto& own = state_.drafts[saved.key];
  if (std::ssize(own) > kDraftVersionsMax) own.erase(own.begin());
  for (;;) {
    std::int64_t count = 0;
    std::int64_t bytes = 0;
    auto oldest = state_.drafts.end();
    for (auto row = state_.drafts.begin(); row != state_.drafts.end(); ++row) {
      if (row->first.user != saved.key.user) continue;
      count += std::ssize(row->second);
      for (const auto& version : row->second) bytes += std::ssize(version.draft.code);
      // The version that was just saved stays, whatever its age.
      if (row->first == saved.key && row->second.size() == 1) continue;
      if (oldest == state_.drafts.end() || row->second.front().draft.saved_at < oldest->second.front().draft.saved_at) {
        oldest = row;
      }
    }
    if ((count <= kDraftVersionsAUserMax && bytes <= kDraftBytesAUserMax) || oldest == state_.drafts.end()) return;
    oldest->second.erase(oldest->second.begin());
    if (oldest->second.empty()) state_.drafts.erase(oldest);
  }
}

Result<std::vector<Draft>> Drafts::newest(UserId user, ProblemId problem) {
  MutexLock lock(state_.mutex);
  std::vector<Draft> drafts;
  for (auto row = state_.drafts.lower_bound({user, problem, ""}); row != state_.drafts.end(); ++row) {
    if (row->first.user != user || row->first.problem != problem) break;
    drafts.push_back(row->second.back().draft);
  }
  return drafts;
}

Result<std::vector<Draft>> Drafts::versions(const DraftKey& key) {
  MutexLock lock(state_.mutex);
  std::vector<Draft> drafts;
  const auto found = state_.drafts.find(key);
  if (found == state_.drafts.end()) return drafts;
  for (const auto& version : found->second) drafts.push_back(version.draft);
  std::ranges::reverse(drafts);
  return drafts;
}

}  // namespace autograder::memory
