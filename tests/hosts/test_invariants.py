"""Invariants of tests/hostile on hosts of other kinds: the same programs, bounds and assertions. Its own run, one machine
after the other (`run.py --invariants`), since what runs beside a machine is in its figures.

Emulation takes some fifteen times as long, so not every pattern is tried: with all of them a machine took nine minutes of the
ten. Beside whose figures stay: one program for each thing that the kinds of cgroups count differently (memory, memory of the
kernel, processes). Whose turn it is the database decides alike on all hosts: one pattern that a judging is set aside for, and
one of runs. tests/hostile has them all.
"""

import json
import sys

import pytest

from hostile.channels import FIGURES, Channel, figures_that_tell
from hostile.others_figures import assert_figures_stay
from hostile.others_turn import newcomer_beside_runs, newcomer_beside_users
from hostile.outlives import LIMITS, assert_nothing_outlives
from hosts import programs
from shipped.case_file import read_case
from shipped.server import ROOT

pytestmark = pytest.mark.invariants

TIME_LIMIT_MS = 3000  # of programs that have to start first
SLOTS = 2             # the machine's processors
SPARE_S = 10          # of emulation, in which a hello in Python takes seconds; less than a sleeper keeps a slot that is not set aside
PHASE_MS = 2000       # in which a program reads all figures of the host
BESIDE = ("static_array_touched", "memory_of_kernel", "fork_bomb_counted")


def built(code, language="c"):
    return "built_" + language, programs.build(language, code)


@pytest.fixture(scope="session")
def students(server):
    return [server.client().register(name) for name in ("student", "neighbour")]


@pytest.fixture(scope="session")
def benign(admin):
    return admin.create_problem("Benign", [{"input": "3\n", "output": "6\n"}], timeLimitMs=30000)


def test_nothing_in_the_kernel_outlives_a_run(kind, machine, server, admin, students):
    def look():
        return json.loads(machine.run([sys.executable, ROOT / "tests/hostile/outlives.py"], user="root").output)
    assert_nothing_outlives(admin, students[0], look, built, {**LIMITS, "timeLimitMs": 30000})


def test_no_figure_tells_of_another_box(kind, admin, students):
    channel = Channel(admin, *students, program=FIGURES, limits={"timeLimitMs": 60000, "memoryLimitMb": 256}, more=f"{PHASE_MS}")
    assert figures_that_tell(channel) == {}


def test_figures_of_others_stay(kind, admin, students, benign):
    for name in BESIDE:
        case = read_case(ROOT / f"tests/hostile/cases/{name}.txt")
        language = next(iter(case.codes))
        assert_figures_stay(admin, *students, benign, case, *built(case.codes[language], language), TIME_LIMIT_MS)


def test_a_newcomer_beside_runs(kind, server, table):
    table.append((kind, "a newcomer beside runs", "AC", newcomer_beside_runs(server, SLOTS, SPARE_S)))


def test_a_newcomer_beside_sleepers(kind, server, table):
    """The last one: its submissions sleep on."""
    table.append((kind, "a newcomer beside sleepers", "AC", newcomer_beside_users(server, SLOTS, "sleep", SPARE_S)))
