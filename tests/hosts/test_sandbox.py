"""The sandbox's own tests, as they are built, on every kind of host."""

from shipped.server import ROOT

PROGRAM = ROOT / "build/release/src/sandbox/sandbox_test"
TIMEOUT_S = 300
TIME_FACTOR = 5  # of emulation


def test_sandbox(kind, machine, table):
    done = machine.run([PROGRAM, "--time-factor", TIME_FACTOR], timeout=TIMEOUT_S)
    words = done.output + done.errors
    failures = [line for line in words.splitlines() if "FAILED" in line or "SKIPPED" in line or "Failure" in line]
    assert done.status == 0 and "[  PASSED  ]" in words and not failures, words[-6000:]
    passed = words.rpartition("[  PASSED  ] ")[2].split(".")[0]
    table.append((kind, "sandbox unit tests", "passed", passed))
