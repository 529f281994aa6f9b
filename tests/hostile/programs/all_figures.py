"""Reads `talk` or `listen`, and how many ms a phase takes if not 250. In every second phase of one clock the one that talks holds what the kernel counts; in each phase the
one that listens reads every number that it is shown, of /proc, of file systems, of queues and of new objects. It prints those
that tell the phases apart: something may have arrived."""

import ctypes
import mmap
import os
import re
import select
import signal
import socket
import time

PHASES = 14
WINDOW = 8  # phases from one moment at which both may begin to the next
DIFFERENT_MAX = 3  # values of a figure that says on or off
LIBC = ctypes.CDLL(None, use_errno=True)
NOT_FIGURES = {"task", "fd", "fdinfo", "map_files", "root", "cwd", "exe", "mem", "pagemap", "smaps", "maps", "numa_maps", "attr", "clear_refs"}
FOLDERS = ("/proc", "/proc/self", "/proc/self/net", "/proc/self/net/stat", "/proc/self/net/dev_snmp6", "/proc/self/ns")
PLACES = ("/", "/usr", "/etc/ld.so.cache", "/dev", "/dev/null", "/proc", "/code", "/tmp", "/dev/shm")


def now_ms():
    return time.monotonic_ns() // 1000000


def wait_for_phase(begins):
    """Two boxes have no signal for one another: a clock is all that they share."""
    while (rest := begins - now_ms()) > 0:
        select.select([], [], [], rest / 1000)


class Held:
    def __init__(self):
        self.descriptors, self.children, self.memory = [], [], []

    def take(self):
        for _ in range(16):
            self.descriptors += [*os.pipe(), *(end.detach() for end in socket.socketpair())]
        for _ in range(8):
            self.descriptors.append(os.memfd_create("held"))
            os.write(self.descriptors[-1], b"x" * 100000)
            try:
                self.descriptors.append(socket.socket(socket.AF_INET).detach())
            except OSError:
                pass
            child = os.fork()
            if child == 0:
                signal.pause()
            self.children.append(child)
        self.memory.append(mmap.mmap(-1, 16 << 20))
        self.memory[-1].write(b"x" * (16 << 20))
        for _ in range(500):
            for end in os.pipe():
                os.close(end)

    def give_back(self):
        for descriptor in self.descriptors:
            os.close(descriptor)
        for child in self.children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        self.__init__()


def figures_of_files():
    for folder in FOLDERS:
        for name in os.listdir(folder) if os.path.isdir(folder) else ():
            path = f"{folder}/{name}"
            if name in NOT_FIGURES or os.path.isdir(path):
                continue
            try:
                with open(path, "rb") as file:
                    text = file.read(200000).decode("latin1")
            except OSError as error:
                yield path, error.errno
                continue
            for number, line in enumerate(text.split("\n")[:300]):
                for place, digits in enumerate(re.findall(r"\d+", line)[:30]):
                    yield f"{path}:{number}:{line[:12].split(' ')[0]}:{place}", int(digits)


def figures_of_calls():
    for path in PLACES:
        system, status = os.statvfs(path), os.stat(path)
        for name in ("f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_fsid"):
            yield f"{name} of {path}", getattr(system, name)
        for name in ("st_ino", "st_dev", "st_nlink", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_size"):
            yield f"{name} of {path}", getattr(status, name)
    ends = [*os.pipe(), *(end.detach() for end in socket.socketpair()), os.memfd_create("asked")]
    for kind, descriptor in zip(("pipe", "pipe's end", "socket", "socket's end", "memory file"), ends):
        yield f"number of a {kind}", os.fstat(descriptor).st_ino
    yield "size of a pipe", LIBC.fcntl(ends[0], 1032)  # F_GETPIPE_SZ
    for descriptor in ends:
        os.close(descriptor)
    told = (ctypes.c_ulong * 64)()
    LIBC.sysinfo(told)
    for place, value in enumerate(told[:14]):
        yield f"sysinfo {place}", value
    for call, arguments in (("shmctl", (0,)), ("msgctl", (0,)), ("semctl", (0, 0))):
        for command in (3, 13, 14, 18, 19):
            ctypes.memset(told, 0, ctypes.sizeof(told))
            yield f"{call} {command}", LIBC[call](*arguments, command, told)
            for place, value in enumerate(told[:12]):
                yield f"{call} {command} {place}", value
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    yield "number of a child", child
    try:
        process = os.pidfd_open(os.getpid())
        yield "number of the descriptor of a process", os.fstat(process).st_ino
        os.close(process)
    except OSError as error:
        yield "descriptor of a process", error.errno
    yield "cores", len(os.sched_getaffinity(0))


def tells(values):
    """Whether the phases in which the other held something differ from those before and after them."""
    off, on = values[0::2], values[1::2]
    if set(off).isdisjoint(on) and len(set(off)) <= DIFFERENT_MAX and len(set(on)) <= DIFFERENT_MAX:
        return True
    if None in values:
        return False
    if max(off) < min(on) or max(on) < min(off):
        return True
    up, down = [b - a for a, b in zip(off, on)], [b - a for a, b in zip(on, off[1:])]
    return min(up) > max(down) or max(up) < min(down)


def main():
    word, *given = input().split()
    talks, phase_ms = word == "talk", int(given[0]) if given else 250
    held, phases = Held(), []
    start = (now_ms() // (WINDOW * phase_ms) + 1) * WINDOW * phase_ms
    for phase in range(PHASES):
        wait_for_phase(start + phase * phase_ms)
        if talks:
            held.take() if phase % 2 else held.give_back()
        else:
            wait_for_phase(start + phase * phase_ms + phase_ms // 2)
            phases.append({**dict(figures_of_files()), **dict(figures_of_calls())})
    wait_for_phase(start + PHASES * phase_ms)
    names = sorted(set().union(*phases))
    print(f"{'talked' if talks else 'listened'} from {start} to {now_ms()}, {len(names)} questions")
    for name in names:
        values = [phase.get(name) for phase in phases]
        if tells(values):
            print(f"heard by {name}: {','.join(map(str, values))}")


main()
