"""A newcomer's wait beside one user more than there are slots, on servers of their own. docs/queue.md states the bound;
tests/simulation looks for mixes of work that break it."""

import shutil

import pytest

from hostile.others_turn import (PATTERNS, PIECE_S, SPARE_S, import_package, newcomer_beside_runs, newcomer_beside_users,
                                 no_longer, send_sleepers, wait_beside, wait_of)
from shipped.server import ROOT, Server, make_data_directory

HELLOS = 24  # enough empty polls that a worker that counted them would stop


@pytest.fixture
def row(table):
    rows = []
    yield lambda *parts: rows.append(parts)
    table += rows


@pytest.fixture(scope="module")
def serving():
    """A server of so many slots and of one language, without caches that would take a slot first."""
    folder = make_data_directory()
    folder.chmod(0o755)
    shutil.copy(ROOT / "languages/python.toml", folder)
    yield lambda slots: Server(AUTOGRADER_WORKERS=str(slots), AUTOGRADER_LANGUAGES=str(folder))
    shutil.rmtree(folder)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("slots", [2, 8])
def test_i6_a_newcomer_beside_slots_and_one_user(serving, slots, pattern, row):
    with serving(slots) as server:
        waited = newcomer_beside_users(server, slots, pattern)
    row("I6", f"{slots + 1} students who {pattern}, {slots} slots", "AC", "keep a newcomer from being judged",
        f"set aside between two tests: {waited}")


@pytest.mark.parametrize("slots", [2, 8])
def test_i6_a_newcomer_beside_an_import(serving, slots, row):
    with serving(slots) as server:
        waited = no_longer(wait_beside(server, import_package, 0), PIECE_S + SPARE_S)
    row("I6", f"an import that sleeps, {slots} slots", "AC", "keep a newcomer from being judged",
        f"a verification never takes all slots: {waited}")


def test_i6_a_newcomer_beside_one_student_in_both_slots(serving, row):
    with serving(2) as server:
        waited = no_longer(wait_beside(server, send_sleepers, 1), 2 * PIECE_S + SPARE_S)
    row("I6", "one student in both slots", "AC", "keep a newcomer from being judged",
        f"a user holds half of the slots while others wait: {waited}")


@pytest.mark.parametrize("slots", [2, 8])
def test_i6_a_newcomer_beside_runs(serving, slots, row):
    with serving(slots) as server:
        waited = newcomer_beside_runs(server, slots)
    row("I6", f"{slots + 1} students who press Run, {slots} slots", "AC", "keep a submission from being judged",
        f"runs hold half of the slots: {waited}")


def test_i6_a_sleeper_beside_seven_free_slots(serving, row):
    """One long judging takes its own slot, and none of the others: neither their polls nor its boxes count."""
    with serving(8) as server:
        admin = server.admin()
        double = admin.create_problem("Double", [{"input": "3\n", "output": "6\n"}])
        send_sleepers(admin, [server.client().register("sleeper")])
        newcomer = server.client().register("newcomer")
        waited = max(wait_of(newcomer, double) for _ in range(HELLOS))
        assert waited <= PIECE_S + SPARE_S, waited
    row("I6", "two sleeping submissions, 8 slots", "AC", "stop the other slots", f"{HELLOS} others: {waited:.1f} s at most")
