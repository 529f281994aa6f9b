"""Malicious programs as real submissions. After each case the invariants must hold; at the end there is one table.

A case is a file in cases/ (its form: shipped/case_file.py). Each probe prints the exact answer of what it tried, or a
control line, so that a probe that never ran does not pass for one that was stopped. Never run one outside the sandbox.
"""

import dataclasses
import json
import pathlib
import shutil
import subprocess
import tempfile

import pytest

from hostile.host import BoxHost, gone
from shipped.case_file import check, read_cases
from shipped.server import Server

CASES, IDS = read_cases(pathlib.Path(__file__).parent / "cases")
CANARY = "the canary file of the host"
CLEAN_TIMEOUT_S = 5


@pytest.fixture(scope="module")
def host(server):
    return BoxHost(server.process.pid)


@pytest.fixture(scope="module")
def canary():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="autograder-canary-", dir="/tmp"))
    folder.chmod(0o755)
    file = folder / "file"
    file.write_text(CANARY)
    file.chmod(0o666)
    yield file
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def benign(admin):
    return admin.create_problem("Benign", [{"input": "3\n", "output": "6\n"}])


@pytest.fixture(scope="module")
def table(request):
    rows = []
    yield rows
    terminal = request.config.pluginmanager.get_plugin("terminalreporter")
    with request.config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled():
        terminal.write_line("")
        terminal.write_line("{:<32} {:<8} {:<60} {}".format("case", "verdict", "what it tried", "what stopped it"))
        for row in rows:
            terminal.write_line("{:<32} {:<8} {:<60} {}".format(*(part[:60] for part in row[:3]), row[3]))


def filled(case, values):
    """The case with the paths of this host in place of their names."""
    def fill(text):
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text
    return dataclasses.replace(case, codes={name: fill(code) for name, code in case.codes.items()},
                               tests=[{**test, "output": fill(test["output"])} for test in case.tests])


@pytest.mark.parametrize("case,language", CASES, ids=IDS)
def test_hostile(case, language, server, admin, student, host, canary, benign, table):
    case = filled(case, {"canary": canary, "data": server.data})
    problem = admin.create_problem(case.name, case.tests, **case.limits())
    submission = student.judge(problem, language, case.codes[language])
    check(case, submission)
    assert CANARY not in json.dumps(submission)

    assert student.judge(benign, "python", "print(int(input()) * 2)")["status"] == "AC", "a benign submission after it"
    assert gone(host.programs, CLEAN_TIMEOUT_S) == []
    assert host.strangers_in_cgroups() == []
    assert server.process.poll() is None and canary.read_text() == CANARY
    table.append((f"{case.name}-{language}", submission["status"], case.keys["tried"], case.keys["stopped by"]))


def test_the_canary_could_be_read_by_anybody(canary):
    """The positive control of the canary: on the host its permissions stop nobody."""
    read = subprocess.run(["cat", canary], user=65534, group=65534, extra_groups=[], capture_output=True, text=True)
    assert read.stdout == CANARY, read.stderr


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
