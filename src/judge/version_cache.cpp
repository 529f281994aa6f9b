#include "judge/version_cache.h"

#include <filesystem>
#include <fstream>

namespace autograder {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileMax = 1024;  // an identity and a version are far shorter

std::string path_of(const std::string& directory, const std::string& language) {
  return directory + "/version-" + language;
}

std::string lines_of(const std::string& identity, const std::string& version) {
  return identity + "\n" + version + "\n";
}

}  // namespace

std::optional<std::string> kept_version(const std::string& directory, const std::string& language,
                                        const std::string& identity) {
  std::ifstream file(path_of(directory, language), std::ios::binary);
  std::string text(kFileMax, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  const auto begin = identity.size() + 1;
  if (identity.empty() || text.size() < begin + 2 || !text.starts_with(identity + "\n")) return std::nullopt;
  auto version = text.substr(begin, text.size() - begin - 1);
  if (text != lines_of(identity, version)) return std::nullopt;  // not whole
  return version;
}

// Renamed into its place, so that nobody reads half of it.
Result<> keep_version(const std::string& directory, const std::string& language, const std::string& identity,
                      const std::string& version) {
  const auto path = path_of(directory, language);
  const auto fresh = path + ".new";
  std::error_code error;
  fs::create_directories(directory, error);
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  file << lines_of(identity, version);
  file.close();
  if (!file) return fail_errno("writing " + fresh);
  fs::rename(fresh, path, error);
  if (error) return fail(ErrorCode::failed, "renaming " + fresh + ": " + error.message());
  return {};
}

}  // namespace autograder
