"""Epoll watches are counted a user: an ordinary user's programs can take the server's. /health says so, and its remedy holds."""

import http.client
import json

import pytest

from hosts import programs
from hosts.test_check_host import setting
from shipped.client import FAILURES, OPEN
from shipped.server import ROOT

WATCHES = "/proc/sys/fs/epoll/max_user_watches"
PROGRAM = (ROOT / "tests/hostile/programs/takes_watches.c").read_text()
LIMITS = {"timeLimitMs": 60000, "memoryLimitMb": 256}
ANSWER_S = 5
RECOVERY_S = 60

# With the invariants, which have the time for it, and before those that leave sleepers behind.
pytestmark = [pytest.mark.only("v2-rootless"), pytest.mark.invariants]


def answers(port):
    """A connection that is new."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_S)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except FAILURES:
        return False
    finally:
        connection.close()


def judged_meanwhile(server, student, problem):
    """The submission, and how many new connections were not answered until its verdict, which an old connection tells."""
    kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=RECOVERY_S)
    try:
        submission = student.submit(problem, "built_c", programs.build("c", PROGRAM))
        refused = 0
        while True:
            kept.request("GET", f"/submission/{submission}", headers={"Authorization": "Bearer " + student.token})
            found = json.loads(kept.getresponse().read())
            if found["status"] not in OPEN:
                return found, refused
            refused += not answers(server.port)
    finally:
        kept.close()


@pytest.fixture(scope="session")
def sent(server, admin):
    problem = admin.create_problem("Watches", [{"input": "", "output": "", "visibility": "public"}], **LIMITS)
    student = server.client().register("watcher")
    return lambda: judged_meanwhile(server, student, problem)


def test_a_program_can_take_all_and_that_is_said(kind, server, admin, sent, table):
    assert "sysctl fs.epoll.max_user_watches=" in admin.call("GET", "/health").text
    submission, refused = sent()
    assert "all there are" in (submission["tests"][0].get("output") or "") and refused > 0, (refused, submission)
    assert answers(server.port), "the server does not answer again after its end: " + server.log_text()[-2000:]
    table.append((kind, "epoll watches", "taken", f"{refused} connections refused meanwhile; /health names the remedy"))


def test_with_the_remedy_its_memory_ends_it(kind, machine, sent, table):
    with setting(machine, WATCHES, 100000000):
        submission, refused = sent()
        assert (submission["status"], refused) == ("MLE", 0), submission
    table.append((kind, "epoll watches, remedy", "MLE", "its memory limit; every connection was answered"))
