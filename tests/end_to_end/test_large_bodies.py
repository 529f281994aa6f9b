"""Tests of problems as large as they may be: they go through the disk, and the server stays small."""

import http.client
import pathlib

import pytest

from shipped.server import BINARY, Server

MIB = 1024 * 1024
GROWTH_MAX_MIB = 40


@pytest.fixture(scope="module")
def quiet_server(binary):
    """One of its own, so that nobody else's requests grow it."""
    with Server(arguments=["--no-worker"]) as running:
        yield running


def memory_mib(server, field):
    for line in pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    raise AssertionError(field)


def upload(admin, path, size):
    """POSTs a test case whose input has so many bytes, in pieces: a test must not hold it either."""
    before, after = b'{"output": "1\\n", "input": "', b'"}'
    connection = http.client.HTTPConnection("127.0.0.1", admin.port, timeout=120)
    try:
        connection.putrequest("POST", path)
        connection.putheader("Authorization", "Bearer " + admin.token)
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(size + len(before) + len(after)))
        connection.endheaders()
        connection.send(before)
        line = b"0123456789abcdef" * 65536
        for at in range(0, size, len(line)):
            connection.send(line[:size - at])
        connection.send(after)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_sixty_mebibytes_need_little_memory(quiet_server):
    admin = quiet_server.admin()
    problem = admin.create_problem("Large", [{"input": "", "output": ""}])
    path = f"/problems/{problem}/testcases"
    assert upload(admin, path, MIB)[0] == 201  # what is made once is made
    pathlib.Path(f"/proc/{quiet_server.process.pid}/clear_refs").write_text("5")  # VmHWM restarts
    before = memory_mib(quiet_server, "VmRSS")
    status, body = upload(admin, path, 60 * MIB)
    assert status == 201, body[:500]
    peak = memory_mib(quiet_server, "VmHWM")
    print(f"resident before {before:.1f} MiB, at most {peak:.1f} MiB during 60 MiB")
    if b"__asan_init" not in BINARY.read_bytes():  # a sanitizer keeps what was freed, to catch who still uses it
        assert peak - before < GROWTH_MAX_MIB
    tests = admin.call("GET", path).expect(200)
    assert [row["inputBytes"] for row in tests] == [0, MIB, 60 * MIB]
    assert sorted(file.name for file in quiet_server.data.iterdir() if file.name.startswith("body")) == []


def test_over_the_bound_is_refused(quiet_server):
    admin = quiet_server.admin()
    problem = admin.create_problem("Too large", [{"input": "", "output": ""}])
    answer = admin.raw("POST", f"/problems/{problem}/testcases", None,
                       {"Authorization": "Bearer " + admin.token, "Content-Type": "application/json",
                        "Content-Length": str(64 * MIB + 1)})
    assert answer.status == 413 and "over 67108864 bytes" in answer.body["error"]


def test_all_tests_of_a_problem_are_bounded_together(quiet_server):
    admin = quiet_server.admin()
    problem = admin.create_problem("Many", [{"input": "", "output": ""}])
    path = f"/problems/{problem}/testcases"
    for _ in range(4):
        assert upload(admin, path, 60 * MIB)[0] == 201  # the same bytes: stored once, counted each time
    status, body = upload(admin, path, 60 * MIB)
    assert status == 422 and b"testCases: over 256 MiB together" in body
