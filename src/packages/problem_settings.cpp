#include "packages/problem_settings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "domain/text.h"
#include "packages/language_codes.h"
#include "packages/validator_flags.h"
#include "packages/yaml_fields.h"

namespace autograder {
namespace {

constexpr const char* kFile = "problem.yaml";

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
    if (required) fields.refuse("uuid", "required: it identifies the problem when the package is imported again");
    return;
  }
  settings.uuid = lower(*uuid);
  if (!is_uuid(settings.uuid)) fields.refuse("uuid", "must be a UUID, as 5f0c3c0e-6d2b-4a0e-9a57-2f6f8f1f6a01");
}

void read_types(YamlFields& fields, ProblemSettings& settings) {
  bool passes = false;
  const auto types = fields.texts("type").value_or(std::vector<std::string>{"pass-fail"});
  if (types.empty()) fields.refuse("type", "must name one");
  for (const auto& type : types) {
    if (type == "pass-fail") {
      passes = true;
    } else if (type == "scoring") {
      settings.scores = true;
    } else if (type == "multi-pass" || type == "interactive" || type == "submit-answer") {
      fields.refuse("type", type + " problems cannot be judged here yet");
    } else {
      fields.refuse("type", printable(type, 60) + " is not a type of problem");
    }
  }
  if (passes && settings.scores) fields.refuse("type", "must not be pass-fail and scoring at once");
}

void read_license(YamlFields& fields) {
  if (const auto license = fields.text("license");
      license && std::ranges::find(kLicenses, *license) == kLicenses.end()) {
    fields.refuse("license", printable(*license, 60) + " is not a license of the format");
  }
  fields.keep("rights_owner");
}

// Keys that the server sets for all problems alike, and those for programs that are never run.
void read_foreign_limits(YamlFields& limits) {
  for (const char* key : {"code", "compilation_time", "compilation_memory"}) {
    (void)limits.number(key, 0.001, 1e9);
    limits.refuse_if_given(key, "cannot be set for one problem here: remove it, and the server's own limit holds");
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
  read_foreign_limits(limits);
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
    limits.refuse_if_given("validation_passes", "multi-pass problems cannot be judged here yet");
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
    } else if (is_language_code(code)) {
      settings.notes.push_back(std::string(kFile) + ": languages: " + code + " is not a language of this server");
    } else {
      fields.refuse("languages", printable(code, 40) + " is not a language code of the format");
    }
  }
  if (settings.languages.empty()) fields.refuse("languages", "none of them is a language of this server");
}

bool is_constant_name(std::string_view name) {
  const auto word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
  };
  return !name.empty() && std::ranges::all_of(name, word) && (name[0] < '0' || name[0] > '9');
}

// {{name}}; of a map with a value and variants {{name}} and {{name.variant}}.
void read_constants(YamlFields& fields, ProblemSettings& settings) {
  const auto* constants = fields.map("constants");
  if (constants == nullptr) return;
  const auto add = [&](const std::string& name, const YamlValue* value, int line) {
    if (value == nullptr || value->kind != YamlValue::Kind::scalar || value->text.size() > 1000) {
      fields.refuse_line(line, "constants." + printable(name, 60), "must be a number or a text of at most 1000 bytes");
      return;
    }
    settings.constants[name] = value->text;
  };
  for (const auto& child : constants->children) {
    if (!is_constant_name(child.key)) {
      fields.refuse_line(child.line, "constants", printable(child.key, 60) + " is not the name of a constant");
      return;
    }
    if (child.kind != YamlValue::Kind::map) {
      add(child.key, &child, child.line);
      continue;
    }
    add(child.key, child.find("value"), child.line);
    for (const auto& variant : child.children) {
      if (variant.key != "value") add(child.key + "." + variant.key, &variant, variant.line);
    }
  }
}

// "2027-01-31" or "2027-01-31T12:00:00Z", UTC.
std::optional<Time> time_of(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
  if (text.size() != kForm.size() && text.size() != kForm.find('T')) return std::nullopt;
  std::array<int, 6> numbers{};
  std::size_t number = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == '0' ? !digit : text[i] != kForm[i]) return std::nullopt;
    if (!digit) {
      ++number;
    } else {
      numbers.at(number) = numbers.at(number) * 10 + (text[i] - '0');
    }
  }
  const auto [year, month, day, hour, minute, second] = numbers;
  const auto date = std::chrono::year(year) / month / day;
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

void read_embargo(YamlFields& fields, ProblemSettings& settings) {
  const auto text = fields.text("embargo_until");
  if (!text) return;
  settings.embargo_until = time_of(*text);
  if (!settings.embargo_until)
    fields.refuse("embargo_until", "must be a day or a time of UTC, as 2027-01-31T12:00:00Z");
}

// Who made it and where it was set: given back with the package.
void read_credits(YamlFields& fields) {
  const auto* credits = fields.any("credits");
  if (credits != nullptr && credits->kind == YamlValue::Kind::map) {
    YamlFields inner(*credits, kFile, "credits.");
    for (const char* key : {"authors", "contributors", "testers", "translators", "packagers", "acknowledgements"}) {
      inner.keep(key);
    }
    fields.adopt(inner.finish());
  }
  const auto* source = fields.any("source");
  const auto one = [&](const YamlValue& from) {
    if (from.kind != YamlValue::Kind::map) return;
    YamlFields inner(from, kFile, "source.");
    for (const char* key : {"name", "url"}) (void)inner.text(key);
    fields.adopt(inner.finish());
  };
  if (source == nullptr) return;
  one(*source);
  if (source->kind == YamlValue::Kind::list) std::ranges::for_each(source->children, one);
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
  read_credits(fields);
  read_embargo(fields, settings);
  // Each run has its own directory to write to, which nobody else ever sees. That is more than the format gives a
  // problem that does not speak of it, and the contrary of what one asks that says false.
  if (!fields.boolean("allow_file_writing").value_or(true)) {
    fields.refuse("allow_file_writing",
                  "programs may always write to their own temporary directory: say true, or remove the key");
  }
}

void read_grading(YamlFields& fields, const ProblemSettings& settings) {
  const auto* grading = fields.map("grading");
  if (grading == nullptr) return;
  if (!settings.scores) fields.refuse("grading", "only for problems of the type scoring");
  YamlFields inner(*grading, kFile, "grading.");
  if (inner.text("objective").value_or("max") != "max") {
    inner.refuse("objective", "only scores to be maximised are supported");
  }
  if (!inner.boolean("show_test_data_groups").value_or(true)) {
    inner.refuse("show_test_data_groups", "students always see the result of each test: say true, or remove the key");
  }
  fields.adopt(inner.finish());
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
  read_grading(fields, settings);
  for (const char* key : {"author", "source", "source_url", "version"}) fields.keep(key);
}

}  // namespace

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
                  printable(version, 40) + " is not supported; 2025-09, legacy and legacy-icpc are");
  }
  AG_TRY(fields.finish());
  return settings;
}

}  // namespace autograder
