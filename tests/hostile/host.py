"""Looks from the host at what a server's boxes leave behind.

A server reserves a slot: a range of uids (two a box: even for its inits, odd for programs) and a name for its cgroups.
"""

import os
import pathlib
import select
import time

FIRST_UID = 65600
UIDS_OF_SERVER = 512
CGROUPS = pathlib.Path("/sys/fs/cgroup")


def children(pid):
    text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(word) for word in text.split()]


def slot_of(server_pid):
    """From the lock file that the launcher, a child of the server, holds open."""
    for pid in [server_pid, *children(server_pid)]:
        for link in pathlib.Path(f"/proc/{pid}/fd").iterdir():
            try:
                target = os.readlink(link)
            except OSError:
                continue
            if target.startswith("/run/autograder/server-"):
                return int(target.removeprefix("/run/autograder/server-").removesuffix(".lock"))
    raise AssertionError("no process of the server holds a slot")


class BoxHost:
    """Processes and cgroups of one server's boxes."""

    def __init__(self, server_pid):
        slot = slot_of(server_pid)
        self.uids = range(FIRST_UID + slot * UIDS_OF_SERVER, FIRST_UID + (slot + 1) * UIDS_OF_SERVER)
        self.cgroup = f"autograder-{slot}"

    def uid(self, pid):
        """The effective one; the owner of /proc/PID is root for what may not be dumped."""
        try:
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
        except OSError:
            return None
        return int(status.partition("\nUid:\t")[2].split()[1])

    def all_processes(self):
        """Everything alive that has a uid of a box, inits too."""
        return [int(entry.name) for entry in pathlib.Path("/proc").iterdir()
                if entry.name.isdigit() and self.uid(entry.name) in self.uids]

    def programs(self):
        return [pid for pid in self.all_processes() if (self.uid(pid) or 0) % 2]

    def strangers_in_cgroups(self):
        """Processes in the boxes' cgroups that are not their inits."""
        found = []
        for folder in self.cgroup_folders():
            for file in folder.rglob("cgroup.procs"):
                found += [pid for pid in map(int, file.read_text().split()) if (self.uid(pid) or 0) % 2]
        return found

    def cgroup_folders(self):
        return list(CGROUPS.rglob(self.cgroup))


def gone(processes, timeout):
    """Waits until there are none any more; what is left after so many seconds."""
    deadline = time.monotonic() + timeout
    while left := processes():
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            break
        try:
            handle = os.pidfd_open(left[0])
        except ProcessLookupError:
            continue
        try:
            select.select([handle], [], [], min(remaining, 1))
        finally:
            os.close(handle)
    return left
