"""What check-host says of a host, whole or with a layer missing; and that serve refuses in the same words."""

import contextlib
import re

import pytest

from hosts.machine import Machine
from hosts.small_system import cover_large_trees
from shipped.server import BINARY

TIMEOUT_S = 180
NAMESPACES = "/proc/sys/user/max_user_namespaces"
DEBIAN_SWITCH = "/proc/sys/kernel/unprivileged_userns_clone"

# Of an ordinary user's host: how the command is started there, and words of the line on cgroups.
UNDELEGATED = {
    "no delegation": ({"delegated": False}, "is not delegated to us: "),
    "memory not delegated": ({"withheld": ["memory"]}, "not been given the controllers memory"),
    "pids not delegated": ({"withheld": ["pids"]}, "not been given the controllers pids"),
}


@contextlib.contextmanager
def setting(machine, path, value):
    """A setting of the kernel, for a while."""
    def write(text):
        assert machine.run(["sh", "-c", f"echo {text} >{path}"], user="root").status == 0
    before = machine.run(["cat", path], user="root").output.strip()
    write(value)
    try:
        yield
    finally:
        write(before)


def check_host(machine, **how):
    """(status, the lines by layer, all it said)."""
    done = machine.run([BINARY, "check-host"], timeout=TIMEOUT_S, **how)
    lines = {words[1]: line for line in done.output.splitlines() if len(words := line.split(None, 2)) > 1}
    return done.status, lines, done.output + done.errors


def everywhere(words):
    """Each command has its own group."""
    return re.sub(r"sessions/\d+", "sessions/N", words)


def assert_refused(machine, layer, words, **how):
    status, lines, said = check_host(machine, **how)
    assert status != 0, said
    assert lines[layer].startswith("MISSING") and words in lines[layer], said
    sentence = lines[layer].split(None, 2)[2]
    serve = machine.run([BINARY, "serve", "--listen", "127.0.0.1:5999", "--data", "/tmp/refused"], timeout=TIMEOUT_S, **how)
    assert serve.status > 0 and everywhere(sentence) in everywhere(serve.output + serve.errors), serve.output + serve.errors
    return sentence


def test_a_whole_host(kind, machine, table):
    status, lines, said = check_host(machine)
    assert status == 0 and "This host can judge." in said, said
    assert lines["cgroups"].startswith("ok") and lines["cgroups"].split()[2].startswith(kind[:2]), said
    assert lines["box"].startswith("ok"), said
    watches = "absent" if kind == "v2-rootless" else "ok"  # docs/operating/hosts.md has the remedy
    assert lines["watches"].startswith(watches) and ("sysctl" in lines["watches"]) == (watches == "absent"), said
    table.append((kind, "check-host", "ok", lines["cgroups"].split(None, 2)[2]))


def test_user_namespaces_switched_off(kind, machine, table):
    with setting(machine, NAMESPACES, 0):
        sentence = assert_refused(machine, "namespaces", "sysctl user.max_user_namespaces=")
    table.append((kind, "user namespaces off", "refused", sentence))


@pytest.mark.only("v2-rootless")
def test_user_namespaces_for_root_alone(kind, machine, table):
    with setting(machine, DEBIAN_SWITCH, 0):
        sentence = assert_refused(machine, "namespaces", "sysctl kernel.unprivileged_userns_clone=1")
    table.append((kind, "user namespaces for root", "refused", sentence))


@pytest.mark.only("v2-rootless")
@pytest.mark.parametrize("name", UNDELEGATED)
def test_cgroups_not_delegated(kind, machine, table, name):
    how, words = UNDELEGATED[name]
    table.append((kind, name, "refused", assert_refused(machine, "cgroups", words, **how)))


@pytest.mark.only("v2-rootless")
def test_no_delegation_where_that_is_allowed(kind, machine, table):
    """Then the box is made all the same, and every look says what is missing."""
    status, lines, said = check_host(machine, delegated=False, environment={"AUTOGRADER_SANDBOX_ALLOW_DEGRADED": "on"})
    assert status == 0 and lines["box"].startswith("ok"), said
    assert lines["cgroups"].startswith("absent") and "sandbox.allow_degraded is set" in lines["cgroups"], said
    table.append((kind, "no delegation, allowed", "ok", lines["cgroups"].split(None, 2)[2][:100]))


@pytest.mark.only("v2-rootless")
def test_a_shared_group(kind, machine, table):
    """Who is none of those who started us, nor started by them, is not moved out of the way."""
    alone = "sharer=$(sleep 600 >/dev/null & echo $!)"
    done = machine.run(["sh", "-c", f"{alone}; {BINARY} check-host; status=$?; kill $sharer; exit $status"], timeout=TIMEOUT_S)
    assert done.status != 0 and "is shared with 1 other" in done.output, done.output + done.errors
    table.append((kind, "a shared group", "refused", "is shared with 1 other processes"))


@pytest.mark.only("v2-rootless")
def test_supplementary_groups(kind, machine, table):
    """They stay with an ordinary user's programs; that is said, and no reason to refuse."""
    status, lines, said = check_host(machine, groups=[27])
    assert status == 0 and lines["groups"].startswith("absent") and "SupplementaryGroups=" in lines["groups"], said
    table.append((kind, "supplementary groups", "ok", lines["groups"].split(None, 2)[2][:100]))


def test_a_kernel_without_memory_controller_and_landlock(table):
    """Root cannot help where the kernel was started without; Landlock is used where it is, and not required."""
    with Machine("v2-root", ["cgroup_disable=memory", "lsm=lockdown,yama"], life_max_s=300) as machine:
        cover_large_trees(machine)
        sentence = assert_refused(machine, "cgroups", "boot with cgroup_enable=memory")
        _, lines, said = check_host(machine)
        assert lines["landlock"].startswith("absent") and "lsm=" in lines["landlock"], said
    table.append(("v2-root", "no memory controller", "refused", sentence))
