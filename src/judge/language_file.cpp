// The form of languages/*.toml. The only file that sees the TOML library.
#include <toml++/toml.h>
#include <algorithm>
#include <functional>
#include <optional>
#include <sstream>

#include "domain/reason.h"
#include "embedded_languages.h"
#include "foundation/check.h"
#include "foundation/crypto.h"
#include "judge/crash_mark.h"
#include "judge/languages.h"
#include "judge/line_pattern.h"
#include "judge/placeholders.h"

namespace autograder {
namespace {

constexpr std::size_t kWarmMax = 64;
constexpr std::size_t kIdMax = 32;
constexpr std::size_t kTextMax = 16 * 1024;
constexpr std::size_t kListMax = 64;
constexpr std::size_t kFileNameMax = 100;
constexpr std::string_view kIdCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_+-";
constexpr std::string_view kLibraryCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-";
constexpr std::string_view kToolCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_";

bool made_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= kFileNameMax && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
}

// Below a directory, and never above it.
bool is_path_below(std::string_view path) {
  return !path.empty() && path.front() != '/' && path.find('\0') == std::string_view::npos &&
         path.find("..") == std::string_view::npos && path.size() < 256;
}

bool is_absolute_path(std::string_view path) {
  return path.starts_with('/') && path.find('\0') == std::string_view::npos && path.size() < 4096;
}

// Reads one table key by key and remembers the first thing that is wrong. Every key asked for counts as known.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string path, std::string_view file, std::optional<Error>& error)
      : table_(table), path_(std::move(path)), file_(file), error_(error) {}

  std::string text(std::string_view key, bool required = false) {
    const auto* node = find(key, required);
    if (!node) return {};
    return text_of(*node, key);
  }

  std::vector<std::string> texts(std::string_view key, bool required = false) {
    std::vector<std::string> values;
    const auto* node = find(key, required);
    if (!node) return values;
    const auto* array = node->as_array();
    if (!array || array->empty() || array->size() > kListMax) {
      wrong(node, key, "has to be a list of 1 to " + std::to_string(kListMax) + " texts");
      return values;
    }
    for (const auto& item : *array) values.push_back(text_of(item, key));
    return values;
  }

  std::vector<int> integers(std::string_view key, std::int64_t min, std::int64_t max) {
    std::vector<int> values;
    const auto* node = find(key, false);
    if (!node) return values;
    const auto* array = node->as_array();
    if (!array || array->size() > kListMax) {
      wrong(node, key, "has to be a list of integers");
      return values;
    }
    for (const auto& item : *array) values.push_back(static_cast<int>(integer_of(item, key, min, max)));
    return values;
  }

  std::int64_t integer(std::string_view key, std::int64_t otherwise, std::int64_t min, std::int64_t max) {
    const auto* node = find(key, false);
    return node ? integer_of(*node, key, min, max) : otherwise;
  }

  bool flag(std::string_view key) {
    const auto* node = find(key, false);
    if (!node) return false;
    const auto value = node->value_exact<bool>();
    if (!value) wrong(node, key, "has to be true or false");
    return value.value_or(false);
  }

  double number(std::string_view key, double otherwise, double min, double max) {
    const auto* node = find(key, false);
    if (!node) return otherwise;
    const auto value = node->value<double>();
    if (!value || !(*value >= min && *value <= max)) {
      wrong(node, key, "has to be a number from " + short_number(min) + " to " + short_number(max));
      return otherwise;
    }
    return *value;
  }

  // An empty table when there is none.
  TableReader table(std::string_view key, bool required = false) {
    static const toml::table kEmpty;
    const auto* node = find(key, required);
    const auto* found = node ? node->as_table() : nullptr;
    if (node && !found) wrong(node, key, "has to be a table");
    return {found ? *found : kEmpty, path_ + std::string(key) + ".", file_, error_};
  }

  // Every key of this table with its value, for tables whose keys the file chooses.
  void each(const std::function<void(const std::string&)>& visit) {
    for (const auto& [key, node] : table_) visit(std::string(key.str()));
  }

  void refuse_unknown_keys() {
    for (const auto& [key, node] : table_) {
      if (std::find(known_.begin(), known_.end(), key.str()) == known_.end()) wrong(&node, key.str(), "is not known");
    }
  }

  void wrong(std::string_view key, const std::string& what) { wrong(table_.get(key), key, what); }

 private:
  const toml::node* find(std::string_view key, bool required) {
    known_.emplace_back(key);
    const auto* node = table_.get(key);
    if (!node && required) wrong(nullptr, key, "is missing");
    return node;
  }

  std::string text_of(const toml::node& node, std::string_view key) {
    const auto value = node.value_exact<std::string>();
    if (!value || value->size() > kTextMax || value->find('\0') != std::string::npos) {
      wrong(&node, key, "has to be text of at most " + std::to_string(kTextMax) + " bytes without NUL");
      return {};
    }
    return *value;
  }

  std::int64_t integer_of(const toml::node& node, std::string_view key, std::int64_t min, std::int64_t max) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < min || *value > max) {
      wrong(&node, key, "has to be an integer from " + std::to_string(min) + " to " + std::to_string(max));
      return min;
    }
    return *value;
  }

  static std::string short_number(double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
  }

  void wrong(const toml::node* node, std::string_view key, const std::string& what) {
    if (error_) return;
    const auto line = (node ? node->source() : table_.source()).begin.line;
    error_ =
        Error{ErrorCode::invalid, std::string(file_) + ", line " + std::to_string(std::max<std::uint32_t>(line, 1)) +
                                      ": key " + path_ + std::string(key) + " " + what};
  }

  const toml::table& table_;
  const std::string path_;
  const std::string_view file_;
  std::optional<Error>& error_;
  std::vector<std::string> known_;
};

std::map<std::string, std::string> read_environment(TableReader& stage) {
  std::map<std::string, std::string> environment;
  auto table = stage.table("environment");
  table.each([&](const std::string& name) {
    if (name.empty() || name.find_first_of(std::string_view("=\0", 2)) != std::string::npos) {
      table.wrong(name, "is no name for a variable");
    }
    environment[name] = table.text(name);
  });
  return environment;
}

void read_tools(TableReader& root, Language& language) {
  auto tools = root.table("tools", true);
  tools.each([&](const std::string& name) {
    if (!made_of(name, kToolCharacters) || names_memory(name)) tools.wrong(name, "is no name for a tool (a-z 0-9 _)");
    auto candidates = tools.texts(name);
    if (!std::all_of(candidates.begin(), candidates.end(), is_absolute_path)) {
      tools.wrong(name, "has to list absolute paths");
    }
    language.tools[name] = std::move(candidates);
  });
  if (language.tools.empty()) root.wrong("tools", "needs at least one tool");
}

// Every "{...}" has to be a tool, or of the memory limit where that is allowed. Braces with other text in them
// are left alone.
void check_placeholders(TableReader& table, std::string_view key, const std::string& text, const Language& language,
                        bool memory_allowed) {
  for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == std::string::npos) break;
    const auto inside = text.substr(open + 1, close - open - 1);
    if (names_memory(inside)) {
      if (memory_allowed && memory_placeholder(inside, mib(1))) continue;
      table.wrong(key,
                  "names {" + inside + "}, which " +
                      (memory_allowed ? "is not of the form {memory_mb*90%+64}" : "is known where programs run alone"));
    } else if (made_of(inside.substr(0, inside.find('+')), kToolCharacters) && !language.tools.contains(inside)) {
      table.wrong(key, "names {" + inside + "}, which is no tool of this file");
    }
  }
}

void check_placeholders(TableReader& table, std::string_view key, const std::vector<std::string>& argv,
                        const Language& language, bool memory_allowed) {
  for (const auto& argument : argv) check_placeholders(table, key, argument, language, memory_allowed);
}

void read_compile(TableReader& root, Language& language, const CompileLimits& set) {
  constexpr std::chrono::milliseconds kCpuTime{10'000};
  constexpr Bytes kMemory = mib(1024);
  auto compile = root.table("compile");
  language.compile_argv = compile.texts("argv");
  language.compiled_file = compile.text("compiled_file");
  language.compile_environment = read_environment(compile);
  const std::chrono::milliseconds cpu_time(
      compile.integer("cpu_time_ms", set.cpu_time.value_or(kCpuTime).count(), 100, 600'000));
  language.compile_limits.cpu_time = std::min(cpu_time, set.cpu_time.value_or(cpu_time));
  language.compile_limits.wall_time = 2 * language.compile_limits.cpu_time + std::chrono::seconds(1);
  const Bytes memory = mib(compile.integer("memory_mb", set.memory.value_or(kMemory).count / mib(1).count, 16, 65'536));
  language.compile_limits.memory = std::min(memory, set.memory.value_or(memory));
  language.compile_limits.processes = static_cast<int>(compile.integer("processes", 64, 1, 4096));
  language.compile_limits.open_files = static_cast<int>(compile.integer("open_files", 128, 16, 4096));
  check_placeholders(compile, "argv", language.compile_argv, language, false);
  if (!language.compiled_file.empty()) {
    if (!is_file_name(language.compiled_file)) compile.wrong("compiled_file", "has to be a file name");
    if (language.compile_argv.empty()) compile.wrong("compiled_file", "needs an argv that makes it");
  }
  compile.refuse_unknown_keys();
}

void read_cache(TableReader& root, Language& language) {
  auto table = root.table("cache");
  auto& cache = language.cache;
  cache.argv = table.texts("argv");
  cache.file = table.text("file");
  cache.mount = table.text("mount");
  cache.arguments = table.texts("arguments");
  cache.environment = read_environment(table);
  cache.size_max = mib(table.integer("size_max_mb", 256, 1, 4096));
  cache.limits.cpu_time = std::chrono::milliseconds(table.integer("cpu_time_ms", 60'000, 100, 600'000));
  cache.limits.wall_time = 4 * cache.limits.cpu_time + std::chrono::seconds(1);
  cache.limits.memory = mib(table.integer("memory_mb", 2048, 16, 65'536));
  cache.limits.processes = static_cast<int>(table.integer("processes", 256, 1, 4096));
  cache.limits.open_files = static_cast<int>(table.integer("open_files", 1024, 16, 4096));
  cache.limits.file_size = cache.size_max;
  cache.limits.disk = Bytes{2 * cache.size_max.count};  // what is packed and the packet
  check_placeholders(table, "argv", cache.argv, language, false);
  if (cache.argv.empty()) {
    if (!cache.file.empty() || !cache.mount.empty()) table.wrong("argv", "is missing");
  } else {
    if (!is_file_name(cache.file)) table.wrong("file", "has to be a file name");
    if (!is_absolute_path(cache.mount)) table.wrong("mount", "has to be an absolute path");
    if (language.compile_argv.empty()) table.wrong("argv", "needs a compile step to serve");
  }
  table.refuse_unknown_keys();
}

std::vector<std::string> read_patterns(TableReader& table, std::string_view key) {
  auto patterns = table.texts(key);
  for (const auto& pattern : patterns) {
    if (!is_line_pattern(pattern)) table.wrong(key, "has a pattern with an unknown hole: " + pattern);
  }
  return patterns;
}

void read_crash_words(TableReader& root, Language& language) {
  auto table = root.table("crash");
  auto& crash = language.crash;
  crash.begins = read_patterns(table, "begins");
  crash.causes = read_patterns(table, "causes");
  crash.why = read_patterns(table, "why");
  crash.details = read_patterns(table, "details");
  crash.own_line = read_patterns(table, "own_line");
  crash.innermost_last = table.flag("innermost_last");
  crash.thread = read_patterns(table, "thread");
  crash.locate = table.texts("locate");
  if (!crash.locate.empty() && !is_absolute_path(crash.locate.front())) {
    table.wrong("locate", "has to begin with an absolute path");
  }
  std::istringstream known(table.text("known"));
  for (std::string line; std::getline(known, line);) {
    if (line.size() > kReasonNameMax)
      table.wrong("known", "has a line over " + std::to_string(kReasonNameMax) + " bytes");
    if (!line.empty()) crash.known.push_back(line);
  }
  table.refuse_unknown_keys();
}

void read_libraries(TableReader& root, Language& language) {
  auto table = root.table("libraries");
  language.library_argv = table.texts("argv");
  language.library_names = table.texts("names");
  check_placeholders(table, "argv", language.library_argv, language, false);
  if (language.library_argv.empty() != language.library_names.empty()) {
    table.wrong(language.library_argv.empty() ? "argv" : "names", "is missing");
  }
  for (const auto& name : language.library_names) {
    if (!made_of(name, kLibraryCharacters)) table.wrong("names", "has to list names (letters, digits and _ . + -)");
  }
  table.refuse_unknown_keys();
}

std::map<std::string, std::string> read_files(TableReader& run, const Language& language) {
  constexpr std::size_t kFilesMax = 8;
  std::map<std::string, std::string> files;
  auto table = run.table("files");
  table.each([&](const std::string& name) {
    const bool taken = name == language.source_file || name == language.compiled_file || name == "input.txt";
    if (!is_file_name(name) || taken || files.size() == kFilesMax)
      table.wrong(name, "is no name for a file beside the program");
    files[name] = table.text(name);
  });
  return files;
}

void read_run(TableReader& root, Language& language) {
  auto run = root.table("run", true);
  language.run_argv = run.texts("argv", true);
  language.run_environment = read_environment(run);
  language.run_files = read_files(run, language);
  for (const auto& [name, value] : language.run_environment) {
    if (value.find("{memory_") != std::string::npos)
      check_placeholders(run, "environment." + name, value, language, true);
  }
  language.processes = static_cast<int>(run.integer("processes", 256, 1, 4096));
  language.open_files = static_cast<int>(run.integer("open_files", 256, 16, 4096));
  language.time_factor = run.number("time_factor", 1, 0.1, 100);
  language.memory_factor = run.number("memory_factor", 1, 0.1, 100);
  language.memory_overhead = mib(run.integer("memory_overhead_mb", 0, 0, 4096));
  language.memory_exit_codes = run.integers("memory_exit_codes", 1, 255);
  language.memory_signals = run.integers("memory_signals", 1, 64);
  language.main_returns_exit_code = run.flag("main_returns_exit_code");
  check_placeholders(run, "argv", language.run_argv, language, true);
  run.refuse_unknown_keys();
}

}  // namespace

Result<Language> parse_language(std::string_view toml_text, std::string_view file_name,
                                const CompileLimits& compile_limits) {
  std::optional<Error> error;
  Language language;
  language.id = file_name.substr(0, file_name.rfind(".toml"));
  language.fingerprint = to_hex(sha256(toml_text));
  if (!file_name.ends_with(".toml") || !made_of(language.id, kIdCharacters) || language.id.size() > kIdMax) {
    return fail(ErrorCode::invalid, "language file " + std::string(file_name) +
                                        ": its name has to be 1 to 32 of a-z 0-9 _ + - and then .toml");
  }
  try {
    const toml::table document = toml::parse(toml_text, file_name);
    TableReader root(document, "", file_name, error);
    language.name = root.text("name", true);
    language.source_file = root.text("source_file", true);
    language.template_source = root.text("template");
    language.mounts = root.texts("mounts");
    if (!is_file_name(language.source_file)) root.wrong("source_file", "has to be a file name");
    if (!std::all_of(language.mounts.begin(), language.mounts.end(), is_absolute_path)) {
      root.wrong("mounts", "has to list absolute paths");
    }
    language.warm = root.texts("warm");
    if (language.warm.size() > kWarmMax || !std::all_of(language.warm.begin(), language.warm.end(), is_path_below)) {
      root.wrong("warm",
                 "has to list at most " + std::to_string(kWarmMax) + " paths without a slash in front and without ..");
    }
    read_tools(root, language);
    auto version = root.table("version", true);
    language.version_argv = version.texts("argv", true);
    language.version_prefix = version.text("prefix");
    check_placeholders(version, "argv", language.version_argv, language, false);
    version.refuse_unknown_keys();
    read_compile(root, language, compile_limits);
    read_cache(root, language);
    read_run(root, language);
    read_crash_words(root, language);
    read_libraries(root, language);
    // Its cache is made with that file, too.
    if (!language.crash.locate.empty()) {
      language.fingerprint = to_hex(sha256(std::string(toml_text).append(crash_mark_source())));
    }
    root.refuse_unknown_keys();
  } catch (const toml::parse_error& problem) {
    return fail(ErrorCode::invalid, std::string(file_name) + ", line " + std::to_string(problem.source().begin.line) +
                                        ": " + std::string(problem.description()));
  }
  if (error) return std::unexpected(std::move(*error));
  return language;
}

std::vector<Language> builtin_languages(const CompileLimits& compile_limits) {
  std::vector<Language> languages;
  for (const auto& file : embedded::languages()) {
    auto language = parse_language(file.bytes, file.name, compile_limits);
    CHECK(language.has_value());  // languages_test parses each of them
    languages.push_back(std::move(*language));
  }
  std::sort(languages.begin(), languages.end(), [](const Language& a, const Language& b) { return a.id < b.id; });
  return languages;
}

}  // namespace autograder
