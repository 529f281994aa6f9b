#!/usr/bin/python3
"""POST to verdict with ten tests a language, as a client of the shipped binary sees it.

Usage: verdict.py [ROUNDS]     (bench/run verdict)

Languages take turns in each round, and so does the reference: a bare fork + exec of the same interpreter or compiler and
program, ten tests one after the other on this host. Its ratio tells a slow machine from slow judging.
"""

import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from shipped.server import Server  # noqa: E402 (the same server as the tests start)

ROUNDS = 15
GO = next((go for go in ("/usr/local/go/bin/go", "/usr/bin/go") if pathlib.Path(go).exists()), "go")
TESTS = [{"input": f"{n} {n + 1}\n", "output": f"{2 * n + 1}\n"} for n in range(10)]
# Language -> file, source, bare compile, bare run, goal in ms. `{}` in the source differs each time, so that no cache of
# compiled programs answers. Goals of performance.md: Java 400 + 60 a test, Go 120 + 3 a test.
PROGRAMS = {
    "javascript": ("main.js", "// {}\nconst [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a + b);\n",
                   None, ["node", "main.js"], 170),
    "python": ("main.py", "# {}\na, b = map(int, input().split())\nprint(a + b)\n", None, ["/usr/bin/python3", "main.py"], 70),
    "cpp": ("main.cpp", "// {}\n#include <bits/stdc++.h>\nint main() {{\n  long a, b;\n  std::cin >> a >> b;\n  std::cout << a + b;\n}}\n",
            ["g++", "-O2", "main.cpp", "-o", "main"], ["./main"], 350),
    "java": ("Main.java", "// {}\nimport java.util.Scanner;\npublic class Main {{\n  public static void main(String[] a) {{\n    Scanner in = new "
             "Scanner(System.in);\n    System.out.println(in.nextInt() + in.nextInt());\n  }}\n}}\n",
             ["javac", "Main.java"], ["java", "Main"], 1000),
    "go": ("main.go", "// {}\npackage main\n\nimport \"fmt\"\n\nfunc main() {{\n\tvar a, b int\n\tfmt.Scan(&a, &b)\n\tfmt.Println(a + b)\n}}\n",
           [GO, "build", "-o", "main_go", "main.go"], ["./main_go"], 150),
}


def bare(language, folder, salt):
    """The same work without server and sandbox, one test after the other."""
    file, source, compile_argv, run_argv, _ = PROGRAMS[language]
    started = time.perf_counter()
    (folder / file).write_text(source.format(salt))
    if compile_argv:
        subprocess.run(compile_argv, cwd=folder, check=True)
    for test in TESTS:
        done = subprocess.run(run_argv, cwd=folder, input=test["input"], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == test["output"].strip()
    return time.perf_counter() - started


def judged(student, problem, language, salt):
    started = time.perf_counter()
    submission = student.judge(problem, language, PROGRAMS[language][1].format(salt))
    elapsed = time.perf_counter() - started
    assert submission["status"] == "AC" and len(submission["tests"]) == len(TESTS), submission
    return elapsed


def main(rounds):
    times = {language: ([], []) for language in PROGRAMS}
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        server.wait_for_build_caches()
        problem = server.admin().create_problem("Sum", TESTS)
        student = server.client().register("student")
        for number in range(-1, rounds):
            for language, (ours, reference) in times.items():
                elapsed = judged(student, problem, language, number), bare(language, pathlib.Path(folder), number)
                if number >= 0:  # the first round warms the disk's cache
                    ours.append(elapsed[0] * 1000)
                    reference.append(elapsed[1] * 1000)
    row = "{:<12} {:>14} {:>10} {:>10} {:>14} {:>8} {:>8}"
    print(f"POST to verdict, {len(TESTS)} tests, median of {rounds} interleaved runs, milliseconds")
    print(row.format("language", "POST-verdict", "fastest", "slowest", "bare, in line", "ratio", "goal"))
    for language, (ours, reference) in times.items():
        median, in_line = statistics.median(ours), statistics.median(reference)
        print(row.format(language, f"{median:.0f}", f"{min(ours):.0f}", f"{max(ours):.0f}", f"{in_line:.0f}", f"{median / in_line:.2f}",
                         f"<= {PROGRAMS[language][4]}"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
