#include "packages/problem_settings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "domain/text.h"
#include "packages/validator_flags.h"
#include "packages/yaml_fields.h"

namespace autograder {
namespace {

constexpr const char* kFile = "problem.yaml";

struct CodeAndId {
  std::string_view code;
  std::string_view id;
};
constexpr std::array<CodeAndId, 6> kLanguageCodes{
    {{"c", "c"}, {"cpp", "cpp"}, {"go", "go"}, {"java", "java"}, {"javascript", "javascript"}, {"python3", "python"}}};
// The endings that the format names for them.
constexpr std::array<CodeAndId, 9> kEndings{{{".c", "c"},
                                             {".cc", "cpp"},
                                             {".cpp", "cpp"},
                                             {".cxx", "cpp"},
                                             {".C", "cpp"},
                                             {".go", "go"},
                                             {".java", "java"},
                                             {".js", "javascript"},
                                             {".py", "python"}}};
constexpr std::array<std::string_view, 7> kLicenses{"unknown",  "public domain", "cc0",       "cc by",
                                                    "cc by-sa", "educational",   "permission"};

Duration seconds(double count) {
  return Duration(std::llround(count * 1e9));
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool digit = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    if (dash ? text[i] != '-' : !digit) return false;
  }
  return true;
}

void read_uuid(YamlFields& fields, ProblemSettings& settings, bool required) {
  const auto uuid = fields.text("uuid");
  if (!uuid) {
    if (required) fields.refuse("uuid", "is missing: a problem keeps it for ever, so that it can be imported again");
    return;
  }
  settings.uuid = lower(*uuid);
  if (!is_uuid(settings.uuid)) fields.refuse("uuid", "must be a UUID, as 5f0c3c0e-6d2b-4a0e-9a57-2f6f8f1f6a01");
}

void read_types(YamlFields& fields, ProblemSettings& settings) {
  bool passes = false;
  for (const auto& type : fields.texts("type").value_or(std::vector<std::string>{})) {
    if (type == "pass-fail") {
      passes = true;
    } else if (type == "scoring") {
      settings.scores = true;
    } else if (type == "multi-pass" || type == "interactive" || type == "submit-answer") {
      fields.refuse("type", type + " problems cannot be judged here yet");
    } else {
      fields.refuse("type", printable(type, 60) + " is no type of problem");
    }
  }
  if (passes && settings.scores) fields.refuse("type", "must not be pass-fail and scoring at once");
}

void read_license(YamlFields& fields) {
  if (const auto license = fields.text("license");
      license && std::ranges::find(kLicenses, *license) == kLicenses.end()) {
    fields.refuse("license", printable(*license, 60) + " is no license of the format");
  }
  fields.skip("rights_owner");
}

// What holds for one submission or one validator of ours for all problems alike.
void read_foreign_limits(YamlFields& limits, ProblemSettings& settings) {
  for (const char* key : {"code", "compilation_time", "compilation_memory"}) {
    if (!limits.has(key)) continue;
    (void)limits.number(key, 0.001, 1e9);
    if (settings.format == PackageFormat::v2025_09) {
      limits.refuse(key, "cannot be set for one problem here: remove it, and the server's own limit holds");
    } else {
      settings.notes.push_back(std::string(kFile) + ": limits." + key + ": the server's own limit holds instead");
    }
  }
  for (const char* key : {"validation_time", "validation_memory", "validation_output"}) {
    (void)limits.number(key, 0.001, 1e9);
  }
}

void read_limits(YamlFields& outer, ProblemSettings& settings) {
  const auto* map = outer.map("limits");
  if (map == nullptr) return;
  YamlFields limits(*map, kFile, "limits.");
  if (const auto memory = limits.integer("memory", 16, 4096)) settings.limits.memory = mib(*memory);
  if (const auto output = limits.number("output", 0.001, 64)) {
    settings.limits.output = kib(std::max<std::int64_t>(1, std::llround(*output * 1024)));
  }
  read_foreign_limits(limits, settings);
  if (settings.format == PackageFormat::legacy) {
    if (const auto factor = limits.number("time_multiplier", 1, 1000)) settings.ac_to_time_limit = *factor;
    if (const auto factor = limits.number("time_safety_margin", 1, 1000)) settings.time_limit_to_tle = *factor;
  } else {
    if (const auto limit = limits.number("time_limit", 0.1, 60)) settings.time_limit = seconds(*limit);
    if (const auto step = limits.number("time_resolution", 0.001, 60)) settings.time_resolution = seconds(*step);
    if (const auto* factors = limits.map("time_multipliers")) {
      YamlFields multipliers(*factors, kFile, "limits.time_multipliers.");
      if (const auto factor = multipliers.number("ac_to_time_limit", 1, 1000)) settings.ac_to_time_limit = *factor;
      if (const auto factor = multipliers.number("time_limit_to_tle", 1, 1000)) settings.time_limit_to_tle = *factor;
      limits.adopt(multipliers.finish());
    }
    if (limits.has("validation_passes"))
      limits.refuse("validation_passes", "multi-pass problems cannot be judged here yet");
  }
  outer.adopt(limits.finish());
}

void read_names(YamlFields& fields, ProblemSettings& settings) {
  const auto* name = fields.any("name");
  if (name == nullptr) {
    fields.refuse("name", "is missing");
    return;
  }
  const auto add = [&](const std::string& language, const YamlValue& value) {
    if (value.kind != YamlValue::Kind::scalar || value.text.empty() || count_characters(value.text) > 200) {
      fields.refuse_line(value.line, "name",
                         "must be a text of 1 to 200 characters, or a map of languages to such texts");
      return;
    }
    settings.names[language] = value.text;
  };
  if (name->kind == YamlValue::Kind::map) {
    for (const auto& child : name->children) add(child.key, child);
  } else {
    add("en", *name);
  }
}

void read_languages(YamlFields& fields, ProblemSettings& settings) {
  const auto languages = fields.texts("languages");
  if (!languages || *languages == std::vector<std::string>{"all"}) return;
  for (const auto& code : *languages) {
    const auto id = language_of_code(code);
    if (!id.empty()) {
      settings.languages.push_back(id);
    } else {
      settings.notes.push_back(std::string(kFile) + ": languages: " + printable(code, 40) +
                               " is no language of this server");
    }
  }
  if (settings.languages.empty()) fields.refuse("languages", "none of them is a language of this server");
}

void read_constants(YamlFields& fields, ProblemSettings& settings) {
  const auto* constants = fields.map("constants");
  if (constants == nullptr) return;
  for (const auto& child : constants->children) {
    const auto word = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
    };
    if (!std::ranges::all_of(child.key, word) || (child.key[0] >= '0' && child.key[0] <= '9')) {
      fields.refuse_line(child.line, "constants", printable(child.key, 60) + " is no name of a constant");
    }
    const auto* value = child.kind == YamlValue::Kind::map ? child.find("value") : &child;
    if (value == nullptr || value->kind != YamlValue::Kind::scalar || value->text.size() > 1000) {
      fields.refuse_line(child.line, "constants." + child.key, "must be a number or a text of at most 1000 bytes");
      return;
    }
    settings.constants[child.key] = value->text;
  }
}

void read_2025_09(YamlFields& fields, ProblemSettings& settings) {
  read_types(fields, settings);
  read_names(fields, settings);
  read_uuid(fields, settings, true);
  settings.version = fields.text("version").value_or("");
  read_license(fields);
  read_limits(fields, settings);
  if (const auto keywords = fields.texts("keywords")) settings.keywords = *keywords;
  read_languages(fields, settings);
  read_constants(fields, settings);
  for (const char* key : {"credits", "source"}) fields.skip(key);
  if (fields.has("embargo_until")) {
    fields.skip("embargo_until");
    settings.notes.push_back(std::string(kFile) + ": embargo_until: nothing is published by itself on that day");
  }
  // Each run has a directory of its own to write to, which nobody else ever sees.
  (void)fields.boolean("allow_file_writing");
}

void read_legacy(YamlFields& fields, ProblemSettings& settings) {
  read_types(fields, settings);
  if (const auto name = fields.text("name")) settings.names[""] = *name;
  read_uuid(fields, settings, false);
  read_license(fields);
  read_limits(fields, settings);
  if (const auto keywords = fields.texts("keywords")) {
    for (const auto& text : *keywords) {
      for (auto& word : split_words(text)) settings.keywords.push_back(std::move(word));
    }
  }
  const auto validation = split_words(fields.text("validation").value_or("default"));
  if (validation.size() != 1 || validation.front() != "default") {
    fields.refuse("validation", "custom output validators cannot be run here yet (output_validators/)");
  }
  settings.validator_flags = split_words(fields.text("validator_flags").value_or(""));
  if (const auto* grading = fields.map("grading")) {
    YamlFields inner(*grading, kFile, "grading.");
    if (inner.text("objective").value_or("max") != "max")
      inner.refuse("objective", "only a score that is to be large can be given here");
    inner.skip("show_test_data_groups");
    fields.adopt(inner.finish());
  }
  for (const char* key : {"author", "source", "source_url", "version"}) fields.skip(key);
}

}  // namespace

std::string language_of_code(std::string_view code) {
  const auto found = std::ranges::find(kLanguageCodes, code, &CodeAndId::code);
  return found == kLanguageCodes.end() ? "" : std::string(found->id);
}

std::string code_of_language(std::string_view id) {
  const auto found = std::ranges::find(kLanguageCodes, id, &CodeAndId::id);
  return std::string(found == kLanguageCodes.end() ? id : found->code);
}

std::string language_of_ending(std::string_view file_name) {
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {};
  const auto found = std::ranges::find(kEndings, file_name.substr(dot), &CodeAndId::code);
  return found == kEndings.end() ? "" : std::string(found->id);
}

Result<ProblemSettings> parse_problem_settings(std::string_view text) {
  AG_ASSIGN(const auto yaml, parse_yaml(text, kFile));
  YamlFields fields(yaml, kFile);
  ProblemSettings settings;
  const auto version = fields.text("problem_format_version").value_or("legacy");
  settings.format_name = version;
  if (version == "2025-09") {
    read_2025_09(fields, settings);
  } else if (version == "legacy" || version == "legacy-icpc") {
    settings.format = PackageFormat::legacy;
    settings.ac_to_time_limit = 5;
    settings.time_limit_to_tle = 2;
    read_legacy(fields, settings);
  } else {
    fields.refuse("problem_format_version",
                  printable(version, 40) + " is not read here; 2025-09, legacy and legacy-icpc are");
  }
  AG_TRY(fields.finish());
  return settings;
}

}  // namespace autograder
