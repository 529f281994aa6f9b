#include "judge/tool_watch.h"

#include "foundation/log.h"
#include "judge/build_cache.h"
#include "judge/version_cache.h"

namespace autograder {

std::string ToolWatch::version_of(const ReadyLanguage& language) {
  const auto& name = language.language.id;
  if (auto kept = kept_version(cache_directory_, name, language.identity)) return *kept;
  auto version = find_version(sandbox_, language, stop_.get_token());
  if (stop_.stop_requested()) return {};
  if (!version) {
    log::warn("the version of a language could not be found",
              {{"language", name}, {"reason", version.error().message}});
    return {};
  }
  if (cache_directory_.empty()) return *version;
  if (auto kept = keep_version(cache_directory_, name, language.identity, *version); !kept) {
    log::debug("the version of a language was not kept; it is asked again at the next start",
               {{"language", name}, {"reason", kept.error().message}});
  }
  return *version;
}

ToolWatch::Found ToolWatch::find_versions() {
  MutexLock lock(mutex_);
  Found found;
  for (auto language : tools_.detected()) {
    const auto& name = language.language.id;
    language.identity = identity_now(language);
    auto& asked = asked_[name];
    if (asked == language.identity) continue;
    found.any = true;
    if (tools_.find(name)->identity != language.identity) {
      log::info("the tools of a language changed", {{"language", name}});
      tools_.replace(language);  // without the build cache of those before
      found.changed = true;
    }
    const auto version = version_of(language);
    auto libraries = find_libraries(sandbox_, language, stop_.get_token());
    if (stop_.stop_requested()) return {};
    asked = language.identity;
    if (!libraries) {
      log::warn("the libraries of a language could not be read",
                {{"language", name}, {"reason", libraries.error().message}});
    }
    tools_.tell(name, version, libraries ? std::optional(std::move(*libraries)) : std::nullopt);
  }
  return found;
}

void ToolWatch::make_build_caches() {
  if (cache_directory_.empty()) return;
  for (const auto& language : tools_.all()) {
    if (language->cache_argv.empty() || !language->compile_mounts.empty()) continue;
    auto faster = with_build_cache(sandbox_, *language, cache_directory_, stop_.get_token());
    if (stop_.stop_requested()) return;
    if (!faster) {
      log::warn("the build cache of a language could not be made; compiling is slower without it",
                {{"language", language->language.id}, {"reason", faster.error().message}});
      continue;
    }
    log::info("the build cache of a language is ready", {{"language", language->language.id}});
    tools_.replace(std::move(*faster));
  }
  log::info("build caches are ready");
}

}  // namespace autograder
