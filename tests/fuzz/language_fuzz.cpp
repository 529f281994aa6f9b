// Language files: TOML that an administrator wrote, or somebody else.
#include "fuzz/fuzz.h"
#include "judge/languages.h"
#include "judge/placeholders.h"

using namespace autograder;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto language = parse_language(text, "fuzz.toml");
  if (!language) {
    fuzz::promise(language.error().message.find("fuzz.toml") != std::string::npos, "an error names the file");
    return 0;
  }
  fuzz::promise(!language->run_argv.empty() && !language->source_file.empty(), "what is required is there");
  fuzz::promise(with_memory(language->run_argv, mib(64)).size() == language->run_argv.size(),
                "filling in the memory keeps every argument");
  return 0;
}
