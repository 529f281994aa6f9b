#include "sandbox/linux/shown_trees.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "sandbox/linux/mounts.h"

namespace autograder {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> refuse(const fs::path& path) {
  return fail(ErrorCode::unavailable,
              path.string() +
                  " is a socket or a named pipe, and programs could speak to the host by it: move it "
                  "out of /usr and of the directories that languages name");
}

// Of entries it is the directory that tells the kind, so that no file is looked at on its own.
bool leads_out(const fs::directory_entry& entry) {
  std::error_code error;
  return entry.is_socket(error) || entry.is_fifo(error);
}

Result<> check(const fs::path& tree) {
  std::error_code error;
  if (const fs::directory_entry entry(tree, error); !error && leads_out(entry)) return refuse(tree);
  auto at = fs::recursive_directory_iterator(tree, fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::end(at); at.increment(error)) {
    // A link leads to what is shown anyway, or to what is not there.
    if (!at->is_symlink(error) && leads_out(*at)) return refuse(at->path());
  }
  return {};
}

bool is_below(const std::string& path, const std::string& tree) {
  return path == tree || (path.starts_with(tree) && path[tree.size()] == '/');
}

}  // namespace

Result<> check_each_file(const std::vector<std::string>& trees) {
  for (const auto& tree : trees) AG_TRY(check(tree));
  return {};
}

Result<> check_bound_sockets(const std::vector<std::string>& trees) {
  std::error_code error;
  std::vector<std::string> real;
  for (const auto& tree : trees) {
    if (const auto path = fs::canonical(tree, error); !error) real.push_back(path);
  }
  std::ifstream list("/proc/self/net/unix");
  for (std::string line; std::getline(list, line);) {
    const auto at = line.find(" /");
    if (at == std::string::npos) continue;
    const auto path = fs::canonical(line.substr(at + 1), error);
    if (error) continue;  // its file is gone, or is of a process with another root
    for (const auto& tree : real) {
      if (is_below(path, tree)) return refuse(path);
    }
  }
  return {};
}

std::vector<std::string> always_shown(const std::vector<std::string>& etc_paths) {
  std::vector<std::string> trees{"/usr"};
  std::error_code error;
  for (const char* const* path = kMirrored; *path != nullptr; ++path) {
    if (!fs::is_symlink(*path, error)) trees.emplace_back(*path);
  }
  trees.insert(trees.end(), etc_paths.begin(), etc_paths.end());
  return trees;
}

}  // namespace autograder
