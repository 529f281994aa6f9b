"""Clients of the live interface that others wrote, from the npm registry, as child processes."""

import hashlib
import json
import shutil
import subprocess
import threading

import pytest

from shipped.server import ROOT

SOURCES = ROOT / "tests" / "live"
FOLDER = ROOT / "build" / "live_clients"
HEAR_TIMEOUT_S = 60


def install():
    """npm ci below build/, once for each lock file."""
    lock = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
    stamp = FOLDER / "installed"
    if not stamp.is_file() or stamp.read_text() != lock:
        if shutil.which("npm") is None:
            pytest.skip("npm is not installed: ./test installs it")
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCES / name, FOLDER)
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FOLDER, capture_output=True, text=True)
        assert done.returncode == 0, "npm ci for the live clients failed:\n" + done.stdout + done.stderr
        stamp.write_text(lock)
    # Beside its node_modules, where Node.js looks for them.
    shutil.copy(SOURCES / "listen.mjs", FOLDER)


class Listener:
    """One client of one kind (tests/live/listen.mjs). What it hears is kept in order."""

    def __init__(self, kind, client):
        self.kind = kind
        self.client = client
        self.heard = []
        self.news = threading.Condition()
        self.process = subprocess.Popen(["node", "listen.mjs", kind, f"http://127.0.0.1:{client.port}", client.token],
                                        cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            with self.news:
                self.heard.append(json.loads(line))
                self.news.notify_all()
        with self.news:
            self.heard.append({"what": "ended"})
            self.news.notify_all()

    def subscribe(self, submission):
        one = {"id": submission}
        if self.kind == "eventsource":
            one["ticket"] = self.client.call("POST", "/auth/ticket").expect(200)["ticket"]
        self.process.stdin.write(json.dumps(one) + "\n")
        self.process.stdin.flush()

    def hear(self, what, matches=lambda one: True, after=0):
        """The first thing of that kind that matches, from the given place on."""
        def find():
            return next((one for one in self.heard[after:] if one["what"] == what and matches(one)), None)
        with self.news:
            found = self.news.wait_for(find, HEAR_TIMEOUT_S)
            assert found, f"{self.kind} did not hear {what}: {self.heard}"
            return found

    def hear_verdict(self, submission):
        """The statuses of one submission up to its verdict."""
        self.hear("status", lambda one: one["status"]["submissionId"] == submission
                  and one["status"]["status"] not in ("QUEUED", "RUNNING"))
        with self.news:
            return [one["status"] for one in self.heard
                    if one["what"] == "status" and one["status"]["submissionId"] == submission]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()  # it ends by itself then
        self.process.wait(HEAR_TIMEOUT_S)
