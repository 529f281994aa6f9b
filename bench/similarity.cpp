// The engine of similarities over files: figures of all pairs of a problem, and the cost of a large problem. Driven by
// bench/similarity.py, which knows which pairs are copies.
//
//   similarity_bench pairs          reads lines `group<TAB>language<TAB>path<TAB>class or copy`, writes a line a pair
//   similarity_bench scale COUNT    reads the same, makes COUNT programs of them as one problem, writes times and memory
//
// A copy is compared with the programs of its class as if it were the only copy there: what all copies of a data set share is
// not what a class shares.
#include <time.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "insight/similarity/index.h"

using namespace autograder::similarity;

// The processor's time of this process, which other processes of a busy machine do not lengthen.
struct Clock {
  using duration = std::chrono::nanoseconds;
  static duration now() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + duration(time.tv_nsec);
  }
};

namespace {

struct Input {
  std::string path, source;
  bool copy = false;
};
using Group = std::pair<SourceLanguage, std::vector<Input>>;

std::map<std::string, Group> read_groups() {
  std::map<std::string, Group> groups;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream fields(line);
    std::string group, language, path, role;
    for (auto* field : {&group, &language, &path, &role}) std::getline(fields, *field, '\t');
    const auto known = source_language(language);
    if (!known) continue;
    std::ifstream file(path, std::ios::binary);
    std::string source{std::istreambuf_iterator<char>(file), {}};
    auto& [of, inputs] = groups[group];
    of = *known;
    inputs.push_back({path, std::move(source), role == "copy"});
  }
  return groups;
}

double microseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::micro>(duration).count();
}

// Into the index; false, with a line that says why, for a program that is not compared.
bool insert(Index& index, const std::string& name, SourceLanguage language, const Input& input, Key key) {
  auto program = read_program(language, input.source);
  if (!program) {
    std::cout << "refused\t" << name << '\t' << input.path << '\t' << reason_of(program.error(), language) << '\n';
    return false;
  }
  index.insert(key, input.path, std::move(*program));
  return true;
}

void write_pair(const Index& index, const std::string& name, const std::vector<Input>& inputs, std::size_t left,
                std::size_t right) {
  const auto found = index.compare(Key{left}, Key{right});
  std::cout << "pair\t" << name << '\t' << inputs[left].path << '\t' << inputs[right].path;
  for (const double figure :
       {found->overlap.similarity, static_cast<double>(found->overlap.longest),
        static_cast<double>(found->overlap.total), found->overlap.weighted, found->wording.similarity,
        found->structure_unusual, found->wording_unusual, found->unusual, found->too_short ? 1.0 : 0.0}) {
    std::cout << '\t' << figure;
  }
  std::cout << '\n';
}

// What the peers do, too: all programs read, and each pair of a group compared that shares anything.
void write_time(const std::map<std::string, Group>& groups) {
  double read_time = 0, pair_time = 0;  // microseconds
  std::size_t programs = 0, pairs = 0, compared = 0;
  for (const auto& [name, group] : groups) {
    const auto begin = Clock::now();
    std::vector<std::pair<std::size_t, Program>> read;
    for (std::size_t i = 0; i < group.second.size(); ++i) {
      if (auto program = read_program(group.first, group.second[i].source)) read.emplace_back(i, std::move(*program));
    }
    const auto middle = Clock::now();
    const auto all = read.size() * (read.size() - 1) / 2;
    Index index(group.first, {.shared_min = 1, .candidates = read.size()});
    for (auto& [i, program] : read) index.insert(Key{i}, group.second[i].path, std::move(program));
    compared += index.pairs(all).size();
    pairs += all;
    read_time += microseconds(middle - begin);
    pair_time += microseconds(Clock::now() - middle);
    programs += group.second.size();
  }
  std::cout << "time\t" << programs << '\t' << read_time << '\t' << pairs << '\t' << compared << '\t' << pair_time
            << '\n';
}

int write_pairs() {
  const auto groups = read_groups();
  for (const auto& [name, group] : groups) {
    const auto& [language, inputs] = group;
    Index index(language);
    std::vector<std::size_t> present;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (!inputs[i].copy && insert(index, name, language, inputs[i], Key{i})) present.push_back(i);
    }
    index.measure_usual();
    for (std::size_t a = 0; a < present.size(); ++a) {
      for (std::size_t b = a + 1; b < present.size(); ++b) write_pair(index, name, inputs, present[a], present[b]);
    }
    for (std::size_t copy = 0; copy < inputs.size(); ++copy) {
      if (!inputs[copy].copy || !insert(index, name, language, inputs[copy], Key{copy})) continue;
      for (const auto other : present) write_pair(index, name, inputs, copy, other);
      index.erase(Key{copy});
    }
  }
  write_time(groups);
  return 0;
}

// Another student's program: other names, other numbers, some lines twice.
std::string vary(const std::string& source, std::mt19937_64& random) {
  std::string result, word;
  const auto suffix = "_" + std::to_string(random() % 1000);
  std::istringstream lines(source);
  std::string line;
  while (std::getline(lines, line)) {
    for (std::size_t i = 0; i <= line.size(); ++i) {
      const char c = i < line.size() ? line[i] : '\n';
      if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
        word += c;
        continue;
      }
      result += word;
      if (word.size() <= 2 && !word.empty() && std::islower(static_cast<unsigned char>(word[0])) != 0 && word != "if" &&
          word != "in" && word != "or" && word != "is" && word != "as" && word != "do") {
        result += suffix;
      }
      word.clear();
      result += c;
    }
    if (random() % 8 == 0) result += line + "\n";
  }
  return result;
}

std::size_t resident_kb() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

int write_scale(std::size_t count) {
  const auto groups = read_groups();
  if (groups.empty()) return 1;
  const auto& group = groups.begin()->second;
  std::mt19937_64 random(7);
  std::vector<std::string> sources;
  for (std::size_t i = 0; i < count + 200; ++i)
    sources.push_back(vary(group.second[i % group.second.size()].source, random));
  const auto before_memory = resident_kb();
  Index index(group.first);
  std::size_t refused = 0;
  const auto begin = Clock::now();
  for (std::size_t i = 0; i < count; ++i) {
    auto program = read_program(group.first, sources[i]);
    if (program)
      index.insert(Key{i}, "user" + std::to_string(i), std::move(*program));
    else
      ++refused;
  }
  const auto built = Clock::now();
  std::vector<double> times;
  for (std::size_t i = count; i < sources.size(); ++i) {
    const auto before = Clock::now();
    auto program = read_program(group.first, sources[i]);
    if (!program) continue;
    const auto user = "user" + std::to_string(i);
    const auto nearest = index.nearest(*program, user, 20);
    index.insert(Key{i}, user, std::move(*program));
    times.push_back(microseconds(Clock::now() - before));
    if (nearest.empty()) ++refused;
  }
  if (times.empty()) return 1;
  std::ranges::sort(times);
  std::cout << "scale\t" << index.size() << '\t' << refused << '\t' << microseconds(built - begin) / 1e6 << '\t'
            << times[times.size() / 2] / 1000 << '\t' << times.back() / 1000 << '\t' << index.memory_bytes() << '\t'
            << (resident_kb() - before_memory) * 1024 << '\n';
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string what = count > 1 ? arguments[1] : "";
  if (what == "pairs") return write_pairs();
  std::size_t programs = 10'000;
  if (count > 2) std::from_chars(arguments[2], arguments[2] + std::string(arguments[2]).size(), programs);
  if (what == "scale") return write_scale(programs);
  std::cerr << "Usage: similarity_bench pairs | scale [COUNT]\n";
  return 2;
}
