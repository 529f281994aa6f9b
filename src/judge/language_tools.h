// The languages of a worker as they are now: with which tools each compiles and runs, and what others are told of it.
//
// Knows:          languages by id; which of them exist never changes.
// Does not know:  how tools are found, asked or prepared.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/mutex.h"
#include "judge/languages.h"

namespace autograder {

// Any thread.
class LanguageTools final {
 public:
  explicit LanguageTools(Detection found);

  // As they were detected, without build caches.
  const std::vector<ReadyLanguage>& detected() const { return detected_; }
  std::vector<std::string> ids() const;

  // As jobs that begin now are judged. Null: this worker has no such language.
  std::shared_ptr<const ReadyLanguage> find(const std::string& id) const;
  std::vector<std::shared_ptr<const ReadyLanguage>> all() const;
  // For jobs that begin from now on.
  void replace(ReadyLanguage language);

  // All languages of the program, with those that are missing here.
  std::vector<LanguageStatus> status() const;
  // Takes the version that was found out; without libraries those of before stay.
  void tell(const std::string& id, std::string version, std::optional<std::vector<Library>> libraries);

 private:
  const std::vector<ReadyLanguage> detected_;
  mutable Mutex mutex_;
  std::map<std::string, std::shared_ptr<const ReadyLanguage>> ready_ GUARDED_BY(mutex_);  // by id
  std::vector<LanguageStatus> status_ GUARDED_BY(mutex_);
};

}  // namespace autograder
