#!/usr/bin/python3
"""Counts tests over the layers of ./test, and prints one closing line over all of them.

Usage: tally.py NAME=FILE... where FILE is JUnit XML of ctest (beside it GoogleTest's own XML files in DIRECTORY, as
NAME=FILE,DIRECTORY) or of pytest (several as NAME=FILE+FILE), or NAME=ok / NAME=failed for a check that counts as one test.
Exit status 1 when anything failed, or when a layer has nothing to show.
"""

import dataclasses
import pathlib
import sys
import xml.etree.ElementTree


@dataclasses.dataclass
class Count:
    """What one layer or all of them came to."""
    passed: int = 0
    failed: int = 0
    skipped: list = dataclasses.field(default_factory=list)

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


def reasons(case):
    return " ".join(part.get("message") or "" for part in case.findall("skipped")).strip() or "no reason given"


def count_cases(file):
    """Any JUnit-like XML: one test a <testcase>."""
    count = Count()
    for case in xml.etree.ElementTree.parse(file).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail":
            count.failed += 1
        elif case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
            count.skipped.append(f"{case.get('classname')}.{case.get('name')}: {reasons(case)}")
        else:
            count.passed += 1
    return count


def count_ctest(file, directory):
    """A program counts by its own tests where it is GoogleTest's, else as one."""
    count = Count()
    for case in xml.etree.ElementTree.parse(file).iter("testcase"):
        own = pathlib.Path(directory) / (case.get("name") + ".xml")
        program = count_cases(own) if own.is_file() else Count()
        if case.get("status") != "run" and program.failed == 0:
            program.failed += 1  # it crashed, ran out of time, or never ran
        elif not own.is_file():
            program.passed += 1
        count.add(program)
    return count


def count_layer(source):
    if source in ("ok", "failed"):
        return Count(passed=1) if source == "ok" else Count(failed=1)
    count = Count()
    for part in source.split("+"):
        count.add(count_part(part))
    return count


def count_part(source):
    file, _, directory = source.partition(",")
    try:
        count = count_ctest(file, directory) if directory else count_cases(file)
    except (OSError, xml.etree.ElementTree.ParseError):
        return Count(failed=1)
    if count.passed + count.failed + len(count.skipped) == 0:
        count.failed = 1
    return count


def main(arguments):
    total = Count()
    for argument in arguments:
        name, _, source = argument.partition("=")
        count = count_layer(source)
        print(f"  {name:<28} {count.passed} passed, {count.failed} failed"
              + (f", {len(count.skipped)} skipped" if count.skipped else ""))
        total.add(count)
    for skipped in total.skipped:
        print("  skipped:", skipped)
    print(f"{total.passed} passed, {total.failed} failed" + (f", {len(total.skipped)} skipped" if total.skipped else ""))
    return 1 if total.failed or not arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
