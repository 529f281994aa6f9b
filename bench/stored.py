"""Fills a data directory whose server is stopped: users with tokens, and as many submissions as a few years bring.

Rows are written as storage/sqlite does, past the server: over HTTP a million verdicts would take hours.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import sqlite3
import struct
import time

TOKEN_LIFE_S = 12 * 3600
BATCH = 20_000
CODE = "print(sum(map(int, input().split())))\n# " + "x" * 700 + "\n"


def make_id(milliseconds, number):
    """48 bits of time, 16 bits of a counter, 32 bits that are random elsewhere."""
    return struct.pack(">Q", milliseconds)[2:] + struct.pack(">HI", number % 65536, number)


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Store:
    """The database of a data directory."""

    def __init__(self, data):
        self.data = pathlib.Path(data)
        self.database = sqlite3.connect(self.data / "autograder.db", isolation_level=None)
        self.database.execute("PRAGMA synchronous = OFF")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.database.close()

    def add_users(self, count):
        """Students beside those there are, with the password of one of them. Their ids."""
        now = int(time.time() * 1000)
        password_hash, = self.database.execute("SELECT password_hash FROM users WHERE role = 'student' LIMIT 1").fetchone()
        ids = [make_id(now, number) for number in range(count)]
        self.database.execute("BEGIN")
        self.database.executemany("INSERT INTO users VALUES (?, ?, ?, ?, 'student', 1, 0, ?, ?)",
                                  ((user, f"Student {number}", f"bench{number}@example.org", password_hash, now, now)
                                   for number, user in enumerate(ids)))
        self.database.execute("COMMIT")
        return ids

    def token(self, user):
        """As a login gives it."""
        now = int(time.time())
        claims = {"id": user.hex(), "role": "student", "ver": 1, "iat": now, "exp": now + TOKEN_LIFE_S}
        text = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
        secret = (self.data / "token_secret").read_bytes()
        return text + "." + base64url(hmac.new(secret, text.encode(), hashlib.sha256).digest())

    def problem_ids(self):
        return [row[0] for row in self.database.execute("SELECT id FROM problems")]

    def add_submissions(self, users, problems, judged, queued):
        """Judged ones with the report that the database has one of, the rest waiting. (user, submission) of some thousand
        of the judged, and of those that wait."""
        report, = self.database.execute("SELECT body FROM reports LIMIT 1").fetchone()
        start = int(time.time() * 1000) - (judged + queued) * 50
        sample, every = [], max(1, judged // 20_000)
        waiting, every_waiting = [], max(1, queued // 20_000)
        for first in range(0, judged + queued, BATCH):
            submissions, sources, reports, jobs = [], [], [], []
            for number in range(first, min(first + BATCH, judged + queued)):
                at = start + number * 50
                submission, job, user = make_id(at, 2 * number), make_id(at, 2 * number + 1), users[number * 7919 % len(users)]
                waits = number >= judged
                submissions.append((submission, user, problems[number * 104_729 % len(problems)], "python", job,
                                    None if waits else "AC", 0 if waits else 100, 0 if waits else 12, 0 if waits else 9000, at, at))
                sources.append((submission, CODE))
                if waits:
                    jobs.append((job, submission, user, number, at, at))
                    if number % every_waiting == 0:
                        waiting.append((user, submission))
                else:
                    reports.append((submission, report))
                    if number % every == 0:
                        sample.append((user, submission))
            self.database.execute("BEGIN")
            self.database.executemany(
                "INSERT INTO submissions (id, user_id, problem_id, language, job_id, judging, verdict, score, cpu_time_ms, memory_kb, "
                "created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)", submissions)
            self.database.executemany("INSERT INTO sources VALUES (?, ?)", sources)
            self.database.executemany("INSERT INTO reports VALUES (?, 1, ?)", reports)
            self.database.executemany(
                "INSERT INTO jobs (id, kind, subject_kind, subject_id, owner_id, language, priority, virtual_start, state, not_before_ms, "
                "lease_token, failures, expiries, suspect, reason, created_at_ms) "
                "VALUES (?, 'judge', 'submission', ?, ?, 'python', 0, ?, 'waiting', ?, 0, 0, 0, 0, '', ?)", jobs)
            self.database.execute("COMMIT")
        return sample, waiting
