#!/usr/bin/python3
"""Loads example problems over HTTP and judges an accepted solution a language, as a table.

Usage: load_examples.py http://127.0.0.1:5000 DIRECTORY

Logs in with AUTOGRADER_ADMIN_EMAIL and AUTOGRADER_ADMIN_PASSWORD. A server whose database is not new does not know that
password: then there is nothing to do. Exit status 1 when a solution was not accepted.
Problems have the ICPC package form, of which this reads the simple part: name, limits, keywords, statement, data and
submissions/accepted.
"""

import http.client
import json
import os
import pathlib
import sys
import time
import urllib.parse

# Go last: until the server has made its build cache, which it begins at its start, each compilation takes seconds.
LANGUAGE_OF = {".js": "javascript", ".py": "python", ".c": "c", ".cpp": "cpp", ".java": "java", ".go": "go"}
DIFFICULTIES = ("easy", "medium", "hard")
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
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        try:
            value = json.loads(text)
        except ValueError:
            raise Refused(f"{method} {path}: status {answer.status}, and not JSON") from None
        if answer.status >= 400:
            raise Refused(f"{method} {path}: {answer.status} {value.get('message')}: {value.get('error')}")
        return value


def scalar(text):
    """One plain YAML value: a quoted or bare text, or a list in brackets."""
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return [scalar(part) for part in text[1:-1].split(",") if part.strip()]
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text


def read_yaml(text):
    """Keys, keys one level below, and lists of plain values: all that problem.yaml of an example uses."""
    top, open_key = {}, None
    for number, line in enumerate(text.splitlines(), 1):
        content = line.split(" #")[0].rstrip()
        if not content or content.startswith("#") or content == "---":
            continue
        stripped = content.strip()
        if stripped.startswith("- "):
            if open_key is None:
                raise ValueError(f"line {number}: a list without a key")
            top[open_key] = (top[open_key] or []) + [scalar(stripped[2:])]
            continue
        key, colon, value = stripped.partition(":")
        if not colon:
            raise ValueError(f"line {number}: no colon")
        if content[0] != " ":
            open_key = key
            top[key] = scalar(value) if value.strip() else None
        else:
            top[open_key] = top[open_key] or {}
            top[open_key][key] = scalar(value)
    return top


def read_problem(directory):
    """The body of POST /problems/create."""
    settings = read_yaml((directory / "problem.yaml").read_text("utf-8"))
    name = settings["name"]
    title = name if isinstance(name, str) else name.get("en") or next(iter(name.values()))
    statements = sorted((directory / "statement").glob("problem*.md"))
    keywords = settings.get("keywords") or []
    limits = settings.get("limits") or {}
    body = {
        "title": title,
        "description": statements[0].read_text("utf-8") if statements else "",
        "difficulty": next((word for word in keywords if word in DIFFICULTIES), "easy"),
        "tags": [word for word in keywords if word not in DIFFICULTIES],
        "testCases": [],
    }
    converted = {"time_limit": ("timeLimitMs", 1000), "memory": ("memoryLimitMb", 1), "output": ("outputLimitKb", 1024)}
    given = {ours: round(float(limits[key]) * factor) for key, (ours, factor) in converted.items() if key in limits}
    if given:
        body["limits"] = given
    for room, visibility in (("sample", "public"), ("secret", "private")):
        for file in sorted((directory / "data" / room).glob("*.in")):
            body["testCases"].append({
                "input": file.read_text("utf-8"),
                "output": file.with_suffix(".ans").read_text("utf-8"),
                "visibility": visibility,
            })
    return body


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
    for directory in directories:
        problem = read_problem(directory)
        problems.append((directory, problem["title"][:24], server.call("POST", "/problems/create", problem)["_id"]))
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
