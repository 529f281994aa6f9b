"""Malicious programs on hosts of other kinds: the same cases, verdicts, words and controls as in tests/hostile.

Programs are built outside and sent as they are (tests/hosts/languages/built_c.toml), since a compiler takes ten times as long in
emulation; what is hostile to compilers is sent as source. Time limits grow too, but where running out of time is the point.
"""

import concurrent.futures
import dataclasses
import json

import pytest

from hosts import programs
from shipped.case_file import check, read_cases
from shipped.server import BINARY, ROOT

CASES, _ = read_cases(ROOT / "tests/hostile/cases")
CANARY = "the canary file of the host"
PLACES = {"canary": "/tmp/canary/file", "data": "/tmp/data"}
CLEAN_TIMEOUT_S = 20
SLACK = {"descriptors": 12}  # connections that are just closing; a leak of one a case shows long before the last case
SLOWNESS = 6  # of emulation, for programs whose time is not the point
TIME_MAX_MS = 60000
BENIGN = '#include <stdio.h>\nint main(void) { int n; if (scanf("%d", &n) == 1) printf("%d\\n", n * 2); return 0; }\n'


def chosen():
    """Of every file the native variant; of compile-time attacks also those in the language of tests that runs in Python."""
    for case, language in CASES:
        if language in programs.LANGUAGES:
            yield case, language
        elif language == "hostile_compiler" and programs.hostile_to_compilers(case):
            yield case, language


def filled(case):
    def fill(text):
        for name, value in PLACES.items():
            text = text.replace("{" + name + "}", value)
        return text
    return dataclasses.replace(case, codes={name: fill(code) for name, code in case.codes.items()},
                               tests=[{**test, "output": fill(test["output"])} for test in case.tests])


def sent(case, language):
    """(language, code) as they go to the server."""
    if language not in programs.LANGUAGES or programs.hostile_to_compilers(case):
        return language, case.codes[language]
    return "built_" + language, programs.build(language, case.codes[language])


def limits(case):
    given = case.limits()
    if case.verdict != "TLE":
        given["timeLimitMs"] = min(TIME_MAX_MS, SLOWNESS * given.get("timeLimitMs", 5000))
    return given


SELECTED = [(filled(case), language) for case, language in chosen()]


@pytest.fixture(scope="session")
def built():
    """All programs, two compilers at once, before the first is sent."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: sent(*pair), SELECTED))


@pytest.fixture(scope="session")
def canary(machine):
    machine.write(PLACES["canary"], CANARY)
    machine.run(["chmod", "666", PLACES["canary"]], user="root")
    return PLACES["canary"]


@pytest.fixture(scope="session")
def student(server):
    return server.client().register("student")


@pytest.fixture(scope="session")
def benign(admin, student):
    """A submission that gets AC, and its figures: everything has been used once."""
    problem = admin.create_problem("Benign", [{"input": "3\n", "output": "6\n"}], timeLimitMs=30000)
    code = programs.build("c", BENIGN)
    return lambda: student.judge(problem, "built_c", code)


@pytest.fixture(scope="session")
def before(server, machine, benign):
    assert benign()["status"] == "AC"
    figures = machine.look("figures", server=server.pid)
    return {name: figure + SLACK.get(name, 0) for name, figure in figures.items()}


@pytest.mark.parametrize("case,language", SELECTED, ids=[f"{case.name}-{language}" for case, language in SELECTED])
def test_case(kind, case, language, built, machine, server, admin, student, canary, benign, before, table):
    problem = admin.create_problem(case.name, case.tests, **limits(case))
    submission = student.judge(problem, *sent(case, language))
    check(case, submission)
    assert CANARY not in json.dumps(submission)

    assert machine.look("left_behind", binary=str(BINARY), timeout=CLEAN_TIMEOUT_S) == []
    assert benign()["status"] == "AC", "a benign submission after it"
    assert machine.look("grown", server=server.pid, before=before, timeout=CLEAN_TIMEOUT_S) == []
    assert not server.ended, "the server ended: " + server.log_text()[-2000:]
    assert machine.run(["cat", canary]).output == CANARY
    table.append((kind, f"{case.name} {language}", submission["status"], case.keys["stopped by"]))


def test_the_canary_could_be_read_by_anybody(machine, canary):
    assert machine.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "cat", canary], user="root").output == CANARY


def test_a_process_left_behind_would_be_seen(machine, server):
    """The positive control of the look: a stranger of a box's user, in a namespace of its own."""
    running = machine.begin(["setpriv", "--reuid=65601", "--clear-groups", "sh", "-c", "echo up; exec sleep 600"],
                            user="root")
    assert next(running.frames(60)) == ("o", b"up\n")
    found = machine.look("left_behind", binary=str(BINARY), timeout=1)
    running.close()
    assert [name for _, name, _ in found] == ["sleep"]


def test_nothing_is_left_when_the_server_ends(machine, server, admin, student):
    """Killed while a program spins: its processes and cgroups go with it."""
    problem = admin.create_problem("Spin", [{"input": "", "output": ""}], timeLimitMs=60000)
    submission = student.submit(problem, "built_c", programs.build("c", "int main(void) { for (;;) {} }\n"))
    while student.call("GET", f"/submission/{submission}?wait=1").expect(200)["status"] == "QUEUED":
        pass
    server.kill()
    assert machine.look("all_gone", binary=str(BINARY), before=server.groups_before, timeout=CLEAN_TIMEOUT_S) == []
    server.start()
