"""What a private test asked a slow disk for comes into memory after the test has ended. A program that begins later finds nothing.

The disk is a file, read at 4 MB a second, which only this test's server sees, below /usr/local/games."""

import contextlib
import ctypes
import mmap
import os
import pathlib
import shutil
import subprocess
import time

import pytest

from shipped.server import BINARY, ROOT, Server, make_data_directory

THROTTLE = pathlib.Path("/sys/fs/cgroup/blkio/blkio.throttle.read_bps_device")
BYTES_A_SECOND = 4_000_000
DISK_MB, FILE_MB = 90, 60
PLACE = "/usr/local/games"
PAGE = 4096
ROUNDS = 3
STILL_S, PATIENCE_S = 1.5, 30  # nothing comes any more; the disk needs less than a second
READER = f"""import mmap, os
path = "{PLACE}/cold"
size = os.path.getsize(path)
pages = mmap.mmap(os.open(path, os.O_RDONLY), 0, prot=mmap.PROT_READ)
go, done = os.pipe(), os.pipe()
for child in range(40):
    if os.fork() == 0:
        os.read(go[0], 1)
        for number in range(4):
            pages[size // 160 * (child * 4 + number)]
            os.write(done[1], b"x")
        os._exit(0)
os.write(go[1], b"x" * 40)
for _ in range(20):
    os.read(done[0], 1)
print("the disk is busy", flush=True)
os._exit(0)
"""


def output_of(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


@contextlib.contextmanager
def loop_device(file):
    device = output_of("losetup", "--find", "--show", "--direct-io=on", str(file))
    try:
        yield device
    finally:
        subprocess.run(["losetup", "--detach", device], check=True)


def make_file_system(path, megabytes):
    with path.open("wb") as file:
        file.truncate(megabytes << 20)
    output_of("mkfs.ext4", "-q", "-F", str(path))


@contextlib.contextmanager
def mounted(device, folder):
    output_of("mount", device, str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextlib.contextmanager
def slow(device):
    number = os.stat(device).st_rdev
    name = f"{os.major(number)}:{os.minor(number)}"
    THROTTLE.write_text(f"{name} {BYTES_A_SECOND}")
    try:
        yield
    finally:
        THROTTLE.write_text(f"{name} 0")


@pytest.fixture
def server():
    if not THROTTLE.exists():
        pytest.skip(f"no {THROTTLE}: this kernel or this host slows no disk down")
    folder = make_data_directory()
    folder.chmod(0o755)
    try:
        make_file_system(folder / "disk", DISK_MB)
        with loop_device(folder / "disk") as device:
            cold = folder / "root" / "cold"
            cold.parent.mkdir()
            with mounted(device, cold.parent):
                cold.write_bytes(os.urandom(FILE_MB << 20))
                cold.chmod(0o644)
            # exec keeps the process, so that the test may look into its mounts.
            start = folder / "start"
            start.write_text(f'#!/bin/sh\nexec unshare --mount --propagation private sh -c \'mount {device} {PLACE} && exec "$@"\' sh {BINARY} "$@"\n')
            start.chmod(0o755)
            languages = folder / "languages"
            languages.mkdir(mode=0o755)
            shutil.copy(ROOT / "languages/python.toml", languages)
            with slow(device), Server(binary=start, AUTOGRADER_WORKERS="2", AUTOGRADER_LANGUAGES=str(languages)) as running:
                yield running
    finally:
        shutil.rmtree(folder)


class Cold:
    """The file on the slow disk, as the server's boxes see it."""

    def __init__(self, server):
        self.server = server
        with open(f"/proc/{server.process.pid}/root{PLACE}/cold", "rb") as file:
            self.pages = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE)  # writable for the sake of its address
        self.address = ctypes.addressof(ctypes.c_char.from_buffer(self.pages))

    def pages_in_memory(self):
        there = ctypes.create_string_buffer(len(self.pages) // PAGE)
        assert ctypes.CDLL(None).mincore(ctypes.c_void_p(self.address), ctypes.c_size_t(len(self.pages)), there) == 0
        return sum(one[0] & 1 for one in there)

    def pages_when_no_more_come(self):
        last, since, deadline = -1, time.monotonic(), time.monotonic() + PATIENCE_S
        while time.monotonic() < min(since + STILL_S, deadline):
            if (now := self.pages_in_memory()) != last:
                last, since = now, time.monotonic()
            with self.server.news:
                self.server.news.wait(0.02)
        return last


def test_late_pages_of_a_disk_are_gone_for_later_programs(server):
    admin, student = server.admin(), server.client().register("student")
    problem = admin.create_problem("Late", [{"input": "", "output": "the disk is busy\n", "visibility": "private"}], timeLimitMs=10000)
    cold = Cold(server)
    came_late = []
    for number in range(ROUNDS):
        assert student.judge(problem, "python", f"{READER}# {number}\n")["status"] == "AC"
        came_late.append(cold.pages_when_no_more_come())
        nothing = {"language": "python", "code": "print(1)", "customInput": ""}
        assert student.call("POST", "/run", nothing).expect(200)["output"] == "1\n"
        assert cold.pages_in_memory() == 0, "a program that began later finds what the private test read"
    assert any(came_late), "nothing came late: the disk is too quick for this test to show anything"
