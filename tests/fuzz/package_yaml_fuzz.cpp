// problem.yaml and the settings of groups of tests, as strangers write them.
#include "fuzz/fuzz.h"
#include "packages/problem_settings.h"
#include "packages/test_group.h"
#include "packages/yaml.h"

using namespace autograder;

namespace {

int depth_of(const YamlValue& value) {
  int below = 0;
  for (const auto& child : value.children) below = std::max(below, depth_of(child));
  return below + 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const YamlBounds bounds;
  if (const auto yaml = parse_yaml(text, "fuzz.yaml", bounds)) {
    fuzz::promise(depth_of(*yaml) <= bounds.depth + 1, "no tree is deeper than its bound");
  } else {
    fuzz::promise(yaml.error().message.starts_with("fuzz.yaml: "), "an error names the file");
  }
  if (const auto settings = parse_problem_settings(text)) {
    fuzz::promise(settings->limits.memory >= mib(16) && settings->limits.memory <= mib(4096),
                  "memory is within bounds");
    fuzz::promise(!settings->time_limit || (*settings->time_limit >= std::chrono::milliseconds(100) &&
                                            *settings->time_limit <= std::chrono::seconds(60)),
                  "the time limit is within bounds");
  } else {
    fuzz::promise(settings.error().message.starts_with("problem.yaml: "), "an error names the file");
  }
  (void)parse_test_group(text, "fuzz.yaml", GroupPlace::group, true);
  (void)parse_legacy_test_group(text, "fuzz.yaml", true);
  return 0;
}
