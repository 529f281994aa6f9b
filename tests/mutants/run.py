#!/usr/bin/python3
"""Puts one fault at a time into the code; a test must fail for each, or it is a failure of the tests.

Usage: run.py [--check] [--junitxml FILE] [NAME...]     (./test mutants; NAME: a part of a patch's name)

A mutant is a file NAME.patch beside this one: lines of `Fault: what is wrong` and `Test: PROGRAM FILTER` (one or more; the first
that fails is enough), then a unified diff with paths from the root of the tree. Code and build are a copy in
build/mutants, so that the tree stays as it is. --check only looks whether each patch fits and names tests that exist.
"""

import argparse
import dataclasses
import filecmp
import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

PLACE = pathlib.Path(__file__).resolve().parent
ROOT = PLACE.parent.parent
COPY = ROOT / "build/mutants/tree"
BUILD = ROOT / "build/mutants/build"
COPIED = ("CMakeLists.txt", "cmake", "src", "languages", "docs/http_api.yaml", "tests", "bench", "examples", "tools", "web/dist")
SKIPPED = {"__pycache__", "node_modules"}
TEST_TIME_S = 120  # a program that hangs noticed something, too


class Wrong(Exception):
    """A mutant that shows nothing: its patch or its tests have to be mended."""


@dataclasses.dataclass(frozen=True)
class Run:
    """Tests of one program."""
    program: str
    filter: str

    def name(self):
        """Without what a contract's test has around it: Backends/Suite.Test/Sqlite."""
        return re.sub(r"^\w+/|/\S+$", "", self.filter)

    def command(self):
        found = [path for path in BUILD.rglob(self.program) if path.is_file() and os.access(path, os.X_OK)]
        if len(found) != 1:
            raise Wrong(f"there is no program {self.program}")
        return [found[0], f"--gtest_filter={self.filter}", "--gtest_brief=1"]

    def passes(self):
        """And why not. The program stands in the copy, as ctest starts it in the tree."""
        try:
            done = subprocess.run(self.command(), cwd=COPY, capture_output=True, text=True, errors="replace", timeout=TEST_TIME_S)
        except subprocess.TimeoutExpired:
            return False, f"did not end within {TEST_TIME_S} s"
        if done.returncode == 0 and re.search(r"\[  PASSED  \] [1-9]", done.stdout):
            return True, ""
        if done.returncode == 0:
            raise Wrong(f"{self.program} has no test {self.filter}")
        failed = re.findall(r"\[  FAILED  \] ([\w./]+)", done.stdout)
        return False, failed[0] if failed else f"exit status {done.returncode}"


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One patch file."""
    path: pathlib.Path
    fault: str
    runs: tuple

    @classmethod
    def read(cls, path):
        head = path.read_text().partition("\n--- ")[0]
        fault = re.search(r"^Fault: (.+)$", head, re.MULTILINE)
        runs = tuple(Run(*match) for match in re.findall(r"^Test: (\w+) (\S+)$", head, re.MULTILINE))
        if not fault or not runs:
            raise Wrong(f"{path.name}: has no Fault: or no Test: line")
        return cls(path, fault.group(1), runs)

    @property
    def name(self):
        return self.path.stem

    def files(self):
        return re.findall(r"^\+\+\+ b/(\S+)", self.path.read_text(), re.MULTILINE)

    def patch(self, tree=COPY):
        done = subprocess.run(["patch", "-p1", "--force", "--no-backup-if-mismatch", "--reject-file=-", "-i", self.path],
                              cwd=tree, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Wrong(f"{self.path.name} does not fit the code any more: {done.stdout.strip()}")

    def restore(self, tree=COPY):
        for file in self.files():
            (tree / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, tree / file)


def wanted_files():
    for name in COPIED:
        top = ROOT / name
        if top.is_file():
            yield top.relative_to(ROOT)
        for folder, folders, names in os.walk(top):
            folders[:] = [one for one in folders if one not in SKIPPED]
            yield from (pathlib.Path(folder, one).relative_to(ROOT) for one in names)


def refresh_copy():
    """Only what differs is written: the next build takes up what changed."""
    wanted = set(wanted_files())
    for file in wanted:
        target = COPY / file
        if target.is_file() and filecmp.cmp(ROOT / file, target, shallow=False):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, target)
    for folder, _, names in os.walk(COPY):
        for name in names:
            path = pathlib.Path(folder, name)
            if path.relative_to(COPY) not in wanted:
                path.unlink()


def call(command, what):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Wrong(f"{what}: {(done.stdout + done.stderr).strip()[-2000:]}")


def configure():
    launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    call(["cmake", "-S", COPY, "-B", BUILD, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DBUILD_TESTING=ON", *launcher], "cmake failed")


def build(programs):
    call(["nice", "-n", "10", "ninja", "-C", BUILD, "-j", str(jobs()), *sorted(programs)], "it does not build")


def jobs():
    """Compilers at once: one a core, if the memory holds them."""
    memory_kb = int(re.search(r"MemAvailable:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1))
    return max(1, min(len(os.sched_getaffinity(0)), memory_kb // 1_200_000))


def hunt(mutant):
    """(noticed, what was seen)"""
    mutant.patch()
    try:
        build({run.program for run in mutant.runs})
        for run in mutant.runs:
            passed, why = run.passes()
            if not passed:
                return True, why
        return False, "no test failed"
    finally:
        mutant.restore()


def check(mutants):
    """Without a build: what fits, and which tests there are."""
    tests = set()
    for path in (*(ROOT / "src").rglob("*_test.cpp"), *(ROOT / "src").rglob("*_contract.h"), *(ROOT / "tests").rglob("*_test.cpp")):
        tests.update(".".join(match) for match in re.findall(r"^TEST(?:_[FP])?\((\w+), (\w+)\)", path.read_text(), re.MULTILINE))
    for mutant in mutants:
        with tempfile.TemporaryDirectory() as tree:
            mutant.restore(pathlib.Path(tree))
            mutant.patch(tree)
        for run in mutant.runs:
            if not fnmatch.filter(tests, run.name()):
                raise Wrong(f"{mutant.name}: there is no test {run.filter}")


def write_junit(file, rows):
    suite = xml.etree.ElementTree.Element("testsuite", name="mutants")
    for mutant, noticed, seen, seconds in rows:
        case = xml.etree.ElementTree.SubElement(suite, "testcase", classname="mutants", name=mutant.name, time=f"{seconds:.1f}")
        if not noticed:
            xml.etree.ElementTree.SubElement(case, "failure", message=f"{mutant.fault}: {seen}")
    xml.etree.ElementTree.ElementTree(suite).write(file)


def hunt_all(mutants):
    configure()
    build({run.program for mutant in mutants for run in mutant.runs})
    for run in {run for mutant in mutants for run in mutant.runs}:
        passed, why = run.passes()
        if not passed:
            raise Wrong(f"{run.program} {run.filter} fails without any fault: {why}")
    for mutant in mutants:
        started = time.monotonic()
        try:
            noticed, seen = hunt(mutant)
        except Wrong as problem:
            noticed, seen = False, str(problem)
        seconds = time.monotonic() - started
        print(f"{'noticed ' if noticed else 'SURVIVED'}  {mutant.name}: {seen} ({seconds:.0f} s)", flush=True)
        yield mutant, noticed, seen, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--junitxml")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    try:
        mutants = [Mutant.read(path) for path in sorted(PLACE.glob("*.patch"))]
        mutants = [one for one in mutants if not options.names or any(name in one.name for name in options.names)]
        if not mutants:
            raise Wrong("there is no such mutant")
        if options.check:
            check(mutants)
            print(f"mutants: {len(mutants)} patches fit")
            return 0
        refresh_copy()
        rows = list(hunt_all(mutants))
    except Wrong as problem:
        print(f"mutants: {problem}")
        return 1
    if options.junitxml:
        write_junit(options.junitxml, rows)
    survived = sum(not noticed for _, noticed, _, _ in rows)
    print(f"mutants: {len(rows) - survived} passed, {survived} failed")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
