#include "judge/language_tools.h"

namespace autograder {

LanguageTools::LanguageTools(Detection found) : detected_(std::move(found.ready)), status_(std::move(found.status)) {
  for (const auto& language : detected_) {
    ready_.emplace(language.language.id, std::make_shared<const ReadyLanguage>(language));
  }
}

std::vector<std::string> LanguageTools::ids() const {
  std::vector<std::string> ids;
  for (const auto& language : detected_) ids.push_back(language.language.id);
  return ids;
}

std::shared_ptr<const ReadyLanguage> LanguageTools::find(const std::string& id) const {
  MutexLock lock(mutex_);
  const auto found = ready_.find(id);
  return found == ready_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const ReadyLanguage>> LanguageTools::all() const {
  MutexLock lock(mutex_);
  std::vector<std::shared_ptr<const ReadyLanguage>> all;
  for (const auto& [id, language] : ready_) all.push_back(language);
  return all;
}

void LanguageTools::replace(ReadyLanguage language) {
  auto id = language.language.id;
  auto made = std::make_shared<const ReadyLanguage>(std::move(language));
  MutexLock lock(mutex_);
  ready_.insert_or_assign(std::move(id), std::move(made));
}

std::vector<LanguageStatus> LanguageTools::status() const {
  MutexLock lock(mutex_);
  return status_;
}

void LanguageTools::tell(const std::string& id, std::string version, std::optional<std::vector<Library>> libraries) {
  MutexLock lock(mutex_);
  for (auto& status : status_) {
    if (status.id != id) continue;
    status.version = version;
    if (libraries) status.libraries = *libraries;
  }
}

}  // namespace autograder
