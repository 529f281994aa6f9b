#!/usr/bin/python3
"""Runs the tests of every kind of host, two kinds side by side, one pytest each, and prints one table over all of them.

    tests/hosts/run.py [--results DIRECTORY] [--whole-max SECONDS] [--invariants]

DIRECTORY gets hosts-KIND.xml and hosts-KIND.log, with --invariants invariants-KIND.*: those tests alone, one kind after the
other, since what runs beside a machine is in its figures. Three machines on two cores make programs exceed their time limits:
the third kind begins when the first of the other two has ended. Not zero when a test failed.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KINDS = ("v2-root", "v2-rootless", "alone")  # alone: tests that make machines of their own
FORM = "{:<16} {:<34} {:<8} {}"
STOP_TIMEOUT_S = 20  # after the tests' own bound
AT_ONCE_MAX = 2


def begin(kind, stem, whole_max, chosen):
    # The folder stands first and values behind "=": pytest looks for options of ours only where it has found the folder.
    command = ["/usr/bin/python3", "-m", "pytest", str(HERE), "-p", "no:cacheprovider", "-v", "-ra", "--tb=short",
               f"--kinds={kind}", f"--whole-max={whole_max}", f"--rows={stem}-{kind}.json",
               f"--junitxml={stem}-{kind}.xml", "-m", chosen]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})


def follow(kind, process, log):
    """Says each verdict of a test as it comes, and keeps all words."""
    with process.stdout as stream, open(log, "w", encoding="utf-8") as file:
        for line in stream:
            file.write(line)
            file.flush()
            if match := re.match(r"\S*/(\S+) (PASSED|FAILED|ERROR|SKIPPED)", line):
                print(f"{kind:<12} {match.group(2):<8} {match.group(1)}", flush=True)


def run_one(kind, stem, deadline, chosen):
    """Whether all its tests passed. They end by themselves at the deadline, or are ended soon after."""
    process = begin(kind, stem, max(0, deadline - time.monotonic()), chosen)
    bound = threading.Timer(deadline - time.monotonic() + STOP_TIMEOUT_S, process.terminate)
    bound.start()
    follow(kind, process, f"{stem}-{kind}.log")
    bound.cancel()
    return process.wait() == 0


def run(kinds, stem, whole_max, chosen):
    """The kinds of which a test failed."""
    deadline = time.monotonic() + whole_max
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE_MAX) as pool:
        passed = list(pool.map(lambda kind: run_one(kind, stem, deadline, chosen), kinds))
    return [kind for kind, good in zip(kinds, passed) if not good]


def print_table(kinds, stem):
    rows = []
    for kind in kinds:
        path = pathlib.Path(f"{stem}-{kind}.json")
        rows += json.loads(path.read_text("utf-8")) if path.exists() else []
    print(FORM.format("host", "case", "verdict", "what stopped it"))
    for row in sorted(rows):
        print(FORM.format(*row))
    print(f"{len(rows)} rows")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=pathlib.Path, default=ROOT / "build/test", help="where logs and results go")
    parser.add_argument("--whole-max", type=float, default=1170, help="seconds that all of it may take, with --invariants each kind (1170)")
    parser.add_argument("--invariants", action="store_true", help="the invariants of tests/hostile, and nothing else")
    given = parser.parse_args()
    given.results.mkdir(parents=True, exist_ok=True)
    kinds = [kind for kind in KINDS if kind != "alone" or not given.invariants]
    stem = given.results / ("invariants" if given.invariants else "hosts")
    for kind in kinds:
        pathlib.Path(f"{stem}-{kind}.json").unlink(missing_ok=True)
    if given.invariants:
        failed = [name for kind in kinds for name in run([kind], stem, given.whole_max, "invariants")]
    else:
        failed = run(kinds, stem, given.whole_max, "not invariants")
    logs = {kind: pathlib.Path(f"{stem}-{kind}.log").read_text("utf-8") for kind in kinds}
    for kind in failed:
        print(f"\n== {kind}")
        print(logs[kind][logs[kind].find("= FAILURES ="):][-20000:] if "= FAILURES =" in logs[kind] else logs[kind][-8000:])
    print_table(kinds, stem)
    for kind, log in logs.items():
        words = [line for line in log.splitlines() if line.startswith("==")]
        print(f"{kind:<12} {words[-1].strip('= ') if words else 'said nothing'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
