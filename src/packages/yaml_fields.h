// Reads the members of a YAML map one by one. A caller that has read all it knows asks for the first error.
//
// Every complaint names the file, the line and the key: "problem.yaml: line 5: limits.memory: must be ...".
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result.h"
#include "packages/yaml.h"

namespace autograder {

class YamlFields final {
 public:
  // `value` is nothing or a map, and lives longer than this. `prefix` is put before keys: "limits.".
  YamlFields(const YamlValue& value, std::string file, std::string prefix = {});

  bool has(std::string_view key);
  int line(std::string_view key) const;

  // Each is absent when the key is, or holds nothing.
  std::optional<std::string> text(std::string_view key, std::size_t max = 1000);
  std::optional<double> number(std::string_view key, double min, double max);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t min, std::int64_t max);
  std::optional<bool> boolean(std::string_view key);
  // A text or a list of texts.
  std::optional<std::vector<std::string>> texts(std::string_view key, std::size_t max = 1000);
  // Any value: the caller reads it.
  const YamlValue* any(std::string_view key);
  // A map, or null.
  const YamlValue* map(std::string_view key);
  // A key that says nothing to us and changes nothing.
  void keep(std::string_view key) { (void)any(key); }
  // A key that asks for what cannot be done here.
  void refuse_if_given(std::string_view key, const std::string& why);

  void refuse(std::string_view key, const std::string& why);
  void refuse_line(int line, std::string_view key, const std::string& why);
  // Takes over the error of a map inside, which was read by its own fields.
  void adopt(const Result<>& below);
  bool good() const { return !error_; }
  // The first complaint, or else that a key is unknown: it names all that were asked for above.
  Result<> finish();

 private:
  const YamlValue* scalar(std::string_view key);

  const YamlValue& value_;
  const std::string file_;
  const std::string prefix_;
  std::set<std::string, std::less<>> known_;
  std::optional<Error> error_;
};

}  // namespace autograder
