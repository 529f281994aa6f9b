#!/usr/bin/python3
"""How fair time is: the spread of a program's measured CPU time, alone and while every slot judges something else.

Usage: noise.py [ROUNDS]     (bench/run noise)

The same program is judged alone, then beside programs that spin on all cores and one that streams through memory. The reference
is the program itself, started alone on this host without server and box. Limits are set in CPU time, so a spread above the
reference's is what judging adds.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from shipped.server import Server  # noqa: E402 (the same server as the tests start)

ROUNDS = 15
# Half a second of arithmetic, and as much of walking through 64 MB in no order.
MEASURED = {
    "arithmetic": """#include <cstdio>
volatile unsigned long long sink;
int main() {
  unsigned long long x = 1;
  for (long i = 0; i < 320000000; ++i) x = x * 6364136223846793005ULL + 1442695040888963407ULL;
  sink = x;
  std::puts("3");
}
""",
    "memory": """#include <cstdio>
#include <vector>
volatile unsigned sink;
int main() {
  const unsigned n = 1u << 24;
  std::vector<unsigned> next(n);
  for (unsigned i = 0; i < n; ++i) next[i] = (i * 1664525u + 1013904223u) % n;
  unsigned at = 0;
  for (unsigned i = 0; i < 4000000; ++i) at = next[(at + i) % n];
  sink = at;
  std::puts("3");
}
""",
}
LOAD = {
    "spin": "int main() {\n  volatile unsigned long x = 0;\n  for (long i = 0; i < 1500000000L; ++i) x = x + 1;\n}\n",
    "stream": """#include <vector>
int main() {
  std::vector<long> all(1 << 23);
  volatile long sum = 0;
  for (int round = 0; round < 150; ++round) {
    for (auto& one : all) {
      one += round;
      sum = one;
    }
  }
}
""",
}
TESTS = [{"input": "\n", "output": "3\n"}]


def outside(folder, source):
    """CPU milliseconds of the program without server and box, median of three."""
    (folder / "main.cpp").write_text(source)
    subprocess.run(["g++", "-O2", "main.cpp", "-o", "main"], cwd=folder, check=True)
    times = []
    for _ in range(3):
        before = os.times()
        subprocess.run(["./main"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        times.append((after.children_user - before.children_user + after.children_system - before.children_system) * 1000)
    return times


class Crowd:
    """Keeps so many other submissions under way until it is closed."""

    def __init__(self, client, problem, size):
        self.client, self.problem, self.size, self.running, self.count = client, problem, size, [], 0

    def keep_up(self):
        self.running = [one for one in self.running if self.client.call("GET", f"/submission/{one}").expect(200)["status"] in ("QUEUED", "RUNNING")]
        while len(self.running) < self.size:
            self.count += 1
            source = LOAD["stream" if self.count % 3 == 0 else "spin"] + f"// {self.count}\n"
            self.running.append(self.client.submit(self.problem, "cpp", source))


def measured(client, problem, source):
    submission = client.judge(problem, "cpp", source)
    assert submission["status"] == "AC", submission
    return submission["executionTimeMs"]


def row(name, times, reference):
    median = statistics.median(times)
    print("{:<28} {:>8.0f} {:>8.0f} {:>8.0f} {:>9.2f} {:>8.1f}% {:>9.2f}".format(
        name, min(times), median, max(times), max(times) / min(times), 100 * statistics.pstdev(times) / statistics.mean(times), median / reference))


def main(rounds):
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        server.wait_for_build_caches()
        admin = server.admin()
        problem = admin.create_problem("Half a second", TESTS, timeLimitMs=10_000)
        crowded = admin.create_problem("The others", TESTS, timeLimitMs=10_000)
        student, others = server.client().register("student"), server.client().register("others")
        print(f"CPU time in ms as a student is told, {rounds} runs; the crowd keeps {2 * os.cpu_count()} submissions under way")
        print("{:<28} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9}".format("", "least", "median", "most", "most/least", "cv", "x outside"))
        for name, source in MEASURED.items():
            reference = outside(pathlib.Path(folder), source)
            alone = [measured(student, problem, source) for _ in range(rounds)]
            crowd, beside = Crowd(others, crowded, 2 * os.cpu_count()), []
            for _ in range(rounds):
                crowd.keep_up()
                beside.append(measured(student, problem, source))
            row(name + ", outside", reference, statistics.median(reference))
            row(name + ", alone", alone, statistics.median(reference))
            row(name + ", in the crowd", beside, statistics.median(reference))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
