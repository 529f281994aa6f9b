#include "api/vitals.h"

#include <algorithm>

namespace autograder::api {
namespace {

// An available one of the same id wins; otherwise the first that was reported.
void merge(std::vector<LanguageStatus>& all, const LanguageStatus& found) {
  const auto known = std::ranges::find(all, found.id, &LanguageStatus::id);
  if (known == all.end()) {
    all.push_back(found);
  } else if (!known->available && (found.available || known->name.empty())) {
    *known = found;
  }
}

}  // namespace

HealthFacts Vitals::health() {
  MutexLock lock(mutex_);
  refresh();
  HealthFacts facts = facts_;
  facts.uptime_s = std::chrono::duration_cast<std::chrono::seconds>(clock_.steady_now() - started_).count();
  facts.timestamp_ms = to_ms(clock_.now());
  return facts;
}

std::vector<LanguageStatus> Vitals::languages() {
  MutexLock lock(mutex_);
  refresh();
  return found_;
}

std::string Vitals::template_of(const std::string& language) {
  MutexLock lock(mutex_);
  refresh();
  const auto found = std::ranges::find(found_, language, &LanguageStatus::id);
  return found == found_.end() ? std::string() : found->template_source;
}

std::vector<std::string> Vitals::judged_languages() {
  MutexLock lock(mutex_);
  refresh();
  std::vector<std::string> judged;
  for (const auto& language : found_) {
    if (language.available) judged.push_back(language.id);
  }
  return judged;
}

std::string Vitals::why_nobody_judges(const std::string& language) {
  MutexLock lock(mutex_);
  refresh();
  const auto found = std::ranges::find(found_, language, &LanguageStatus::id);
  if (found != found_.end() && found->available) return {};
  if (found == found_.end()) return name_of(language) + " is no longer a language of this server";
  return "no running worker can judge " + name_of(language) + "; an administrator must start one";
}

std::string Vitals::name_of(const std::string& language) const {
  const auto found = names_.find(language);
  return found == names_.end() ? language : found->second;
}

void Vitals::refresh() {
  const auto now = clock_.steady_now();
  if (looked_ && now - looked_at_ < kVitalsAge) return;
  looked_ = true;
  looked_at_ = now;
  facts_ = {};
  const auto judge = [&](const Result<>& result, Condition& condition, std::string_view what) REQUIRES(mutex_) {
    condition = result ? Condition::healthy : Condition::unhealthy;
    if (!result) facts_.reasons.push_back(std::string(what) + ": " + result.error().message);
  };
  judge(storage_.ping(), facts_.database, "database");
  const auto depth = storage_.jobs().depth();
  judge(depth ? Result<>{} : Result<>(std::unexpected(depth.error())), facts_.queue, "queue");
  look_at_workers();
}

void Vitals::look_at_workers() {
  found_.clear();
  for (const auto& id : languages_) {
    LanguageStatus status;
    status.id = id;
    status.reason = "no worker has reported this language";
    found_.push_back(std::move(status));
  }
  const auto workers = storage_.workers().list();
  if (!workers) facts_.reasons.push_back("workers: " + workers.error().message);
  int alive = 0;
  for (const auto& worker : workers ? *workers : std::vector<WorkerRow>{}) {
    if (clock_.now() - worker.last_seen > kWorkerLost) continue;
    ++alive;
    for (const auto& layer : worker.missing_layers) {
      facts_.reasons.push_back("sandbox of " + worker.host + ": " + layer);
    }
    for (const auto& language : worker.languages) merge(found_, language);
  }
  for (auto& language : found_) {
    if (language.name.empty()) language.name = name_of(language.id);
  }
  for (const auto& language : found_) {
    if (alive == 0 || language.available) continue;
    facts_.reasons.push_back("language " + language.name + ": " + language.reason);
  }
  facts_.sandbox = alive > 0 ? Condition::healthy : worker_expected_ ? Condition::unhealthy : Condition::absent;
  if (alive == 0) facts_.reasons.emplace_back("sandbox: no worker was seen in the last 20 s; submissions wait for one");
}

}  // namespace autograder::api
