#!/usr/bin/python3
"""Loads example problems over HTTP and judges an accepted solution a language, as a table.

Usage: load_examples.py http://127.0.0.1:5000 DIRECTORY

Logs in with AUTOGRADER_ADMIN_EMAIL and AUTOGRADER_ADMIN_PASSWORD. A server whose database is not new does not know that
password: then there is nothing to do. Exit status 1 when a solution was not accepted.
Problems are packages of the ICPC form: the server reads them. Of their submissions only the accepted ones are judged here;
`autograder judge --verify` judges them all.
"""

import http.client
import io
import json
import os
import pathlib
import sys
import time
import urllib.parse
import zipfile

# Go last: until the server has made its build cache, which it begins at its start, each compilation takes seconds.
# The fastest to compile and to start first: so somebody who watches sees a verdict soon.
LANGUAGE_OF = {".c": "c", ".py": "python", ".js": "javascript", ".cpp": "cpp", ".java": "java", ".go": "go"}
ANSWER_TIMEOUT_S = 90


class Refused(Exception):
    """The server said no; the text is its own."""


class Server:
    """One keep-alive connection, and the token once logged in."""

    def __init__(self, address):
        where = urllib.parse.urlsplit(address)
        self.connection = http.client.HTTPConnection(where.hostname, where.port or 80, timeout=ANSWER_TIMEOUT_S)
        self.token = None

    def call(self, method, path, body=None):
        """`body` is an archive when it is bytes, else a value to be sent as JSON."""
        headers = {}
        if body is not None:
            headers["Content-Type"] = "application/zip" if isinstance(body, bytes) else "application/json"
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body)
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        try:
            value = json.loads(text)
        except ValueError:
            raise Refused(f"{method} {path}: status {answer.status}, and not JSON") from None
        if answer.status >= 400:
            raise Refused(f"{method} {path}: {answer.status} {value.get('message')}: {value.get('error')}")
        return value


def archive_of(directory):
    """The package as a zip archive in memory."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in directory.rglob("*") if path.is_file()):
            archive.write(file, file.relative_to(directory))
    return packed.getvalue()


def accepted_solution(directory, ending):
    """The first one of a language, or None."""
    files = sorted((directory / "submissions" / "accepted").iterdir())
    return next((file for file in files if file.suffix == ending), None)


def judge(server, problem_id, language, code):
    """The submission as it stands once there is a verdict, or after the time-out."""
    submission = server.call("POST", "/submission/create", {"problemId": problem_id, "language": language, "code": code})
    deadline = time.monotonic() + ANSWER_TIMEOUT_S
    while submission["status"] in ("QUEUED", "RUNNING") and time.monotonic() < deadline:
        submission = server.call("GET", f"/submission/{submission['_id']}?wait=30")
    return submission


def load(server, directories):
    """Prints a row a solution; true when all were accepted."""
    row = "  {:<24} {:<12} {:<8} {:>9} {:>9}"
    print(row.format("problem", "language", "verdict", "time", "memory"))
    good = True
    problems = []
    # The newest stands first in the page's list: so it begins with the first.
    for directory in reversed(directories):
        problem = server.call("POST", "/problems/import?verify=false", archive_of(directory))
        problems.insert(0, (directory, problem["title"][:24], problem["_id"]))
    for ending, language in LANGUAGE_OF.items():
        for directory, title, problem_id in problems:
            file = accepted_solution(directory, ending)
            if file is None:
                continue
            try:
                submission = judge(server, problem_id, language, file.read_text("utf-8"))
            except Refused as refusal:
                print(row.format(title, language, "-", "", ""), refusal, flush=True)
                good = False
                continue
            verdict = submission["status"]
            good = good and verdict == "AC"
            print(row.format(title, language, verdict, f"{submission.get('executionTimeMs', 0)} ms",
                             f"{submission.get('memoryKb', 0) / 1024:.1f} MB"), flush=True)
            if verdict != "AC" and submission.get("output"):
                print("    " + submission["output"][:500].replace("\n", "\n    "))
    return good


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    address, directory = arguments
    email, password = os.environ["AUTOGRADER_ADMIN_EMAIL"], os.environ["AUTOGRADER_ADMIN_PASSWORD"]
    server = Server(address)
    try:
        server.token = server.call("POST", "/auth/login", {"email": email, "password": password})["token"]
    except Refused:
        return 0
    print(f"New database. First administrator, shown only now: {email}  password: {password}")
    packages = sorted(path.parent for path in pathlib.Path(directory).glob("*/problem.yaml"))
    if not packages:
        print(f"No example problems in {directory}.")
        return 0
    started = time.monotonic()
    print(f"Loading {len(packages)} example problems and judging one accepted solution a language:")
    good = load(server, packages)
    print(f"  done in {time.monotonic() - started:.1f} s")
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, http.client.HTTPException, Refused, ValueError, KeyError) as problem:
        print(f"load_examples: {problem!r}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(1)
