"""Speaks the public HTTP contract, and nothing else."""

import dataclasses
import http.client
import json

ANSWER_TIMEOUT_S = 90
OPEN = ("QUEUED", "RUNNING")
FAILURES = (OSError, http.client.HTTPException)  # what a server that was killed looks like


@dataclasses.dataclass
class Answer:
    """Status, headers (names in lower case) and the JSON value, or the text where it is no JSON. `text` is what was sent."""
    status: int
    headers: dict
    body: object
    text: str = ""

    def expect(self, status):
        assert self.status == status, f"status {self.status} instead of {status}: {self.body}"
        return self.body


class Client:
    """One user at one address. Connections are not kept, so that a server may come and go."""

    def __init__(self, port, token=None):
        self.port = port
        self.token = token

    def raw(self, method, path, body=None, headers=None):
        """Sends body bytes as they are."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_TIMEOUT_S)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            text = answer.read()
            headers = {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()
        sent = text.decode("utf-8", "replace")
        try:
            return Answer(answer.status, headers, json.loads(text) if text else None, sent)
        except ValueError:
            return Answer(answer.status, headers, sent, sent)

    def call(self, method, path, body=None, **headers):
        """JSON there and back, with the token. Header names are given with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent["Content-Type"] = "application/json"
        if self.token:
            sent["Authorization"] = "Bearer " + self.token
        return self.raw(method, path, None if body is None else json.dumps(body), sent)

    def login(self, email, password):
        token = self.call("POST", "/auth/login", {"email": email, "password": password}).expect(200)["token"]
        return Client(self.port, token)

    def register(self, name):
        """A new student, logged in."""
        email, password = f"{name}@example.org", "correct horse"
        self.call("POST", "/auth/register", {"name": name, "email": email, "password": password}).expect(201)
        return self.login(email, password)

    def create_problem(self, title, tests, fields=None, **limits):
        body = {"title": title, "description": "", "difficulty": "easy", "testCases": tests, **(fields or {})}
        if limits:
            body["limits"] = limits
        return self.call("POST", "/problems/create", body).expect(201)["_id"]

    def submit(self, problem_id, language, code, **headers):
        body = {"problemId": problem_id, "language": language, "code": code}
        return self.call("POST", "/submission/create", body, **headers).expect(201)["_id"]

    def verdict(self, submission_id):
        """The submission once it is judged."""
        for _ in range(5):
            submission = self.call("GET", f"/submission/{submission_id}?wait=60").expect(200)
            if submission["status"] not in OPEN:
                return submission
        raise AssertionError(f"no verdict within five minutes: {submission}")

    def judge(self, problem_id, language, code):
        return self.verdict(self.submit(problem_id, language, code))
