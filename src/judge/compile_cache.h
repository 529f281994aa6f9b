// Keeps compiled programs by their inputs: the same source is not compiled twice. Filled by this
// process alone and from its own boxes, never from outside.
//
// Knows:          compiled files as sealed memfds, a bound.
// Does not know:  submissions: two of one author with the same source share what came of it, words included. Those of two
//                 authors do not: how soon a verdict comes, and a time of compiling that never passed, would tell one that
//                 the other has sent the same.
#pragma once

#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "domain/id.h"
#include "foundation/crypto.h"
#include "foundation/metrics.h"
#include "foundation/mutex.h"
#include "judge/compiler.h"

namespace autograder {

// Everything that compiling depends on (the source, the language file and its tools, how it is called) and who wrote it.
Sha256 compilation_key(const ReadyLanguage& language, std::string_view code, UserId author);

// Any thread.
class CompileCache final {
 public:
  // `max`: bytes of compiled files together; 0 keeps nothing.
  explicit CompileCache(Bytes max) : max_(max) {}

  // The program as a new descriptor.
  std::optional<Compilation> find(const Sha256& key);
  // Only what succeeded is kept; the oldest use goes first. A program larger than the bound is left out.
  void keep(const Sha256& key, const Compilation& compilation);
  const CacheCounts& counts() const { return counts_; }

 private:
  struct Kept {
    Sha256 key;
    Compilation compilation;
    Bytes size;
  };

  const Bytes max_;
  CacheCounts counts_;
  Mutex mutex_;
  std::list<Kept> kept_ GUARDED_BY(mutex_);  // latest use first
  std::map<Sha256, std::list<Kept>::iterator> places_ GUARDED_BY(mutex_);
  Bytes size_ GUARDED_BY(mutex_);
};

}  // namespace autograder
