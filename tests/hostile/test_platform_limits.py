"""Students who take more than their share, and submissions that take the worker with them. Each on its own server."""

import json
import subprocess
import threading
import time
import uuid

import pytest

from shipped.client import FAILURES
from shipped.server import BINARY, Server, environment

DOUBLE = "print(int(input()) * 2)"
SPIN = "while True: pass"
FLOOD = 20        # what one student may have on the way
WAITED_FOR = 3    # submissions of the flood that somebody else may have to wait for
DEATHS_MAX = 12   # the tenth is the last
PATIENCE_S = 60
NEIGHBOURS = 2
RUNS_MAX = 400


@pytest.fixture
def row(table):
    rows = []
    yield lambda *parts: rows.append(parts)
    table += rows


def test_i6_a_flood_by_one_student(binary, row):
    """One fills the queue with loops; a newcomer then waits for a few of them, not for all."""
    with Server(AUTOGRADER_RATE_LIMITS="on", AUTOGRADER_WORKERS="2") as server:
        admin = server.admin()
        spin = admin.create_problem("Spin", [{"input": "", "output": ""}], timeLimitMs=1000)
        double = admin.create_problem("Double", [{"input": "3\n", "output": "6\n"}])
        flooder, other = server.client().register("flooder"), server.client().register("other")
        taken, refused = [], []
        for number in range(FLOOD + 10):
            answer = flooder.call("POST", "/submission/create", {
                "problemId": spin, "language": "python", "code": f"{SPIN}  # {number}"})
            (taken if answer.status == 201 else refused).append(answer)
        assert refused and {answer.status for answer in refused} == {429}
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)

        def judged():
            return sum(row["status"] == "TLE" for row in flooder.call("GET", "/submission/getSubmission?limit=100").body)
        before = judged()
        assert other.judge(double, "python", DOUBLE)["status"] == "AC"
        waited_for = judged() - before
        assert waited_for <= WAITED_FOR, f"{waited_for} of the flood were judged first"
        assert len(taken) - judged() >= FLOOD // 2, "the flood still waits: the other one did not wait for its end"
        for answer in taken:
            flooder.call("POST", f"/submission/{answer.body['_id']}/cancel")
    row("I6", f"{len(taken)} loops of one student", "TLE, 429", "keep everybody else from being judged",
        f"fair queueing: {waited_for} were judged before another's; a bound of what waits")


def test_i6_a_flood_of_runs_by_one_student(binary, row):
    """Runs go before all submissions: with one worker, one student who runs loops without an end holds it up for one at most."""
    with Server(AUTOGRADER_RATE_LIMITS="on", AUTOGRADER_WORKERS="1") as server:
        double = server.admin().create_problem("Double", [{"input": "3\n", "output": "6\n"}])
        flooder, other = server.client().register("flooder"), server.client().register("other")
        server.wait_for_build_caches()
        answers, over = [], threading.Event()

        def flood():
            while not over.is_set() and len(answers) < RUNS_MAX:
                answer = flooder.call("POST", "/run", {"language": "python", "code": SPIN, "customInput": ""})
                answers.append((answer.status, time.monotonic()))
                over.wait(0.05)
        floods = [threading.Thread(target=flood) for _ in range(4)]
        for thread in floods:
            thread.start()
        while not any(status == 429 for status, _ in list(answers)):
            over.wait(0.05)  # one is under way
        sent = time.monotonic()
        assert other.judge(double, "python", DOUBLE)["status"] == "AC"
        judged = time.monotonic()
        over.set()
        for thread in floods:
            thread.join()
        ran = sum(status == 200 and sent < at < judged for status, at in answers)
        assert ran <= 1, f"{ran} runs were done while a submission waited"
        assert {status for status, _ in answers} <= {200, 429, 503}, answers
    row("I6", "runs without an end by one student", "TLE, 429", "keep the only worker from judging",
        f"one run of a user at a time: {ran} was done before another's submission was judged")


def until_running(server, client, submission):
    """True once a worker holds it; False when it was judged."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        status = client.call("GET", f"/submission/{submission}").expect(200)["status"]
        if status != "QUEUED":
            return status == "RUNNING"
        with server.news:
            server.news.wait(0.02)
    raise AssertionError("nobody takes the submission")


def test_i7_a_submission_that_kills_the_worker(binary, row):
    """Killed from outside each time that it is leased, as a submission with a kernel bug would do it. It ends as IE with a
    reason for the admin, those beside it are judged, and so is whatever comes after."""
    with Server(AUTOGRADER_WORKERS="2") as server:
        admin = server.admin()
        spin = admin.create_problem("Spin", [{"input": "", "output": ""}], timeLimitMs=60000)
        double = admin.create_problem("Double", [{"input": "3\n", "output": "6\n"}])
        student = server.client().register("student")
        poison = student.submit(spin, "python", SPIN)
        neighbours = [student.submit(double, "python", f"{DOUBLE}  # {number}") for number in range(NEIGHBOURS)]
        deaths = 0
        while until_running(server, student, poison):
            server.kill()
            deaths += 1
            assert deaths <= DEATHS_MAX, "it is never given up"
            server.start()
        end = student.verdict(poison)
        assert end["status"] == "IE" and end["output"].startswith("System error"), end
        whole = json.dumps(admin.call("GET", f"/submission/{poison}").expect(200))
        assert "lease" in whole or "worker" in whole, whole
        for neighbour in neighbours:
            assert student.verdict(neighbour)["status"] == "AC"
        assert student.judge(double, "python", f"{DOUBLE}  # {uuid.uuid4()}")["status"] == "AC"
        try:
            dead = subprocess.run([BINARY, "queue", "list", "--data", str(server.data)], capture_output=True, text=True,
                                  env=environment(), timeout=PATIENCE_S, check=False)
        except FAILURES as error:
            raise AssertionError("the dead letters cannot be listed") from error
        assert poison in dead.stdout, dead.stdout + dead.stderr
    row("I7", f"a submission that killed the worker {deaths} times", "IE", "take the worker down each time",
        "leases that ran out are counted; it runs alone, then it is a dead letter")
