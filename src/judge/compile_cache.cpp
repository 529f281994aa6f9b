#include "judge/compile_cache.h"

#include <fcntl.h>

#include "judge/memfd.h"

namespace autograder {
namespace {

// The cost of an entry without its program, so that many empty ones are bounded too.
constexpr Bytes kEntryCost = kib(1);
constexpr std::size_t kEntriesMax = 1024;  // each holds a descriptor, however small its program

// Lengths stand before texts: no two lists become the same bytes.
void add(Sha256Stream& stream, std::string_view text) {
  stream.update(std::to_string(text.size()) + ":");
  stream.update(text);
}

// The same sealed memfd under its own descriptor; no offset is used, so sharing it is harmless.
Result<Compilation> copy_of(const Compilation& compilation) {
  Compilation copy;
  copy.succeeded = compilation.succeeded;
  copy.message = compilation.message;
  copy.reason = compilation.reason;
  copy.words = compilation.words;
  copy.wall_time = compilation.wall_time;
  if (compilation.program) {
    copy.program = UniqueFd(::fcntl(compilation.program.get(), F_DUPFD_CLOEXEC, 0));
    if (!copy.program) return fail_errno("sharing a compiled file");
  }
  return copy;
}

}  // namespace

Sha256 compilation_key(const ReadyLanguage& language, std::string_view code, UserId author) {
  Sha256Stream stream;
  add(stream, author.hex());
  add(stream, language.identity);
  add(stream, std::to_string(language.compile_argv.size()));
  for (const auto& argument : language.compile_argv) add(stream, argument);
  for (const auto& [name, value] : language.language.compile_environment) {
    add(stream, name);
    add(stream, value);
  }
  add(stream, code);
  return stream.finish();
}

std::optional<Compilation> CompileCache::find(const Sha256& key) {
  MutexLock lock(mutex_);
  const auto place = places_.find(key);
  counts_.count(place != places_.end());
  if (place == places_.end()) return std::nullopt;
  kept_.splice(kept_.begin(), kept_, place->second);
  auto copy = copy_of(place->second->compilation);
  if (!copy) return std::nullopt;
  return std::move(*copy);
}

void CompileCache::keep(const Sha256& key, const Compilation& compilation) {
  if (!compilation.succeeded) return;
  Bytes size = kEntryCost + Bytes{static_cast<std::int64_t>(compilation.words.text.size())};
  if (compilation.program) {
    const auto program = size_of(compilation.program.get());
    if (!program) return;
    size = size + *program;
  }
  if (size > max_) return;
  auto copy = copy_of(compilation);
  if (!copy) return;
  MutexLock lock(mutex_);
  if (places_.contains(key)) return;
  while (!kept_.empty() && (size_ + size > max_ || kept_.size() >= kEntriesMax)) {
    size_.count -= kept_.back().size.count;
    places_.erase(kept_.back().key);
    kept_.pop_back();
  }
  kept_.push_front(Kept{key, std::move(*copy), size});
  places_[key] = kept_.begin();
  size_ = size_ + size;
}

}  // namespace autograder
