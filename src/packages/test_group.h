// Settings of a directory of tests: test_group.yaml, or testdata.yaml of the legacy form.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/result.h"
#include "packages/problem_settings.h"

namespace autograder {

enum class Aggregation { pass_fail, sum, min };

struct TestGroup {
  std::string file;  // of the settings, or where they would be; for people
  std::optional<Aggregation> aggregation;
  std::optional<double> score;     // 2025-09: of the group; legacy: of each accepted test
  bool unbounded = false;          // the score
  std::vector<std::string> flags;  // of the default validator
  bool flags_given = false;
  bool continues = false;       // legacy: after a failure
  bool ignores_sample = false;  // legacy
};

enum class GroupPlace { data, sample, secret, group };

// `text` is the file's; empty when there is none. `invalid` names the line and the key.
Result<TestGroup> parse_test_group(std::string_view text, const std::string& file, GroupPlace place, bool scores);
Result<TestGroup> parse_legacy_test_group(std::string_view text, const std::string& file, bool scores);

// The settings of one test, of 2025-09: its own flags where it has any.
Result<std::optional<std::vector<std::string>>> parse_test_settings(std::string_view text, const std::string& file,
                                                                    bool secret);

}  // namespace autograder
