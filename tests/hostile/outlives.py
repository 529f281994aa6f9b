"""How much a host's kernel keeps, and programs that try to leave more there. Run by itself, it prints the figures as JSON.

Most figures are the whole host's, as nobody else counts them: the bounds are far below what one of these programs would leave
with one submission where it could (its whole memory limit in attributes of its input), and far above what a host does meanwhile.
What the kernel charged to boxes, reclaimable or not, it counts on in the group above them when they are gone: servers alone
make that, so its bound is close.
"""

import json
import pathlib
import re
import threading
import time

PROGRAM = (pathlib.Path(__file__).parent / "programs" / "leaves_kernel_memory.c").read_text()
SUBMISSIONS = 4
LIMITS = {"timeLimitMs": 4000, "memoryLimitMb": 256}
PATIENCE_S = 20  # the kernel takes groups and namespaces down after the answer

# Figure -> how much more is nothing.
BOUNDS = {"kernel memory of boxes KiB": 8192, "kernel memory MiB": 96, "memory files MiB": 96, "sockets": 400, "contexts": 500, "keys": 60, "locks": 100, "segments": 20}


def word_after(path, name):
    text = pathlib.Path(path).read_text()
    return int(text.partition(name)[2].split()[0])


def lines_of(path):
    return pathlib.Path(path).read_text().count("\n")


def kernel_memory_of_boxes():
    """In bytes, of all groups that hold the boxes of a server, gone ones included: cgroup v1 and v2 name it differently."""
    found = 0
    for folder in pathlib.Path("/sys/fs/cgroup").rglob("autograder-*"):
        if not re.fullmatch(r"autograder-\d+", folder.name):
            continue
        if (counter := folder / "memory.kmem.usage_in_bytes").exists():
            found += int(counter.read_text())
        elif (counters := folder / "memory.stat").exists():
            found += word_after(counters, "\nkernel ")
    return found


def figures():
    return {
        "kernel memory of boxes KiB": kernel_memory_of_boxes() >> 10,
        "kernel memory MiB": word_after("/proc/meminfo", "SUnreclaim:") >> 10,
        "memory files MiB": word_after("/proc/meminfo", "Shmem:") >> 10,
        "sockets": word_after("/proc/net/sockstat", " alloc "),
        "contexts": int(pathlib.Path("/proc/sys/fs/aio-nr").read_text()),
        "keys": lines_of("/proc/keys"),
        "locks": lines_of("/proc/locks"),
        "segments": lines_of("/proc/sysvipc/shm") + lines_of("/proc/sysvipc/msg"),
    }


def growth(before, now):
    return {name: f"{before[name]} -> {now[name]}" for name, bound in BOUNDS.items() if now[name] > before[name] + bound}


def assert_nothing_outlives(admin, student, look=figures, as_sent=lambda code: ("c", code), limits=None):
    """`look` reads the figures of the host that judges, `as_sent` makes the language and the code of a C program."""
    problem = admin.create_problem("Kept", [{"input": "x\n", "output": "", "visibility": "public"}], **(limits or LIMITS))
    student.judge(problem, *as_sent("int main(void) { return 0; }"))  # so that nothing of the way is new
    before = look()
    for _ in range(SUBMISSIONS):
        submission = student.judge(problem, *as_sent(PROGRAM))
        assert "tried: " in (submission["tests"][0].get("output") or ""), submission
    deadline = time.monotonic() + PATIENCE_S
    while (left := growth(before, look())) and time.monotonic() < deadline:
        threading.Event().wait(0.2)  # the kernel gives no signal
    assert left == {}, submission["tests"][0]["output"]


if __name__ == "__main__":
    print(json.dumps(figures()))
