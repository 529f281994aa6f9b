"""`./run` on a host with cgroup v2: as root, and as an ordinary user with a login session and a user manager.

The tree is the host's, built; only what ./run writes is given to the user, in the machine's own layer.
"""

import subprocess
import time

import pytest

from hosts.machine import USER, Machine
from shipped.server import ROOT

STAMPED = "cat tools/packages.sh tools/build.sh CMakePresets.json /etc/os-release | sha256sum"  # as ./run has it
PORT = 5000
TIMEOUT_S = 400
WANTED = {"v2-root": "cgroup", "v2-systemd-user": "systemd-run"}


def prepare(machine, user):
    """No build and no package is looked for: the tree is as ./run --build-only leaves it."""
    stamp = subprocess.run(["sh", "-c", STAMPED], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    machine.write(f"{ROOT}/build/run.stamp", stamp)
    if user:
        done = machine.run(["sh", "-c", "find . -name .git -prune -o -type d -exec chown $0 {} + && chown $0 build/release/.ninja_*",
                            user], directory=ROOT, user="root", timeout=TIMEOUT_S)
        assert done.status == 0, done.errors


def read_until(running, words, timeout):
    """What it says up to some words of its last line."""
    deadline = time.monotonic() + timeout
    said = ""
    try:
        for _, data in running.frames(timeout):
            said += data.decode(errors="replace")
            if any(word in said for word in words):
                return said
            assert time.monotonic() < deadline, said
    except TimeoutError:
        pass
    raise AssertionError(f"it ended or said nothing more: {said}")


@pytest.mark.parametrize("host", ["v2-root", "v2-systemd-user"])
def test_run(host, table):
    with Machine(host, life_max_s=TIMEOUT_S + 200) as machine:
        prepare(machine, machine.kind.user and USER)
        running = machine.begin(["./run", "--listen", f"127.0.0.1:{PORT}"], directory=ROOT)
        said = read_until(running, ["examples were", "not all judged", "as they should"], TIMEOUT_S)
        print(said)
        groups = machine.run(["sh", "-c", "for p in $(pidof autograder); do cat /proc/$p/cgroup; done; find /sys/fs/cgroup -name 'autograder*'"],
                             user="root").output
        print(groups)
        running.close()
    assert "not all judged" not in said
    table.append((host, "./run", "served", ""))
