"""The sandbox's own tests, as they are built, on every kind of host."""

from shipped.server import ROOT

PROGRAM = ROOT / "build/release/src/sandbox/sandbox_test"
TIMEOUT_S = 300
TIME_FACTOR = 5  # of emulation


def test_sandbox(kind, machine, table):
    # The kernel tells an ordinary user nothing of which pages of root's files are in memory: the case files_in_memory asks there.
    some = ["--gtest_filter=-FilesRead*"] if kind == "v2-rootless" else []
    done = machine.run([PROGRAM, "--time-factor", TIME_FACTOR, *some], timeout=TIMEOUT_S)
    words = done.output + done.errors
    failures = [line for line in words.splitlines() if "FAILED" in line or "SKIPPED" in line or "Failure" in line]
    assert done.status == 0 and "[  PASSED  ]" in words and not failures, words[-6000:]
    passed = words.rpartition("[  PASSED  ] ")[2].split(".")[0]
    table.append((kind, "sandbox unit tests", "passed", passed))
