"""A small disk that is full: it was not one student's doing, and it is not full for good."""

import contextlib
import datetime
import os
import re
import select
import shutil
import socket
import subprocess
import time

import pytest

from shipped.server import BINARY, ROOT, Server, environment, make_data_directory

DISK_MB = 64
FREE_MIN_MB = 32
TIMEOUT_S = 60
MIB = 1024 * 1024
ECHO_LENGTH = "import sys\nprint(len(sys.stdin.read()))\n"


@pytest.fixture
def disk():
    """The data directory, on its own disk."""
    folder = make_data_directory()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=0700", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


@pytest.fixture(scope="module")
def python_alone():
    """One language, without caches that would fill the disk."""
    folder = make_data_directory()
    folder.chmod(0o755)
    shutil.copy(ROOT / "languages/python.toml", folder)
    yield str(folder)
    shutil.rmtree(folder)


@contextlib.contextmanager
def serving(disk, python_alone, *arguments, **variables):
    settings = {"AUTOGRADER_FREE_MIN_MB": str(FREE_MIN_MB), "AUTOGRADER_LANGUAGES": python_alone, **variables}
    with Server(data=disk, arguments=arguments, **settings) as server:
        yield server


def run(client, input_text):
    return client.call("POST", "/run", {"language": "python", "code": ECHO_LENGTH, "customInput": input_text})


def db(server, *words):
    return subprocess.run([BINARY, "db", *words, "--data", str(server.data)], capture_output=True, text=True, timeout=TIMEOUT_S,
                          env=environment(AUTOGRADER_FREE_MIN_MB=str(FREE_MIN_MB)))


def until(status, ask):
    """The first answer of this status: the server looks at its disk once a second."""
    deadline = time.monotonic() + TIMEOUT_S
    answer = ask()
    while answer.status != status and time.monotonic() < deadline:
        answer = ask()
    return answer.expect(status)


def first_answer(connections):
    """Only who is refused hears anything. Another request may find room again: the log has gone into the file meanwhile."""
    readable, _, _ = select.select(connections, [], [], TIMEOUT_S)
    assert readable
    return readable[0].recv(65536).decode()


def free_bytes(disk):
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize


def test_runs_leave_nothing_but_their_answers(disk, python_alone):
    with serving(disk, python_alone) as server:
        student = server.client().register("ada")
        for number in range(40):  # 40 MiB of inputs, more than there is room for
            answer = run(student, "x" * (MIB - 1))
            assert answer.status == 200, f"run {number}: {answer.body}"
            assert answer.body["output"] == f"{MIB - 1}\n"


def test_a_disk_that_was_full_is_used_again(disk, python_alone):
    with serving(disk, python_alone, "--no-worker") as server:
        problem = server.admin().create_problem("Full", [{"input": "", "output": ""}])
        students = [server.client().register(f"student{number}") for number in range(4)]
        body = b'{"language": "python", "code": "1", "customInput": "' + b"x" * (MIB - 1) + b'"}'
        held = []
        try:
            # They wait for an answer that no worker gives, while their inputs are stored.
            for number in range(DISK_MB):
                waits = socket.create_connection(("127.0.0.1", server.port), TIMEOUT_S)
                held.append(waits)
                head = (f"POST /run HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {students[number % 4].token}\r\n"
                        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n")
                waits.sendall(head.encode() + body)
            with server.news:
                assert server.news.wait_for(lambda: "storage has no room" in "".join(server.log), TIMEOUT_S)
            refused = first_answer(held)
            assert refused.startswith("HTTP/1.1 503 "), refused
            assert int(re.search(r"(?i)retry-after: (\d+)", refused)[1]) >= 1, refused
        finally:
            for waits in held:
                waits.close()

        def all_given_up():
            log = "".join(server.log)
            return log.count("run created") == log.count("run cancelled")

        with server.news:
            assert server.news.wait_for(all_given_up, TIMEOUT_S), "".join(server.log)
        assert server.log_text().count("run created") > 8
        program = {"problemId": problem, "language": "python", "code": "1"}
        until(201, lambda: students[0].call("POST", "/submission/create", program))


def test_outputs_make_room_by_command(disk, python_alone):
    with serving(disk, python_alone) as server:
        problem = server.admin().create_problem("Outputs", [{"input": "", "output": "no\n"}])
        student = server.client().register("ada")
        loud = [student.submit(problem, "python", f"print('{number:04}' * 20000)") for number in range(60)]
        for one in loud:
            assert len(student.verdict(one)["output"]) > 60_000
    with serving(disk, python_alone) as server:  # the log is in the file now
        student = server.client().login("ada@example.org", "correct horse")
        # Somebody else fills the disk.
        (disk / "ballast").write_bytes(b"x" * (free_bytes(disk) - FREE_MIN_MB * MIB + MIB // 2))
        new = {"problemId": problem, "language": "python", "code": "print('no')"}
        until(503, lambda: student.call("POST", "/submission/create", new))
        assert int(re.search(r"the disk has (\d+) MiB free", db(server, "room").stdout)[1]) < FREE_MIN_MB
        for words in ([], ["--before", "yesterday"]):
            wrong = db(server, "purge", "outputs", *words)
            assert wrong.returncode == 2 and "--before" in wrong.stderr, wrong
        assert db(server, "purge", "everything").returncode == 2
        day_after_tomorrow = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)).date().isoformat()
        purged = db(server, "purge", "outputs", "--before", day_after_tomorrow)
        assert purged.returncode == 0, purged
        assert int(re.search(r"Reports without outputs now: (\d+);", purged.stdout)[1]) >= len(loud)
        accepted = until(201, lambda: student.call("POST", "/submission/create", new))
        assert student.verdict(accepted["_id"])["status"] == "AC"
        seen = student.call("GET", f"/submission/{loud[0]}").expect(200)
        assert seen["status"] == "WA" and seen["output"] == "" and seen["outputTruncated"] is True, seen
        assert "Runs forgotten: 0" in db(server, "purge", "runs").stdout
        busy = db(server, "compact")
        assert busy.returncode == 1 and "server may be running" in busy.stderr
        assert server.stop() == 0
        (disk / "ballast").unlink()
        compact = db(server, "compact")
        assert compact.returncode == 0 and "MiB now" in compact.stdout, compact


def test_a_student_stores_so_much_a_day(binary, python_alone):
    with Server(AUTOGRADER_LANGUAGES=python_alone, AUTOGRADER_RATE_LIMITS="on", AUTOGRADER_LIMITS_STORED_A_DAY_MB="1") as server:
        problem = server.admin().create_problem("Day", [{"input": "", "output": ""}])
        ada, bob = (server.client().register(name) for name in ("ada", "bob"))
        assert run(ada, "x" * 900_000).status == 200
        refused = run(ada, "x" * 900_000)
        assert refused.status == 429 and "1048576 bytes" in refused.body["error"], refused
        assert 1 <= int(refused.headers["retry-after"]) <= 24 * 3600
        ada.submit(problem, "python", "print('there is still room for a little')")
        large = {"problemId": problem, "language": "python", "code": "#" * 60_000}
        answers = [ada.call("POST", "/submission/create", large) for _ in range(4)]
        assert answers[-1].status == 429 and "limits.stored_a_day_mb" in answers[-1].body["error"], answers[-1]
        assert run(bob, "x" * 900_000).status == 200
