"""Inside a machine: looks at what a server's boxes leave behind, whatever kind of host it is and however boxes are made.

Nothing is known here of the layout of cgroups or of the users of boxes: a stranger is any process that is neither the
kernel's, nor the machine's own, nor an autograder (whose inits keep its executable).
"""

import os
import pathlib
import re
import select
import stat
import time

KERNEL_THREAD = 0x00200000
PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock")
FIRST_UID_OF_BOXES = 65600


def read(path):
    try:
        return pathlib.Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def link(path):
    try:
        return os.readlink(path)
    except OSError:
        return ""


def processes():
    """(pid, name, executable, user) of everything that is not a kernel thread."""
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        name, _, rest = read(entry / "stat").rpartition(")")
        fields = rest.split()
        if len(fields) < 7 or int(fields[6]) & KERNEL_THREAD:
            continue
        user = read(entry / "status").partition("\nUid:\t")[2].split()
        yield int(entry.name), name.partition("(")[2], link(entry / "exe"), int(user[1]) if user else -1


def strangers(binary):
    here = link("/proc/self/ns/pid")
    return [[pid, name, executable] for pid, name, executable, user in processes()
            if executable != binary and not (user == 0 and link(f"/proc/{pid}/ns/pid") == here)]


def autograders(binary):
    return [pid for pid, _, executable, _ in processes() if executable == binary]


def wait_for_end(pid, timeout):
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        select.select([handle], [], [], timeout)
    finally:
        os.close(handle)


def groups():
    """Every cgroup of every hierarchy, but those that the agent makes for commands of ordinary users, and in them the leaf that
    a server moves itself to: both go when the session's group is removed."""
    top = pathlib.Path("/sys/fs/cgroup")
    found = (str(path.relative_to(top)) for path in top.rglob("*") if path.is_dir())
    return sorted(path for path in found if not re.fullmatch(r"sessions(/\d+(/own(/autograder-server)?)?)?", path))


def settled(look, wanted, timeout):
    """What `look` finds once `wanted` is content with it, or when the time is over."""
    deadline = time.monotonic() + timeout
    while not wanted(found := look()) and (left := deadline - time.monotonic()) > 0:
        if found and isinstance(found[0], list):
            wait_for_end(found[0][0], min(left, 1))
        else:
            select.select([], [], [], min(left, 0.05))  # neither a cgroup's removal nor a descriptor's end gives a signal
    return found


def left_behind(binary, timeout):
    """Processes that are nobody's."""
    return settled(lambda: strangers(binary), lambda found: not found, timeout)


def figures(server):
    """How much of what can leak there is: the server's and its launcher's descriptors, cgroups, files of boxes."""
    pids = [server, *(int(pid) for pid in read(f"/proc/{server}/task/{server}/children").split())]
    files = 0
    for place in PLACES:
        for folder, _, names in os.walk(place):
            for name in names:
                try:
                    found = os.lstat(os.path.join(folder, name))
                except OSError:
                    continue
                files += found.st_uid >= FIRST_UID_OF_BOXES and not stat.S_ISDIR(found.st_mode)
    descriptors = 0
    for pid in pids:
        for descriptor in os.listdir(f"/proc/{pid}/fd"):
            try:
                # Without the memory files of caches, which have bounds of their own.
                descriptors += not os.readlink(f"/proc/{pid}/fd/{descriptor}").startswith("/memfd:")
            except OSError:
                pass
    return {"descriptors": descriptors, "cgroups": len(groups()), "files of boxes": files, "processes": len(pids)}


def grown(server, before, timeout):
    """Which of the figures are higher than before, once that has had time to pass."""
    def look():
        now = figures(server)
        return [f"{name}: {now[name]}, before {before[name]}" for name in before if now[name] > before[name]]
    return settled(look, lambda found: not found, timeout)


def all_gone(binary, before, timeout):
    """After a server's end: what is left of its processes and cgroups."""
    def look():
        known = set(before)
        return [f"process {pid}" for pid in autograders(binary)] + [path for path in groups() if path not in known]
    return settled(look, lambda found: not found, timeout)


def after(binary, server, before, canary, timeout):
    """All of it at one go, since each look costs."""
    return {"left_behind": left_behind(binary, timeout), "grown": grown(server, before, timeout), "canary": read(canary)}


LOOKS = {"after": after, "left_behind": left_behind, "figures": figures, "grown": grown, "groups": groups, "all_gone": all_gone}
