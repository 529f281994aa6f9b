"""A hundred submissions while the server is killed twenty times: every 201 ends in exactly one right report."""

import random
import sqlite3
import threading
import time

from shipped.client import FAILURES, Client
from shipped.server import Server, make_data_directory

SUBMISSIONS = 100
KILLS = 20
USERS = 5
DEADLINE_S = 240
LULL_S = 1  # when nothing is left to judge
PROGRAMS = [
    ("AC", "python", "print(int(input()) + 1)"), ("WA", "python", "print(int(input()) + 2)"),
    ("RE", "python", "raise SystemExit(3)"), ("CE", "python", "def"),
    ("AC", "javascript", "console.log(Number(require('fs').readFileSync(0, 'utf8')) + 1)"),
]


class Progress:
    """How far the senders are and may go, so that every kill meets some on their way."""

    def __init__(self):
        self.changed = threading.Condition()
        self.accepted = {}
        self.allowed = 0

    def add(self, submission, verdict):
        with self.changed:
            self.accepted[submission] = verdict

    def allow(self, count):
        with self.changed:
            self.allowed = count
            self.changed.notify_all()

    def wait_for_turn(self, number, timeout):
        with self.changed:
            self.changed.wait_for(lambda: number < self.allowed, timeout)


def send(port, token, problem, numbers, progress, deadline, up):
    """Each submission until its 201, with one key, as a careful client does."""
    for number in numbers:
        verdict, language, code = PROGRAMS[number % len(PROGRAMS)]
        progress.wait_for_turn(number, DEADLINE_S)
        while time.monotonic() < deadline:
            up.wait(DEADLINE_S)
            try:
                answer = Client(port, token).call("POST", "/submission/create", {
                    "problemId": problem, "language": language, "code": code}, Idempotency_Key=f"number-{number}")
            except FAILURES:
                continue
            if answer.status == 201:
                progress.add(answer.body["_id"], verdict)
                break
            assert answer.status == 503, answer.body


def reports_by_submission(data):
    """Straight from the tables, of a server that is not running."""
    file = next(path for path in data.iterdir() if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3")
    with sqlite3.connect(file) as database:
        return [count for (count,) in database.execute(
            "SELECT (SELECT count(*) FROM reports r WHERE r.submission_id = s.id) FROM submissions s")]


def test_a_hundred_submissions_survive_twenty_kills(binary):
    dice = random.Random(20)
    server = Server(data=make_data_directory())
    server.own_data = True
    deadline = time.monotonic() + DEADLINE_S
    progress, up = Progress(), threading.Event()
    try:
        server.start()
        admin = server.admin()
        problem = admin.create_problem("Next", [{"input": "1\n", "output": "2\n"}, {"input": "7\n", "output": "8\n"}])
        students = [server.client().register(f"student{index}") for index in range(USERS)]
        up.set()
        senders = [threading.Thread(target=send, args=(
            server.port, student.token, problem, range(index, SUBMISSIONS, USERS), progress, deadline, up))
            for index, student in enumerate(students)]
        for sender in senders:
            sender.start()
        for kill in range(KILLS):
            # Some kills fall right after the start, some into the judging; new submissions are on their way at each.
            progress.allow((kill + 1) * SUBMISSIONS // KILLS)
            server.wait_for_lines("submission judged", dice.choice([0, 1, 3, 5, 8]), LULL_S)
            up.clear()
            server.kill()
            server.start()
            up.set()
        for sender in senders:
            sender.join(max(1, deadline - time.monotonic()))
        assert len(progress.accepted) == SUBMISSIONS

        found = {submission: admin.verdict(submission) for submission in progress.accepted}
        wrong = {submission: answer for submission, answer in found.items() if answer["status"] != progress.accepted[submission]}
        assert wrong == {}
        assert admin.call("GET", "/submissions?limit=1").headers["x-total-count"] == str(SUBMISSIONS)
        assert server.stop() == 0, server.log_text()
        assert reports_by_submission(server.data) == [1] * SUBMISSIONS
    finally:
        up.set()
        server.close()
