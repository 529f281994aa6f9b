"""Lets one box talk and another listen, in three ways that two boxes come to run at the same time: programs/two_boxes.c leaves marks,
programs/all_figures.py reads all numbers."""

import pathlib
import re

PROGRAM = (pathlib.Path(__file__).parent / "programs" / "two_boxes.c").read_text()
FIGURES = ("python", (pathlib.Path(__file__).parent / "programs" / "all_figures.py").read_text())
LIMITS_OF_FIGURES = {"timeLimitMs": 8000, "memoryLimitMb": 256}
TALK = {"input": "talk\n", "output": "", "visibility": "private"}
LISTEN = {"input": "listen\n", "output": "", "visibility": "public"}
LISTEN_IN_PRIVATE = {**LISTEN, "visibility": "private"}
LIMITS = {"timeLimitMs": 4000, "memoryLimitMb": 128, "outputLimitKb": 64}
TRIES = 8  # until both ran at the same time
HEARD = re.compile(r"^heard by (.*): (\S+)$", re.MULTILINE)
SPAN = re.compile(r"^(?:talked|listened) from (\d+) to \d+, (\d+) questions$", re.MULTILINE)
QUESTIONS_MIN = 100
PHASES_MS = 12 * 150  # how long both run
# What the kernel tells every program, and no wall of ours hides: docs/sandbox.md, "Not promised".
SAID = ("sysinfo ", "st_nlink of /proc", "/proc/self/smaps_rollup:", "number of a ", "f_bfree of /usr", "f_bavail of /usr")
# When the listener's own process ran: a neighbour that computes delays it, as each clock tells.
OWN_TIME = ("/proc/self/sched:", "/proc/self/schedstat:")
TRIES_OF_FIGURES = 3


def began(text):
    """When it did, by the host's clock; nothing of a program that did not come to its end."""
    found = SPAN.search(text or "")
    return found and int(found[1])


def heard(text):
    """Question -> its answers, of those that were not answered alike in all phases."""
    assert int(SPAN.search(text)[2]) >= QUESTIONS_MIN, text
    return dict(HEARD.findall(text))


def outputs(admin, client, submission):
    """As an administrator sees them, so that private ones are there."""
    client.verdict(submission)
    answer = admin.call("GET", f"/submission/{submission}").expect(200)
    return [test.get("output") or "" for test in answer["tests"]]


class Channel:
    """Who talks and who listens, and with what program: its language and its code. `more` is said to both."""

    def __init__(self, admin, student, other, program=("c", PROGRAM), limits=None, more=""):
        self.admin, self.student, self.other, self.program = admin, student, other, program
        self.limits, self.more = {**LIMITS, **(limits or {})}, more

    def problem(self, *tests):
        tests = [{**test, "input": f"{test['input'].strip()} {self.more}".strip() + "\n"} for test in tests]
        return self.admin.create_problem("Channel", tests, {"scoring": "weighted"}, **self.limits)

    def inside_a_submission(self):
        """A private test talks, another one hears it: only tests of one visibility run at the same time."""
        return self.talk_to(LISTEN_IN_PRIVATE)

    def talk_to(self, listener):
        return outputs(self.admin, self.student, self.student.submit(self.problem(TALK, listener), *self.program))

    def between_students(self):
        sent = [(client, client.submit(self.problem(test), *self.program))
                for client, test in ((self.student, TALK), (self.other, LISTEN))]
        return [outputs(self.admin, client, submission)[0] for client, submission in sent]

    def to_a_run(self):
        submission = self.student.submit(self.problem(TALK), *self.program)
        language, code = self.program
        answer = self.other.call("POST", "/run", {"language": language, "code": code, "customInput": "listen\n"}).expect(200)
        return [outputs(self.admin, self.student, submission)[0], answer["output"]]

    def heard(self, way):
        """What a listener heard in a try in which the two ran at the same time."""
        for _ in range(TRIES):
            talked, listened = getattr(self, way)()
            if began(talked) and began(talked) == began(listened):
                return heard(listened)
        raise AssertionError(f"the two never ran at the same time: {talked[-200:]!r} {listened[-200:]!r}")


def figures_that_tell(channel):
    """Figure -> values. Of thousands that the host moves, one may seem to follow the other box; not the same one each time.
    What the kernel says to all must be heard at least once: so the two do run in step."""
    found, hears = None, False
    for _ in range(TRIES_OF_FIGURES):
        now = channel.heard("between_students")
        hears = hears or any(name.startswith(SAID) for name in now)
        told = {name: values for name, values in now.items() if not name.startswith(SAID + OWN_TIME)}
        found = told if found is None else {name: found[name] for name in found if name in told}
        if not found and hears:
            break
    assert hears, "the listener hears not even what the kernel says to all"
    return found


WAYS = ("inside_a_submission", "between_students", "to_a_run")
