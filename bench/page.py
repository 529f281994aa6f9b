#!/usr/bin/python3
"""How soon a page is there, in Chromium, from the production build in the shipped binary with a thousand problems.

Usage: page.py [ROUNDS]     (bench/run page)

Each round opens every page in a browser that knows nothing yet, again with what it kept, and on a slow network (1.6 Mbit/s,
150 ms a round trip) in one that knows nothing; pages take turns. The reference
is the server's smallest answer (/version) in the same browser: its ratio tells a slow machine from a slow page.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
from shipped.server import Server  # noqa: E402 (the same server as the tests start)

ROUNDS = 7
PROBLEMS = 1000
GOAL_MS = 1000
GOAL_KB = 250
TIMEOUT_S = 900
STATEMENT = "Read $n$ and print $n^2$.\n\n$$\\sum_{k=1}^{n} (2k - 1) = n^2$$\n\n## Input\n\nOne number, $1 \\le n \\le 10^9$.\n"
TESTS = [{"input": f"{n}\n", "output": f"{n * n}\n"} for n in range(1, 11)]
# What is measured, how it is called, and its goals in milliseconds where it has one: as a rule, and on the slow network.
ROWS = (
    ("reference", "/version, a line of text", None, None),
    ("list.paint", "the first page of 1,000 problems: first paint", GOAL_MS, None),
    ("list.rows", "   its rows are there", GOAL_MS, 3000),
    ("problem.paint", "the problem page: first paint", GOAL_MS, None),
    ("problem.statement", "   its statement is there, formulas laid out", GOAL_MS, None),
    ("problem.editor", "   its editor takes keys", None, 4000),
    ("search", "a word typed until the 1,000 are searched", None, None),
    ("turn", "the next page of the list", None, None),
)


def browser(server, token, problem, rounds):
    """What bench/page.mjs measured: {name: [milliseconds]} cold, kept and slow, and bytes of scripts."""
    order = json.dumps({"url": f"http://127.0.0.1:{server.port}", "token": token, "problem": problem, "rounds": rounds})
    done = subprocess.run(["node", str(HERE / "page.mjs"), order], capture_output=True, text=True, timeout=TIMEOUT_S,
                          env={**os.environ, "NODE_OPTIONS": ""})
    if done.returncode != 0:
        sys.exit(f"page.mjs:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def main(rounds):
    with Server() as server:
        admin = server.admin()
        for n in range(1, PROBLEMS + 1):
            made = admin.create_problem(f"Numbered {n}", TESTS, {"description": STATEMENT, "tags": ["squares", f"part {n % 20}"]})
        student = server.client().register("Ada")
        found = browser(server, student.token, made, rounds)
    row = "{:<48} {:>10} {:>12} {:>12} {:>12} {:>10} {:>14}"
    print(f"milliseconds from the request, median of {rounds} rounds; in brackets the slowest")
    print(row.format("", "goal", "cold", "kept", "cold, times", "goal", "slow network"))
    reference = statistics.median(found["cold"]["reference"])
    for name, words, goal, slow_goal in ROWS:
        cells = []
        for how in ("cold", "kept", "slow"):
            times = found[how].get(name)
            cells.append(f"{statistics.median(times):.0f} ({max(times):.0f})" if times else "")
        ratio = statistics.median(found["cold"][name]) / reference if name in found["cold"] else None
        print(row.format(words, f"< {goal}" if goal else "", *cells[:2], f"{ratio:.1f}" if ratio else "",
                         f"< {slow_goal}" if slow_goal else "", cells[2]))
    print(f"JavaScript that the first page loads, as it is sent: {found['scripts'] / 1024:.0f} KB in {found['files']} files (goal: < {GOAL_KB})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
