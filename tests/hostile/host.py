"""Looks from the host at what a server's boxes leave behind.

A server reserves a slot: a range of uids (two a box: even for its inits, odd for programs) and a name for its cgroups.
"""

import dataclasses
import os
import pathlib
import select
import time

FIRST_UID = 65600
UIDS_OF_SERVER = 512
CGROUPS = pathlib.Path("/sys/fs/cgroup")
BOXES_BETWEEN = 4  # descriptors more or less while boxes are replaced; a leak of one a case shows soon all the same


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


def descriptors(pid):
    """Of a process, without the memory files of caches, which are bounded in bytes."""
    count = 0
    for link in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            count += not os.readlink(link).startswith("/memfd:")
        except OSError:
            pass  # closed meanwhile
    return count


def resident_mib(pid):
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def owned_by(uids, folder):
    """Names in a directory of the host that belong to a user of a box."""
    found = []
    for entry in os.scandir(folder):
        try:
            found += [entry.path] if entry.stat(follow_symlinks=False).st_uid in uids else []
        except OSError:
            pass
    return found


def ipc_objects(uids):
    """System V objects of the host that belong to a user of a box, with the column of their owner."""
    found = []
    for kind, column in (("shm", 7), ("sem", 4), ("msg", 7)):
        lines = pathlib.Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]
        found += [f"{kind} {line.split()[1]}" for line in lines if int(line.split()[column]) in uids]
    return found


@dataclasses.dataclass
class Snapshot:
    """What must be back after a case: descriptors, memory, disk, mounts, cgroups."""
    descriptors: dict
    server_mib: int
    launcher_mib: int
    files: int
    disk_mib: int
    mounts: int
    cgroups: int

    @classmethod
    def of(cls, server, host):
        pid = server.process.pid
        launcher = children(pid)[0]
        kept = list(server.data.rglob("*"))
        return cls(
            descriptors={"server": descriptors(pid), "launcher": descriptors(launcher)},
            server_mib=resident_mib(pid), launcher_mib=resident_mib(launcher), files=len(kept),
            disk_mib=sum(file.stat().st_size for file in kept if file.is_file()) >> 20,
            mounts=pathlib.Path(f"/proc/{launcher}/mountinfo").read_text().count("\n"),
            cgroups=sum(len(list(folder.iterdir())) for folder in host.cgroup_folders()))

    def highest(self, other):
        """Of each figure the larger."""
        figures = {field.name: max(getattr(self, field.name), getattr(other, field.name))
                   for field in dataclasses.fields(self) if field.name != "descriptors"}
        return Snapshot(descriptors={name: max(count, other.descriptors[name]) for name, count in self.descriptors.items()}, **figures)

    def growth_over(self, before):
        """In words, what is not back."""
        grown = [f"{name} has {now} descriptors, not {before.descriptors[name]}" for name, now in self.descriptors.items()
                 if now > before.descriptors[name] + BOXES_BETWEEN]
        for name, more in (("server_mib", 256), ("launcher_mib", 4), ("files", 0), ("disk_mib", 64), ("mounts", 0), ("cgroups", 0)):
            now, then = getattr(self, name), getattr(before, name)
            grown += [f"{name} is {now}, was {then}"] if now > then + more else []
        return grown
