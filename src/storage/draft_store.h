// Programs that users write and have not submitted: one draft a user, problem and language, with its last versions.
//
// Knows:          code, versions, when each was saved, the bounds of what is kept.
// Does not know:  whether the problem or the language exists.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/id.h"
#include "foundation/clock.h"
#include "foundation/result.h"

namespace autograder {

constexpr int kDraftVersionsMax = 10;                          // of one draft
constexpr int kDraftVersionsAUserMax = 1000;                   // of all drafts of a user
constexpr std::int64_t kDraftBytesAUserMax = 4 * 1024 * 1024;  // the code of all of them
// A version takes up what is typed for so long; then the next save begins another. A save that takes away or replaces more than
// half of a text begins one at once: else a program that was emptied by mistake would be gone.
constexpr std::chrono::minutes kDraftVersionSpan{2};

struct DraftKey {
  UserId user;
  ProblemId problem;
  std::string language;
  auto operator<=>(const DraftKey&) const = default;
};

struct Draft {
  std::string language;
  int version = 0;  // grows with every save
  std::string code;
  Time saved_at{};
  bool operator==(const Draft&) const = default;
};

struct DraftSave {
  DraftKey key;
  std::string code;  // UTF-8 without NUL, at most kCodeMax bytes
  // The version that the writer has seen, 0 for none. When it is given and no longer the newest: `conflict`.
  std::optional<int> base;
  // The version before stays, however young it is.
  bool new_version = false;
  // The text that an editor begins with: nobody misses a version of it.
  std::string beginning;
  Time at{};
};

class DraftStore {
 public:
  virtual ~DraftStore() = default;
  // Returns the newest version. Code that equals it is not saved again. The user's oldest versions make room.
  // A newest version that says nothing of its own (nothing, the beginning, or what another version says) does not count
  // as one of kDraftVersionsMax, and the next save replaces it.
  // `conflict`: see DraftSave::base. `invalid`: the code is too long.
  virtual Result<Draft> save(const DraftSave& save) = 0;
  // The newest version of each language, in order of their names.
  virtual Result<std::vector<Draft>> newest(UserId user, ProblemId problem) = 0;
  // Newest first.
  virtual Result<std::vector<Draft>> versions(const DraftKey& key) = 0;
};

}  // namespace autograder
