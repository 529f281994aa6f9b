"""What compilers and runtimes read is in memory before anybody sends a program: no run waits for the disk or is charged for it."""

import ctypes
import glob
import os
import time

import pytest

from shipped.server import Server

PATIENCE_S = 60
LOOK_EVERY_S = 5
PAGE = 4096
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]


def drop(path):
    with open(path, "rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def share_in_memory(path):
    """Of the pages of a file, by mincore: reading them, in whatever way, would bring them in."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        pages = (ctypes.c_ubyte * -(-size // PAGE))()
        where = libc.mmap(None, size, 1, 1, file.fileno(), 0)
        assert libc.mincore(where, size, pages) == 0
        libc.munmap(where, size)
    return sum(page & 1 for page in pages) / len(pages)


def comes_back(server, path):
    """Within the time between two looks. Some hosts drop again what nobody uses, so there may be only a moment to see it."""
    until = time.monotonic() + LOOK_EVERY_S
    while share_in_memory(path) < 1:
        if time.monotonic() > until:
            return False
        server.client().call("GET", "/health").expect(200)
    return True


@pytest.mark.parametrize("pattern", ["/usr/lib*/gcc/*/*/cc1plus", "/usr/lib*/gcc/*/*/cc1"])
def test_they_are_read_at_the_start_and_stay(pattern, binary):
    """A box gives back the files that its runs were the first to read, so these must be somebody else's."""
    file = max(glob.glob(pattern))
    language, code = ("cpp", "#include <cstdio>\nint main() { std::puts(\"1\"); }") if file.endswith("plus") else (
        "c", "#include <stdio.h>\nint main(void) { puts(\"1\"); }")
    drop(file)
    with Server() as server:
        until = time.monotonic() + PATIENCE_S
        while share_in_memory(file) < 1 and time.monotonic() < until:
            server.client().call("GET", "/health").expect(200)
        assert share_in_memory(file) == 1
        admin = server.admin()
        problem = admin.create_problem("One", [{"input": "", "output": "1\n", "visibility": way} for way in ("public", "private")])
        assert admin.judge(problem, language, code)["status"] == "AC"
        assert admin.judge(problem, language, code + "\n")["status"] == "AC"
        assert share_in_memory(file) == 1


def test_they_come_back_when_the_host_dropped_them(binary):
    """A host that needs memory for other things drops pages. Then a box is the next to read them, and gives them back again."""
    file = max(glob.glob("/usr/lib*/gcc/*/*/cc1plus"))
    with Server() as server:
        admin = server.admin()
        problem = admin.create_problem("One", [{"input": "", "output": "1\n", "visibility": way} for way in ("public", "private")])

        def judge(mark):
            code = f'// {mark}\n#include <cstdio>\nint main() {{ std::puts("1"); }}\n'
            assert admin.judge(problem, "cpp", code)["status"] == "AC"

        judge("before")
        drop(file)
        assert share_in_memory(file) < 1
        until = time.monotonic() + PATIENCE_S
        number = 0
        judge(number)
        while not comes_back(server, file) and time.monotonic() < until:
            number += 1
            judge(number)
        assert time.monotonic() < until, share_in_memory(file)
