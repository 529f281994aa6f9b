// Measures the cost of a run in a box over bare fork + exec + wait of the same program, next to bubblewrap and crun where they are
// installed, interleaved, medians in microseconds; and how many C++ runs a second two workers reach at ten tests a
// submission. Needs root. Prints the goals of the design beside the figures.
//
// bench/overhead [ROUNDS] (default 300)

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "bench/peers.h"
#include "sandbox/linux/linux_sandbox.h"

namespace autograder {
namespace {

using Clock = std::chrono::steady_clock;

double us_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double percentile_99(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() * 99 / 100];
}

struct Program {
  std::string name;
  std::vector<std::string> argv;      // on the host
  std::vector<std::string> box_argv;  // inside; the file is copied in where it is ours
  std::string file;
};

// Starts it and waits; the tools of others are programs like any.
double unboxed(const std::string& name, const std::vector<std::string>& arguments, const char* input) {
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  char* environment[] = {nullptr};
  const auto start = Clock::now();
  const pid_t pid = ::fork();
  if (pid == 0) {
    const int in = ::open(input, O_RDONLY);
    const int null = ::open("/dev/null", O_WRONLY);
    ::dup2(in, 0);
    ::dup2(null, 1);
    ::execve(argv[0], argv.data(), environment);
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  const double spent = us_since(start);
  if (status != 0) {
    std::fprintf(stderr, "%s failed outside of a box: status %d\n", name.c_str(), status);
    std::exit(1);
  }
  return spent;
}

Command command_of(const Program& program, int input, int binary) {
  Command command;
  command.argv = program.box_argv;
  command.environment = {{"LANG", "C.UTF-8"}};
  command.stdin_from = FdStream{input};
  command.stdout_to = Capture{mib(1)};
  if (binary >= 0) command.files = {{"main", binary, true}};
  return command;
}

double boxed(Box& box, const Command& command) {
  const auto start = Clock::now();
  auto running = box.start(command);
  auto outcome = running ? (*running)->wait() : Result<Outcome>(std::unexpected(running.error()));
  const double spent = us_since(start);
  const auto* exited = outcome ? std::get_if<Exited>(&outcome->ending) : nullptr;
  if (exited == nullptr || exited->code != 0) {
    std::fprintf(stderr, "a run failed: %s\n", outcome ? "not exit 0" : outcome.error().message.c_str());
    std::exit(1);
  }
  return spent;
}

UniqueFd open_box_file(const std::string& path) {
  return UniqueFd(path.empty() ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
}

double throughput(Sandbox& sandbox, const Program& program, int input, int workers) {
  constexpr int kTests = 10;
  constexpr auto kTime = std::chrono::seconds(4);
  std::atomic<int> runs = 0;
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < workers; ++i) {
    threads.emplace_back([&] {
      while (Clock::now() - start < kTime) {
        auto boxes = sandbox.open(1);
        if (!boxes) return;
        const UniqueFd binary = open_box_file(program.file);
        const Command command = command_of(program, input, binary.get());
        for (int test = 0; test < kTests; ++test) {
          boxed(*boxes->front(), command);
          ++runs;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return runs / (us_since(start) / 1e6);
}

std::string compile(const std::filesystem::path& directory, const std::string& name, const std::string& source,
                    const std::string& flags) {
  const auto file = directory / (name + ".cpp");
  std::ofstream(file) << source;
  const auto binary = directory / name;
  const std::string command = "g++ -O2 " + flags + " -o " + binary.string() + " " + file.string();
  if (std::system(command.c_str()) != 0) std::exit(1);
  return binary.string();
}

std::string ratio(const std::vector<double>& values, double reference) {
  if (values.empty()) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.2fx", median(values) / reference);
  return text;
}

std::string microseconds(const std::vector<double>& values) {
  return values.empty() ? "-" : std::to_string(std::lround(median(values)));
}

// One row: bare, boxed and the others take turns.
bool measure(Sandbox& sandbox, const Program& program, const std::string& input_path, const std::string& directory,
             int rounds) {
  const UniqueFd input = open_box_file(input_path);
  const UniqueFd binary = open_box_file(program.file);
  const Command command = command_of(program, input.get(), binary.get());
  const PeerProgram peer{program.box_argv, program.file};
  const auto bubblewrap = bubblewrap_command(peer);
  auto crun = Crun::prepare(peer, directory + "/bundle-" + std::filesystem::path(program.argv[0]).filename().string());
  auto boxes = sandbox.open(1);
  if (!boxes) return false;
  std::vector<double> bare, boxed_runs, bwrap_runs, crun_runs;
  const int repeats = program.file.empty() ? std::max(20, rounds / 6) : rounds;
  for (int i = 0; i < repeats; ++i) {
    bare.push_back(unboxed(program.name, program.argv, input_path.c_str()));
    boxed_runs.push_back(boxed(*boxes->front(), command));
    if (bubblewrap) bwrap_runs.push_back(unboxed("bwrap", *bubblewrap, input_path.c_str()));
    if (crun) crun_runs.push_back(unboxed("crun", crun->command(), input_path.c_str()));
  }
  const double reference = median(bare);
  std::printf("%-14s %9.0f %9.0f %+9.0f %9.0f %9s %9s   %s, %s, %s\n", program.name.c_str(), reference,
              median(boxed_runs), median(boxed_runs) - reference, percentile_99(boxed_runs),
              microseconds(bwrap_runs).c_str(), microseconds(crun_runs).c_str(), ratio(boxed_runs, reference).c_str(),
              ratio(bwrap_runs, reference).c_str(), ratio(crun_runs, reference).c_str());
  return true;
}

int run(Sandbox& sandbox, int rounds) {
  char directory[] = "/tmp/autograder-bench-XXXXXX";
  if (::mkdtemp(directory) == nullptr) return 1;
  const std::string input_path = std::string(directory) + "/input";
  std::ofstream(input_path) << "1 2 3 4 5 6 7 8 9 10\n";
  const std::string hello =
      "#include <iostream>\nint main() { long s = 0, x; while (std::cin >> x) s += x; std::cout << s << '\\n'; }\n";
  const std::string nothing = compile(directory, "nothing", "int main() {}\n", "-static");
  const std::string sum = compile(directory, "sum", hello, "");
  const std::string script = "import sys; print(sum(map(int, sys.stdin.read().split())))";
  std::vector<Program> programs = {
      {"true (static)", {nothing}, {"/code/main"}, nothing},
      {"C++ hello", {sum}, {"/code/main"}, sum},
      {"python3", {"/usr/bin/python3", "-c", script}, {"/usr/bin/python3", "-c", script}, ""},
  };
  const std::string node_script =
      "let s=0;for(const x of require('fs').readFileSync(0,'utf8').split(/\\s+/))s+=+x;console.log(s)";
  if (std::filesystem::exists("/usr/bin/node")) {
    programs.push_back({"node", {"/usr/bin/node", "-e", node_script}, {"/usr/bin/node", "-e", node_script}, ""});
  }
  const UniqueFd input = open_box_file(input_path);

  std::printf(
      "Medians of interleaved runs, microseconds from start to end. \"over\" is boxed less bare; goal: at most +400.\n"
      "%-14s %9s %9s %9s %9s %9s %9s   %s\n",
      "program", "bare", "boxed", "over", "p99", "bwrap", "crun", "boxed, bwrap, crun over bare");
  for (const auto& program : programs) {
    if (!measure(sandbox, program, input_path, directory, rounds)) return 1;
  }
  for (const int workers : {1, 2}) {
    std::printf("C++ hello, ten tests a submission, %d worker%s: %.0f runs a second   (goal with 2: 1000)\n", workers,
                workers == 1 ? "" : "s", throughput(sandbox, programs[1], input.get(), workers));
  }
  std::filesystem::remove_all(directory);
  return 0;
}

}  // namespace
}  // namespace autograder

int main(int argc, char** argv) {
  auto launcher = autograder::fork_launcher(0, nullptr);
  if (!launcher) return 1;
  auto sandbox = autograder::connect_sandbox(
      std::move(*launcher), {.boxes = 4, .spare = 4, .warm_files = {"/usr/bin/node", "/usr/bin/python3"}});
  if (!sandbox) {
    std::fprintf(stderr, "no sandbox: %s\n", sandbox.error().message.c_str());
    return 1;
  }
  return autograder::run(**sandbox, argc > 1 ? std::atoi(argv[1]) : 300);
}
