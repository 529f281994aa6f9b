"""What must hold after every case: everything of it is gone, everything of the host is as it was."""

import re
import time

from hostile.host import Snapshot, gone, ipc_objects, owned_by

CLEAN_TIMEOUT_S = 5
LOG_LINE = re.compile(r"\d\d:\d\d:\d\d\.\d{3} (debug|info |warn |error) ?[A-Za-z]")
SHOWN_TO_STUDENTS = ("/submission/getSubmission?limit=100", "/problems?limit=100", "/languages", "/health", "/version", "/metrics",
                     "/auth/user/me")


class Invariants:
    """Of one server, checked as often as wanted."""

    def __init__(self, server, host, before, canaries, places, student, victim, benign):
        self.server, self.host, self.before = server, host, before
        self.canaries, self.places, self.student = canaries, places, student
        self.victim, self.benign = victim, benign
        self.log_lines = 0

    def check(self):
        program = "print(int(input()) * 2)"
        assert self.student.judge(self.benign, "python", program)["status"] == "AC", "a benign submission after it"
        assert gone(self.host.programs, CLEAN_TIMEOUT_S) == [], "processes of the box live on"
        assert self.host.strangers_in_cgroups() == [], "processes are left in the box's cgroups"
        assert self.server.process.poll() is None, "the server ended"
        grown = self.growth()
        assert grown == [], f"not as before: {'; '.join(grown)}"
        assert self.places["canary"].read_text() == self.canaries.host_file, "a file of the host was changed"
        for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", self.places["folder"]):
            assert owned_by(self.host.uids, folder) == [], "a program left a file on the host"
        assert ipc_objects(self.host.uids) == [], "a program left an IPC object on the host"
        self.look_as_student()
        self.read_log()

    def growth(self):
        """Connections and boxes close a moment after the answer, so a few looks are allowed."""
        deadline = time.monotonic() + CLEAN_TIMEOUT_S
        while grown := Snapshot.of(self.server, self.host).growth_over(self.before):
            if time.monotonic() > deadline:
                break
            with self.server.news:
                self.server.news.wait(0.02)
        return grown

    def look_as_student(self):
        """The student's client itself finds canaries in what it is answered."""
        for path in SHOWN_TO_STUDENTS:
            self.student.call("GET", path)
        assert self.student.call("GET", "/metrics").status in (401, 403)
        assert self.student.call("GET", f"/submission/{self.victim['submission']}").status == 404

    def read_log(self):
        """Every new line is one that the log wrote, and none tells a secret."""
        with self.server.news:
            lines, self.log_lines = self.server.log[self.log_lines:], len(self.server.log)
        forged = [line for line in lines if not LOG_LINE.match(line)]
        assert forged == [], "lines that are none of the log's"
        assert self.canaries.found_in("".join(lines)) == [], "the log tells secrets"
