"""Malicious programs as real submissions. After each case the invariants must hold; at the end there is one table.

A case is a file in cases/ (its form: shipped/case_file.py). Each probe prints the exact answer of what it tried, or a
control line, so that a probe that never ran does not pass for one that was stopped. Never run one outside the sandbox.
"""

import dataclasses
import os
import pathlib
import warnings
import subprocess

import pytest

from hostile.host import BoxHost, gone
from hostile.invariants import CLEAN_TIMEOUT_S, Invariants
from shipped.case_file import all_cases, check, check_overlap, read_cases, said
from shipped.server import Server

FOLDER = pathlib.Path(__file__).parent / "cases"
CASES, IDS = read_cases(FOLDER)
BUSY, TRIES = 3, 4
REFUSALS = [case for case in all_cases(FOLDER) if case.fields]

GROUPS = {"A": 15, "B": 14, "C": 16, "D": 12, "E": 12, "F": 8, "G": 2}
NOT_THERE = {
    "D9": "there are no custom checkers",
    "D11": "there are no interactors",
}


@pytest.fixture(scope="module")
def invariants(server, host, before, canaries, places, student, victim, benign):
    return Invariants(server, host, before, canaries, places, student, victim, benign)


def filled(case, values):
    """The case with the things of this host in place of their names."""
    def fill(text):
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text
    return dataclasses.replace(case, codes={name: fill(code) for name, code in case.codes.items()},
                               tests=[{**test, "input": fill(test["input"]), "output": fill(test["output"])} for test in case.tests])


def starved(case, submission):
    """Whether the wall limit ended a program that waited for a core: others had them all, which is no finding about it."""
    load = os.getloadavg()[0] / os.cpu_count()
    by_clock = "idle too long" in said(submission) and not any("idle" in message for message in case.keys["message"])
    if by_clock and load > BUSY:
        warnings.warn(f"{case.name} is judged again: {load:.0f} programs wait for each core of this host", stacklevel=2)
    return by_clock and load > BUSY


def submit_all(case, problem, language, students):
    """What is judged of `submit_once`, again where the host was too busy to let a program run."""
    for _ in range(TRIES - 1):
        submissions = submit_once(case, problem, language, students)
        if not any(starved(case, submission) for submission in submissions):
            break
    else:
        submissions = submit_once(case, problem, language, students)
    return submissions


def submit_once(case, problem, language, students):
    """As often as the case says, by turns of the students; judged one after the other, or all on their way at once."""
    count, together = case.submissions
    code = case.codes[language]
    case.chill()
    if not together:
        return [students[number % 2].judge(problem, language, code) for number in range(count)]
    sent = [(students[number % 2], students[number % 2].submit(problem, language, code)) for number in range(count)]
    return [student.verdict(submission) for student, submission in sent]


@pytest.mark.parametrize("case,language", CASES, ids=IDS)
def test_hostile(case, language, admin, students, values, invariants, table):
    case = filled(case, values)
    problem = admin.create_problem(case.name, case.tests, case.problem_fields(), **case.limits())
    submissions = submit_all(case, problem, language, students)
    for submission in submissions:
        check(case, submission)
    if "overlap" in case.keys:
        check_overlap(submissions)
    invariants.check()
    table.append((", ".join(case.ids), f"{case.name} {language}", case.verdict, case.keys["tried"], case.keys["stopped by"]))


@pytest.mark.parametrize("case", REFUSALS, ids=[case.name for case in REFUSALS])
def test_refused(case, student, benign, invariants, table):
    good = {"problemId": benign, "language": "python", "code": "print(int(input()) * 2)"}
    statuses = {int(status) for status in case.keys["refused"].split(",")}
    for fields in case.fields:
        answer = student.call("POST", "/submission/create", {**good, **fields})
        assert answer.status in statuses, f"{fields}: {answer.status} {answer.body}"
        assert any(name in answer.body["error"] for name in fields) or "JSON" in answer.body["error"], answer.body
    student.verdict(student.call("POST", "/submission/create", good).expect(201)["_id"])  # the control: as it is, it is taken
    invariants.check()
    table.append((", ".join(case.ids), case.name, case.keys["refused"], case.keys["tried"], case.keys["stopped by"]))


def test_every_case_of_the_list_has_a_file(table):
    wanted = {f"{group}{number}" for group, count in GROUPS.items() for number in range(1, count + 1)}
    shown = {name for case in all_cases(FOLDER) for name in case.ids}
    assert wanted - shown - NOT_THERE.keys() == set(), "cases without a file"
    assert shown & NOT_THERE.keys() == set(), "cases that are said not to be there"
    table += [(name, "-", "-", "not there yet: " + reason, "-") for name, reason in NOT_THERE.items()]


def test_every_case_shows_that_it_ran():
    """A probe that cannot be told from one that never ran proves nothing."""
    silent = [case.name for case in all_cases(FOLDER) if case.codes and not case.shows_that_it_ran()]
    assert silent == []


def test_the_canary_of_the_host_could_be_read_by_anybody(places, canaries):
    """On the host its permissions stop nobody."""
    read = subprocess.run(["cat", places["canary"]], user=65534, group=65534, extra_groups=[], capture_output=True, text=True)
    assert read.stdout == canaries.host_file, read.stderr


def test_the_canaries_are_where_they_are_said_to_be(server, admin, victim, canaries, places):
    """Each stands in its place, and those who may see it do."""
    secret = admin.call("GET", f"/problems/{victim['problem']}/testcases").expect(200)
    assert (secret[0]["input"], secret[0]["output"]) == (canaries.hidden_input, canaries.hidden_output)
    own = victim["client"].call("GET", f"/submission/{victim['submission']}").expect(200)
    assert canaries.source in own["code"]
    # The server forgets its own secrets, the token and the first password, and leaves what is not its own.
    assert canaries.found_in(pathlib.Path(f"/proc/{server.process.pid}/environ").read_text()) == ["environment"]
    assert canaries.config in places["config"].read_text()
    with_token = admin.raw("GET", "/metrics", None, {"Authorization": "Bearer " + canaries.metrics_token})
    assert with_token.status == 200 and "autograder" in with_token.text


def test_nothing_is_left_when_the_server_ends(binary):
    """Every process, cgroup and data directory entry of boxes goes with the server."""
    with Server() as other:
        left = BoxHost(other.process.pid)
        problem = other.admin().create_problem("Spin", [{"input": "", "output": ""}], timeLimitMs=60000)
        student = other.client().register("student")
        submission = student.submit(problem, "python", "while True: pass")
        assert student.call("GET", f"/submission/{submission}?wait=1").expect(200)["status"] in ("QUEUED", "RUNNING")
        other.kill()
        assert gone(left.all_processes, CLEAN_TIMEOUT_S) == []
        other.start()
