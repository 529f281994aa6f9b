"""Malicious programs on hosts of other kinds: the same cases, verdicts, words and controls as in tests/hostile.

Programs are built outside and sent as they are (tests/hosts/languages/built_c.toml), since a compiler takes ten times as long in
emulation; what is hostile to compilers is sent as source. Time limits grow too, but where running out of time is the point.
"""

import concurrent.futures
import dataclasses
import json

import pytest

from hosts import programs
from hosts.hosted import CLOSED, DATA
from hosts.machine import SERVER_PORT
from shipped.case_file import all_cases, check, check_overlap
from shipped.server import BINARY, ROOT

CANARY = "the canary file of the host"
PLACES = {"canary": "/tmp/canary/file", "data": DATA, "closed": CLOSED, "port": SERVER_PORT, "socket": "autograder-test-socket",
          "hidden": "an input of somebody else"}
CLEAN_TIMEOUT_S = 20
SLACK = {"descriptors": 12}  # connections that are just closing; a leak of one a case shows long before the last case
SLOWNESS = 15  # of emulation, for programs whose time is not the point
TIME_MAX_MS = 60000
START_MS = 3000
# An ordinary user has one uid for all: a signal to the box's init is sent, and the kernel drops it, since that is process 1
# of the program's namespace. What the programs do next shows that nothing came of it. Its box knows no other uid at all.
SAID_ROOTLESS = {**{f"{what} EPERM": f"{what} allowed" for what in ("kill parent", "stop parent", "kill 1")},
                 **{f"{what} EPERM": f"{what} EINVAL" for what in ("become root", "setuid 0", "setgid 0")}}
LARGE = ("memory_of_removed_files",)  # built outside, they are too large to be sent
COMPILED_INSIDE = ("compile_explosion", "compile_huge_binary", "incbin_passwd", "include_device", "include_profile")
BENIGN = '#include <stdio.h>\nint main(void) { int n; if (scanf("%d", &n) == 1) printf("%d\\n", n * 2); return 0; }\n'


def chosen():
    """One variant a file: a program that runs natively, or a compile-time attack in the language of tests whose compiler is
    Python; and a few on the real compiler, whose limits of time are not made for emulation."""
    for case in all_cases(ROOT / "tests/hostile/cases"):
        at_compile_time = bool(case.codes) and programs.hostile_to_compilers(case)
        wanted = list(programs.LANGUAGES) if not at_compile_time or case.name in COMPILED_INSIDE else []
        wanted += ["hostile_compiler"] if at_compile_time else []
        yield from [(case, language) for language in wanted if language in case.codes][:1]


def filled(case):
    def fill(text):
        for name, value in PLACES.items():
            text = text.replace("{" + name + "}", str(value))
        return text
    return dataclasses.replace(case, codes={name: fill(code) for name, code in case.codes.items()},
                               tests=[{**test, "input": fill(test["input"]), "output": fill(test["output"])} for test in case.tests])


def sent(case, language):
    """(language, code) as they go to the server."""
    if language not in programs.LANGUAGES or programs.hostile_to_compilers(case) or case.name in LARGE:
        return language, case.codes[language]
    return "built_" + language, programs.build(language, case.codes[language])


def limits(case):
    """A program whose time is to run out still has to start first."""
    given = case.limits()
    time_limit = given.get("timeLimitMs", 5000)
    longer = time_limit if case.verdict == "TLE" else min(TIME_MAX_MS, SLOWNESS * time_limit)
    given["timeLimitMs"] = max(START_MS, longer)
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
    for name, mode in (("open", "644"), ("group", "640"), ("owner", "600")):
        machine.write(f"{CLOSED}/{name}", "everybody's\n" if name == "open" else CANARY)
        machine.run(["chmod", mode, f"{CLOSED}/{name}"], user="root")
    return PLACES["canary"]


@pytest.fixture(scope="session")
def students(server):
    return [server.client().register(name) for name in ("student", "neighbour")]


@pytest.fixture(scope="session")
def student(students):
    return students[0]


@pytest.fixture(scope="session")
def listener(machine):
    """An abstract socket of the machine, that no program may come to."""
    program = (f"import signal, socket; s = socket.socket(socket.AF_UNIX); s.bind('\\0{PLACES['socket']}'); s.listen(); "
               "print('up', flush=True); signal.pause()")
    running = machine.begin(["/usr/bin/python3", "-c", program], user="root")
    assert next(running.frames(60)) == ("o", b"up\n")
    yield
    running.close()


def as_said(case, kind):
    """The case with what the kernel answers on that kind of host."""
    def said(text):
        for usual, here in SAID_ROOTLESS.items() if kind == "v2-rootless" else ():
            text = text.replace(usual, here)
        return text
    return dataclasses.replace(case, tests=[{**test, "output": said(test["output"])} for test in case.tests])


def judge(case, problem, language, code, students):
    """As often as the case says, by turns of the students; one after the other, or all on their way at once."""
    count, together = case.submissions
    if not together:
        return [students[number % 2].judge(problem, language, code) for number in range(count)]
    waiting = [(students[number % 2], students[number % 2].submit(problem, language, code)) for number in range(count)]
    return [student.verdict(submission) for student, submission in waiting]


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
def test_case(kind, case, language, built, machine, server, admin, students, listener, canary, benign, before, table):
    case = as_said(case, kind)
    problem = admin.create_problem(case.name, case.tests, case.problem_fields(), **limits(case))
    submissions = judge(case, problem, *sent(case, language), students)
    for submission in submissions:
        check(case, submission)
    if "overlap" in case.keys:
        check_overlap(submissions)
    assert CANARY not in json.dumps(submissions)

    assert benign()["status"] == "AC", "a benign submission after it"
    assert not server.ended, "the server ended: " + server.log_text()[-2000:]
    after = machine.look("after", binary=str(BINARY), server=server.pid, before=before, canary=canary, timeout=CLEAN_TIMEOUT_S)
    assert after == {"left_behind": [], "grown": [], "canary": CANARY}
    table.append((kind, f"{case.name} {language}", case.verdict, case.keys["stopped by"]))


def test_the_canary_could_be_read_by_anybody(machine, canary):
    assert machine.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "cat", canary], user="root").output == CANARY


def test_a_process_left_behind_would_be_seen(machine, server):
    """The positive control of the look: a stranger of a box's user, in its own namespace."""
    running = machine.begin(["setpriv", "--reuid=65601", "--clear-groups", "sh", "-c", "echo up; exec sleep 600"],
                            user="root")
    assert next(running.frames(60)) == ("o", b"up\n")
    found = machine.look("left_behind", binary=str(BINARY), timeout=1)
    running.close()
    assert [name for _, name, _ in found] == ["sleep"]


def test_nothing_is_left_when_the_server_ends(machine, server, admin, student):
    """Killed while a program spins: its processes and cgroups go with it; the next server judges it again."""
    problem = admin.create_problem("Spin", [{"input": "", "output": ""}], timeLimitMs=5000)
    submission = student.submit(problem, "built_c", programs.build("c", "int main(void) { for (;;) {} }\n"))
    while student.call("GET", f"/submission/{submission}?wait=1").expect(200)["status"] == "QUEUED":
        pass
    server.kill()
    left = machine.look("all_gone", binary=str(BINARY), before=server.groups_before, timeout=CLEAN_TIMEOUT_S)
    server.start()
    assert left == []
    assert student.verdict(submission)["status"] == "TLE"
