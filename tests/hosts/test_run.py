"""`./run` on a host with cgroup v2: as root, and as an ordinary user with a login session and a user manager.

The tree is the host's, built; only what ./run writes is given to the user, in the machine's own layer. C and C++ are judged, and no
language that lies below /usr/local: see small_system.py.
"""

import re
import subprocess
import time

import pytest

from hosts.machine import USER, Machine
from hosts.small_system import cover_large_trees
from shipped.server import ROOT

STAMPED = "cat tools/packages.sh tools/build.sh CMakePresets.json /etc/os-release | sha256sum"  # as ./run has it
PORT = 5000
TIMEOUT_S = 400
ACCEPTED = 2
NEEDED_BY_BUILD = ("/usr/share", "/usr/include")  # it looks at each header, and finds that nothing has changed
# Kind of host, and what ./run says of the way that it took.
WAYS = {"v2-root": "made by root", "v2-systemd-user": "made by you, in a cgroup that systemd delegates"}


def prepare(machine, user):
    """No build and no package is looked for: the tree is as ./run --build-only leaves it."""
    stamp = subprocess.run(["sh", "-c", STAMPED], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    machine.write(f"{ROOT}/build/run.stamp", stamp)
    if user:
        writable = "chown $0 build/*.* build/release/.ninja_*"
        done = machine.run(["sh", "-c", "find . -name .git -prune -o -name node_modules -prune -o -type d -exec chown $0 {} + && "
                            + writable, user], directory=ROOT, user="root", timeout=TIMEOUT_S)
        assert done.status == 0, done.errors


def is_shown(said):
    """Examples judged, as many as it takes to see that judging works; all of them would take minutes here."""
    return len(re.findall(r" AC +\d+ ms", said)) >= ACCEPTED or "not all judged" in said


def read_until(running, is_enough, timeout):
    """What it says until that is enough."""
    deadline = time.monotonic() + timeout
    said = ""
    try:
        for _, data in running.frames(timeout):
            said += data.decode(errors="replace")
            if is_enough(said):
                return said
            assert time.monotonic() < deadline, said
    except TimeoutError:
        pass
    raise AssertionError(f"it ended or said nothing more: {said}")


@pytest.mark.parametrize("host", WAYS)
def test_run(host, table):
    with Machine(host, life_max_s=TIMEOUT_S + 200) as machine:
        prepare(machine, machine.kind.user and USER)
        cover_large_trees(machine, NEEDED_BY_BUILD)
        running = machine.begin(["./run", "--listen", f"127.0.0.1:{PORT}"], directory=ROOT)
        said = read_until(running, is_shown, TIMEOUT_S)
        groups = machine.run(["sh", "-c", "for pid in $(pidof autograder); do cat /proc/$pid/cgroup; done"], user="root").output
        running.close()
    assert WAYS[host] in said and "not all judged" not in said, said
    assert groups.strip(), "no server is there"
    table.append((host, "./run", "judged", WAYS[host]))
