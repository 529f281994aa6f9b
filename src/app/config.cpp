#include "app/config.h"

#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "storage/postgres/postgres_options.h"

namespace autograder {
namespace {

struct Setting {
  const char* key;
  const char* variable;  // a short name beside AUTOGRADER_ + key
  const char* what;
  std::function<Result<>(Config&, const std::string&)> set;
  std::function<std::string(const Config&)> print;  // as TOML
};

Result<> wrong(const std::string& bound) {
  return fail(ErrorCode::invalid, bound);
}

template <class Number>
auto number(Number Config::* field, long long low, long long high) {
  return [=](Config& config, const std::string& text) -> Result<> {
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high) {
      return wrong("must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    }
    config.*field = static_cast<Number>(value);
    return {};
  };
}
template <class Number>
auto number_or_zero(Number Config::* field, long long low, long long high) {
  return [=](Config& config, const std::string& text) -> Result<> {
    if (number(field, 0, 0)(config, text) || number(field, low, high)(config, text)) return {};
    return wrong("must be 0 or a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  };
}
template <class Number>
auto print_number(Number Config::* field) {
  return [=](const Config& config) { return std::to_string(config.*field); };
}

Result<> set_flag(bool& flag, const std::string& text) {
  if (text == "on" || text == "true" || text == "1")
    flag = true;
  else if (text == "off" || text == "false" || text == "0")
    flag = false;
  else
    return wrong("must be on or off");
  return {};
}

std::string toml_text(const std::string& text) {
  std::ostringstream out;
  out << toml::value<std::string>(text);
  return out.str();
}

std::string quoted_list(const std::vector<std::string>& list) {
  std::string text = "[";
  for (const auto& item : list) text += (text.size() > 1 ? ", " : "") + toml_text(item);
  return text + "]";
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> list;
  std::istringstream in(text);
  for (std::string item; std::getline(in, item, ',');) {
    if (!item.empty()) list.push_back(item);
  }
  return list;
}

Result<> read_listen(const std::string& text, std::string& address, std::uint16_t& listen_port) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return wrong("must be ADDRESS:PORT, like 127.0.0.1:5000");
  int port = -1;
  const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port < 0 || port > 65535) {
    return wrong("the port must be a whole number from 0 to 65535");
  }
  address = text.substr(0, colon);
  if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
  listen_port = static_cast<std::uint16_t>(port);
  return {};
}

Result<> set_listen(Config& config, const std::string& text) {
  return read_listen(text, config.listen_address, config.listen_port);
}

Result<> set_database(Config& config, const std::string& text) {
  if (is_postgres_url(text)) {
    AG_TRY(check_postgres_url(text));
  } else if (!text.empty() && !text.starts_with("sqlite:")) {
    return wrong("must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE");
  }
  config.database = text;
  return {};
}

Result<> set_metrics_listen(Config& config, const std::string& text) {
  if (!text.empty()) return read_listen(text, config.metrics_address, config.metrics_port);
  config.metrics_address.clear();
  config.metrics_port = 0;
  return {};
}

std::string print_metrics_listen(const Config& config) {
  if (config.metrics_address.empty()) return toml_text("");
  return toml_text(config.metrics_address + ":" + std::to_string(config.metrics_port));
}

Result<> set_registration(Config& config, const std::string& text) {
  std::vector<std::string> domains;
  if (text != "open" && text != "closed") {
    domains = split(text);
    if (domains.empty()) return wrong("must be open, closed, or mail domains");
    for (const auto& domain : domains) {
      const bool form = domain.find_first_of("@ \t") == std::string::npos && domain.find('.') != std::string::npos;
      if (!form) return wrong("must be open, closed, or mail domains such as example.org");
    }
  }
  config.registration_open = text != "closed";
  config.registration_domains = std::move(domains);
  return {};
}

std::string print_registration(const Config& config) {
  if (!config.registration_open) return toml_text("closed");
  if (config.registration_domains.empty()) return toml_text("open");
  std::string text;
  for (const auto& domain : config.registration_domains) text += (text.empty() ? "" : ",") + domain;
  return toml_text(text);
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> list = {
      {"server.listen", "LISTEN", "Address and port of the HTTP server.", set_listen,
       [](const Config& c) { return toml_text(c.listen_address + ":" + std::to_string(c.listen_port)); }},
      {"server.data", "DATA", "The data directory.",
       [](Config& c, const std::string& text) -> Result<> {
         if (text.empty()) return wrong("must not be empty");
         c.data = text;
         c.data_given = true;
         return {};
       },
       [](const Config& c) { return toml_text(c.data); }},
      {"server.user", "USER",
       "Unprivileged user to switch to when started as root: a name or a uid. Empty: SUDO_UID, else autograder, else "
       "uid 64000.",
       [](Config& c, const std::string& text) -> Result<> {
         c.user = text;
         return {};
       },
       [](const Config& c) { return toml_text(c.user); }},
      {"server.io_threads", nullptr, "Threads that serve connections.", number(&Config::io_threads, 1, 64),
       print_number(&Config::io_threads)},
      {"server.blocking_threads", nullptr, "Threads that wait for the database.",
       number(&Config::blocking_threads, 1, 256), print_number(&Config::blocking_threads)},
      {"server.connections_max", nullptr, "Connections open at the same time.",
       number(&Config::connections_max, 1, 1'000'000), print_number(&Config::connections_max)},
      {"server.connections_an_address_max", nullptr,
       "Of these, how many one address may have; trusted proxies may have all. 0: half.",
       number(&Config::connections_an_address_max, 0, 1'000'000), print_number(&Config::connections_an_address_max)},
      {"server.trusted_proxies", "TRUSTED_PROXIES", "Addresses whose X-Forwarded-For counts.",
       [](Config& c, const std::string& text) -> Result<> {
         c.trusted_proxies = split(text);
         return {};
       },
       [](const Config& c) { return quoted_list(c.trusted_proxies); }},
      {"cors.origins", "CORS_ORIGINS", "Origins of other sites whose pages may call the API.",
       [](Config& c, const std::string& text) -> Result<> {
         c.cors_origins = split(text);
         return {};
       },
       [](const Config& c) { return quoted_list(c.cors_origins); }},
      {"database.url", "DATABASE",
       "sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE. Empty: autograder.db in the data directory. The "
       "password is not shown.",
       set_database,
       [](const Config& c) {
         return toml_text(is_postgres_url(c.database) ? url_without_password(c.database) : c.database);
       }},
      {"database.connections_max", nullptr, "Connections of this process to PostgreSQL.",
       number(&Config::database_connections_max, 2, 1000), print_number(&Config::database_connections_max)},
      {"database.connections_min", nullptr, "Of these, how many stay open when they are not used.",
       number(&Config::database_connections_min, 2, 1000), print_number(&Config::database_connections_min)},
      {"database.timeout_ms", nullptr, "A PostgreSQL server that says nothing for so long is lost.",
       number(&Config::database_timeout_ms, 1000, 3'600'000), print_number(&Config::database_timeout_ms)},
      {"auth.registration", "REGISTRATION",
       "Who may register: open, closed, or mail domains separated by commas. No mail is sent to confirm an address.",
       set_registration, print_registration},
      {"storage.free_min_mb", "FREE_MIN_MB",
       "Free space on the database's disk, below which nothing new is taken; 0: no bound.",
       number(&Config::free_min_mb, 0, 1'000'000'000), print_number(&Config::free_min_mb)},
      {"limits.rate_limits", "RATE_LIMITS",
       "Whether there are limits per user and per address: sign-ins, submissions, requests, connections.",
       [](Config& c, const std::string& text) { return set_flag(c.rate_limits, text); },
       [](const Config& c) { return std::string(c.rate_limits ? "true" : "false"); }},
      {"limits.queue_max", "QUEUE_MAX", "Submissions that may wait; above it creating one answers 503.",
       number(&Config::queue_max, 1, 100'000'000), print_number(&Config::queue_max)},
      {"limits.code_max_kb", nullptr, "Size of a submission's code.", number(&Config::code_max_kb, 1, 1024),
       print_number(&Config::code_max_kb)},
      {"limits.stored_a_day_mb", nullptr,
       "Programs, inputs and outputs of one user that are stored in a day of UTC; above it 429; 0: no bound.",
       number(&Config::stored_a_day_mb, 0, 1'000'000), print_number(&Config::stored_a_day_mb)},
      {"limits.reports_a_user_mb", nullptr,
       "Reports of one user; above it the oldest give up outputs and excerpts, not their verdicts; 0: no bound.",
       number(&Config::reports_a_user_mb, 0, 1'000'000), print_number(&Config::reports_a_user_mb)},
      {"limits.answers_max_mb", nullptr,
       "Answers that wait to be read by their clients; an address may have half of it, a user a quarter.",
       number(&Config::answers_max_mb, 16, 1'000'000), print_number(&Config::answers_max_mb)},
      {"limits.requests_an_address_max", nullptr, "Requests of one address that are served at the same time.",
       number(&Config::requests_an_address_max, 1, 1'000'000), print_number(&Config::requests_an_address_max)},
      {"live.streams_max", nullptr, "Connections that listen to submissions at the same time; one more answers 503.",
       number(&Config::streams_max, 1, 1'000'000), print_number(&Config::streams_max)},
      {"live.streams_a_user_max", nullptr, "Of these, how many one user may have; one more answers 429.",
       number(&Config::streams_a_user_max, 1, 1'000'000), print_number(&Config::streams_a_user_max)},
      {"worker.enabled", "WORKER", "Whether this process judges.",
       [](Config& c, const std::string& text) { return set_flag(c.worker, text); },
       [](const Config& c) { return std::string(c.worker ? "true" : "false"); }},
      {"worker.slots", "WORKERS", "Submissions judged at the same time; 0: one a core.",
       number(&Config::workers, 0, 64), print_number(&Config::workers)},
      {"worker.languages", "LANGUAGES", "A directory of language files to read instead of the built-in ones.",
       [](Config& c, const std::string& text) -> Result<> {
         c.languages_directory = text;
         return {};
       },
       [](const Config& c) { return toml_text(c.languages_directory); }},
      {"compile.cpu_time_ms", nullptr,
       "CPU time of a compilation, in every language; the wall limit is twice this and a second. 0: what its file "
       "says.",
       number_or_zero(&Config::compile_cpu_time_ms, 100, 600'000), print_number(&Config::compile_cpu_time_ms)},
      {"compile.memory_mb", nullptr, "Memory of a compilation, in every language. 0: what its file says.",
       number_or_zero(&Config::compile_memory_mb, 16, 65'536), print_number(&Config::compile_memory_mb)},
      {"compile.output_max_kb", nullptr,
       "What is kept of each of a compiler's two streams; the middle is cut. Over 16 MB end it.",
       number(&Config::compile_output_max_kb, 1, 65'536), print_number(&Config::compile_output_max_kb)},
      {"sandbox.first_uid", nullptr, "The first uid of boxes; each server takes 512 from here on.",
       number(&Config::first_uid, 1000, 2'000'000'000), print_number(&Config::first_uid)},
      {"sandbox.allow_degraded", nullptr,
       "Judge where the host gives no usable cgroup, with weaker bounds; /health and check-host say so.",
       [](Config& c, const std::string& text) { return set_flag(c.allow_degraded, text); },
       [](const Config& c) { return std::string(c.allow_degraded ? "true" : "false"); }},
      {"metrics.listen", "METRICS_LISTEN", "Address and port of /metrics for everyone who reaches it. Empty: none.",
       set_metrics_listen, print_metrics_listen},
      {"log.level", "LOG_LEVEL", "debug, info, warn or error.",
       [](Config& c, const std::string& text) -> Result<> {
         if (text == "debug")
           c.log.level = log::Level::debug;
         else if (text == "info")
           c.log.level = log::Level::info;
         else if (text == "warn")
           c.log.level = log::Level::warn;
         else if (text == "error")
           c.log.level = log::Level::error;
         else
           return wrong("must be debug, info, warn or error");
         return {};
       },
       [](const Config& c) {
         constexpr const char* kNames[] = {"debug", "info", "warn", "error", "off"};
         return toml_text(kNames[static_cast<int>(c.log.level)]);
       }},
      {"log.format", "LOG_FORMAT", "console (for people) or json.",
       [](Config& c, const std::string& text) -> Result<> {
         if (text != "console" && text != "json") return wrong("must be console or json");
         c.log.json = text == "json";
         return {};
       },
       [](const Config& c) { return toml_text(c.log.json ? "json" : "console"); }},
      {"log.file", "LOG_FILE", "Write the log here instead of to stderr.",
       [](Config& c, const std::string& text) -> Result<> {
         c.log.file = text;
         return {};
       },
       [](const Config& c) { return toml_text(c.log.file); }},
  };
  return list;
}

const Setting* find_setting(const std::string& key) {
  for (const auto& setting : settings()) {
    if (key == setting.key) return &setting;
  }
  return nullptr;
}

std::string variable_of(const std::string& key) {
  std::string name = "AUTOGRADER_" + key;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c == '.' ? '_' : static_cast<char>(std::toupper(c)); });
  return name;
}

// A TOML value in the form that set_config takes.
Result<std::string> text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
  if (const auto* flag = node.as_boolean()) return std::string(flag->get() ? "true" : "false");
  if (const auto* list = node.as_array()) {
    std::string joined;
    for (const auto& item : *list) {
      if (!item.is_string()) return fail(ErrorCode::invalid, "a list may contain only texts");
      joined += (joined.empty() ? "" : ",") + item.as_string()->get();
    }
    return joined;
  }
  return fail(ErrorCode::invalid, "must be a text, a whole number, true or false, or a list of texts");
}

}  // namespace

namespace {

// `text` is "NAME=VALUE", where the kernel put it when the process began.
void blot_out(char* text) {
  constexpr std::array<std::string_view, 4> kSecrets{"AUTOGRADER_ADMIN_PASSWORD", "AUTOGRADER_METRICS_TOKEN",
                                                     "AUTOGRADER_DATABASE", "AUTOGRADER_DATABASE_URL"};
  char* const equals = std::strchr(text, '=');
  if (equals == nullptr) return;
  const std::string name(text, equals);
  if (std::ranges::find(kSecrets, name) == kSecrets.end()) return;
  ::explicit_bzero(equals + 1, std::strlen(equals + 1));
}

}  // namespace

void forget_environment() {
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    ::explicit_bzero(*entry, std::strlen(*entry));
  }
  ::clearenv();
}

Environment read_environment() {
  Environment all;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const auto equals = text.find('=');
    if (equals != std::string::npos) all[text.substr(0, equals)] = text.substr(equals + 1);
    blot_out(*entry);
  }
  return all;
}

Result<> set_config(Config& config, const std::string& key, const std::string& value) {
  const Setting* setting = find_setting(key);
  if (setting == nullptr)
    return fail(ErrorCode::invalid, "unknown setting " + key + "; `autograder config print` lists them");
  if (const auto set = setting->set(config, value); !set)
    return fail(ErrorCode::invalid, key + " " + set.error().message);
  return {};
}

Result<> read_config_text(Config& config, std::string_view text, const std::string& name) {
  toml::table file;
  try {
    file = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid,
                name + ":" + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
  }
  for (const auto& [table_name, table] : file) {
    const auto place = [&](const toml::node& node) {
      return name + ":" + std::to_string(node.source().begin.line) + ": ";
    };
    if (!table.is_table()) {
      return fail(ErrorCode::invalid,
                  place(table) + "unknown setting " + std::string(table_name.str()) + " outside a [table]");
    }
    for (const auto& [key_name, node] : *table.as_table()) {
      const std::string key = std::string(table_name.str()) + "." + std::string(key_name.str());
      const auto value = text_of(node);
      if (!value) return fail(ErrorCode::invalid, place(node) + key + " " + value.error().message);
      if (const auto set = set_config(config, key, *value); !set)
        return in_context(place(node).substr(0, place(node).size() - 2), set.error());
    }
  }
  return {};
}

Result<> read_config_file(Config& config, const std::string& path) {
  std::ifstream file(path);
  if (!file) return fail_errno("opening the configuration file " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return read_config_text(config, text.str(), path);
}

Result<> read_config_environment(Config& config, const Environment& environment) {
  std::set<std::string> known = {"AUTOGRADER_CONFIG", "AUTOGRADER_ADMIN_EMAIL", "AUTOGRADER_ADMIN_PASSWORD",
                                 "AUTOGRADER_METRICS_TOKEN",
                                 "AUTOGRADER_COMPILER_LAUNCHER"};  // the last is the build's
  for (const auto& setting : settings()) {
    std::vector<std::string> names = {variable_of(setting.key)};
    if (setting.variable != nullptr) names.push_back("AUTOGRADER_" + std::string(setting.variable));
    known.insert(names.begin(), names.end());
    for (const auto& name : names) {
      const auto found = environment.find(name);
      if (found == environment.end()) continue;
      if (const auto set = set_config(config, setting.key, found->second); !set) return in_context(name, set.error());
    }
  }
  for (const auto& [name, value] : environment) {
    if (name.starts_with("AUTOGRADER_") && !known.contains(name)) {
      return fail(ErrorCode::invalid, name + ": unknown setting; `autograder config print` lists them");
    }
  }
  if (const auto found = environment.find("AUTOGRADER_METRICS_TOKEN"); found != environment.end())
    config.metrics_token = found->second;
  if (const auto found = environment.find("AUTOGRADER_ADMIN_EMAIL"); found != environment.end())
    config.admin_email = found->second;
  if (const auto found = environment.find("AUTOGRADER_ADMIN_PASSWORD"); found != environment.end())
    config.admin_password = found->second;
  return {};
}

std::string print_config(const Config& config) {
  std::string text;
  std::string table;
  for (const auto& setting : settings()) {
    const std::string key = setting.key;
    const auto dot = key.find('.');
    if (key.substr(0, dot) != table) {
      table = key.substr(0, dot);
      text += (text.empty() ? "[" : "\n[") + table + "]\n";
    }
    text += "# " + std::string(setting.what) + "\n" + key.substr(dot + 1) + " = " + setting.print(config) + "\n";
  }
  return text;
}

}  // namespace autograder
