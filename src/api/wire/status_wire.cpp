#include "api/wire/status_wire.h"

#include "foundation/json_writer.h"

namespace autograder::api {
namespace {

std::string_view name_of(Condition condition) {
  switch (condition) {
    case Condition::healthy:
      return "healthy";
    case Condition::unhealthy:
      return "unhealthy";
    case Condition::absent:
      return "absent";
  }
  return "unhealthy";
}

void append_libraries(std::string& text, const std::vector<Library>& libraries) {
  JsonArray array(text);
  for (const auto& library : libraries) {
    array.next();
    JsonObject object(text);
    object.text("name", library.name);
    object.boolean("available", !library.version.empty());
    if (!library.version.empty()) object.text("version", library.version);
    object.end();
  }
  array.end();
}

}  // namespace

std::string health_json(const HealthFacts& facts, bool with_reasons) {
  std::string text;
  JsonObject object(text);
  object.integer("uptime", facts.uptime_s);
  object.integer("timestamp", facts.timestamp_ms);
  object.text("database", name_of(facts.database));
  object.text("sandbox", name_of(facts.sandbox));
  object.text("queue", name_of(facts.queue));
  if (with_reasons) object.texts("reasons", facts.reasons);
  object.end();
  return text;
}

std::string languages_json(const std::vector<LanguageStatus>& languages) {
  std::string text;
  JsonArray array(text);
  for (const auto& language : languages) {
    array.next();
    JsonObject object(text);
    object.text("id", language.id);
    object.text("name", language.name);
    object.boolean("available", language.available);
    object.text("version", language.version);
    if (!language.available) object.text("reason", language.reason);
    object.text("compileCommand", language.compile_command);
    object.text("runCommand", language.run_command);
    object.number("timeFactor", language.time_factor);
    object.number("memoryFactor", language.memory_factor);
    object.text("template", language.template_source);
    if (!language.libraries.empty() && object.key("libraries")) append_libraries(text, language.libraries);
    object.end();
  }
  array.end();
  return text;
}

std::string version_json(std::string_view version, bool registration_open,
                         const std::vector<std::string>& mail_domains) {
  std::string text;
  JsonObject object(text);
  object.text("version", version);
  if (object.key("registration")) {
    JsonObject registration(text);
    registration.boolean("open", registration_open);
    registration.texts("mailDomains", mail_domains);
    registration.end();
  }
  object.end();
  return text;
}

}  // namespace autograder::api
