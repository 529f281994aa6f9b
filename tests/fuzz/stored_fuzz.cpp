// What was stored or came out of a box and is read again: reports, results of runs, tars.
#include <sys/stat.h>

#include <filesystem>

#include "domain/report_codec.h"
#include "fuzz/fuzz.h"
#include "judge/tar.h"

using namespace autograder;
namespace fs = std::filesystem;

namespace {

// The folder that tars are unpacked into, with a neighbour that no tar may touch.
const std::string& playground() {
  static const std::string path = [] {
    std::string made = (fs::temp_directory_path() / "autograder_fuzz_XXXXXX").string();
    fuzz::promise(::mkdtemp(made.data()) != nullptr, "a temporary directory can be made");
    return made;
  }();
  return path;
}

void check_tar(std::string_view tar) {
  const std::string directory = playground() + "/inside";
  fs::remove_all(directory);
  fs::create_directory(directory);
  const auto unpacked = unpack_tar(tar, directory, {.entries = 64, .depth = 8, .total = kib(256)});
  int entries = 0;
  std::uintmax_t total = 0;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    struct stat status{};
    fuzz::promise(::lstat(entry.path().c_str(), &status) == 0, "what was unpacked can be looked at");
    fuzz::promise(S_ISDIR(status.st_mode) || S_ISREG(status.st_mode), "a tar leaves directories and regular files");
    fuzz::promise((status.st_mode & 06000) == 0, "nothing set-user-id comes out of a tar");
    if (S_ISREG(status.st_mode)) total += static_cast<std::uintmax_t>(status.st_size);
    ++entries;
  }
  fuzz::promise(total <= 256 * 1024, "the bound of bytes holds");
  fuzz::promise(entries <= 64 * 8, "the bound of entries holds");
  for (const auto& entry : fs::directory_iterator(playground()))
    fuzz::promise(entry.path().filename() == "inside", "a tar stays in its directory");
  (void)unpacked;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  switch (input.byte() % 3) {
    case 0:
      if (const auto report = decode_report(input.rest())) {
        const auto text = encode_report(*report);
        const auto again = decode_report(text);
        fuzz::promise(again && encode_report(*again) == text, "a report survives being written and read");
      }
      break;
    case 1:
      if (const auto run = decode_run_result(input.rest())) {
        fuzz::promise(decode_run_result(encode_run_result(*run)).has_value(), "a run survives being written and read");
      }
      break;
    default:
      check_tar(input.rest());
  }
  return 0;
}
