"""A newcomer's wait beside one user more than there are slots, on servers of their own. docs/queue.md states the bound;
tests/simulation looks for mixes of work that break it."""

import contextlib
import io
import shutil
import threading
import time
import zipfile

import pytest

from shipped.client import FAILURES
from shipped.server import ROOT, Server, make_data_directory

DOUBLE = "print(int(input()) * 2)"
SLEEP = "import time\ntime.sleep(600)"
BORDERLINE = "import time\nwhile time.process_time() < 1.05: pass"
TESTS = 20
PIECE_S = 5     # the longest time from one test to the next: twice the time limit, and what starts and ends a run
RUN_S = 13      # the same of a run, whose time limit is 5 s
TURN_S = 10
HELLOS = 24     # enough empty polls that a worker that counted them would stop
SPARE_S = 5     # of a machine that does other things


@pytest.fixture
def row(table):
    rows = []
    yield lambda *parts: rows.append(parts)
    table += rows


def bound_s(left, users, kept):
    """docs/queue.md, "How long a newcomer waits": so many slots are left, and each is kept for so long."""
    return kept * (1 + -(-users // left)) + SPARE_S


def long_problem(admin):
    """Tests that all are run, whatever comes of the one before."""
    tests = [{"input": f"{number}\n", "output": "x\n"} for number in range(TESTS)]
    return admin.create_problem("Long", tests, {"scoring": "weighted"}, timeLimitMs=1000)


def package():
    """Bundles submissions that sleep on each of its tests."""
    files = {"problem.yaml": "problem_format_version: 2025-09\nname: Slow\nuuid: 5f0c3c0e-6d2b-4a0e-9a57-2f6f8f1fbbbb\n"
                             "limits:\n  time_limit: 1.0\n", "problem_statement/problem.en.md": "Wait.\n",
             **{f"data/secret/{number}.{end}": "1\n" for number in range(TESTS) for end in ("in", "ans")},
             **{f"submissions/time_limit_exceeded/{number}.py": f"{SLEEP}  # {number}\n" for number in range(12)}}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def import_package(_server, admin, _users):
    headers = {"Content-Type": "application/zip", "Authorization": "Bearer " + admin.token}
    answer = admin.raw("POST", "/problems/import?verify=true", package(), headers).expect(201)
    until(lambda: any(one["status"] == "RUNNING" for one in
                      admin.call("GET", f"/problems/{answer['_id']}/verification").expect(200)["submissions"]))


def send(problem, users, code, each):
    sent = [(user, user.submit(problem, "python", f"{code}  # {number}")) for number in range(each) for user in users]
    user, first = sent[0]
    until(lambda: user.call("GET", f"/submission/{first}").expect(200)["status"] != "QUEUED")


def send_sleepers(_server, admin, users):
    send(long_problem(admin), users, SLEEP, 4 if len(users) == 1 else 2)


def send_endless(_server, admin, users):
    send(long_problem(admin), users, "while True: pass", 2)


def send_borderline(_server, admin, users):
    """Each test is above its limit and below the kill, so that it is measured again."""
    send(long_problem(admin), users, BORDERLINE, 2)


def send_short_ones(_server, admin, users):
    """As many as a user may have in the queue."""
    send(admin.create_problem("Short", [{"input": "3\n", "output": "6\n"}]), users, DOUBLE, 20)


def until(true, seconds=60):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it does not begin"
        threading.Event().wait(0.05)


@contextlib.contextmanager
def pressing_run(users):
    """Each sends a run as soon as the one before is answered."""
    over = threading.Event()

    def press(user):
        while not over.is_set():
            with contextlib.suppress(*FAILURES):
                user.call("POST", "/run", {"language": "python", "code": "while True: pass", "customInput": ""})
    threads = [threading.Thread(target=press, args=(user,), daemon=True) for user in users]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()


def wait_of(user, problem):
    """Seconds until the verdict of a short submission, whose source nobody compiled before."""
    begun = time.monotonic()
    assert user.judge(problem, "python", f"{DOUBLE}  # {begun}")["status"] == "AC"
    return time.monotonic() - begun


@pytest.fixture(scope="module")
def serving():
    """A server of so many slots and of one language, without caches that would take a slot first."""
    folder = make_data_directory()
    folder.chmod(0o755)
    shutil.copy(ROOT / "languages/python.toml", folder)
    yield lambda slots: Server(AUTOGRADER_WORKERS=str(slots), AUTOGRADER_LANGUAGES=str(folder))
    shutil.rmtree(folder)


def wait_beside(serving, slots, send, users):
    with serving(slots) as server:
        admin = server.admin()
        double = admin.create_problem("Double", [{"input": "3\n", "output": "6\n"}])
        send(server, admin, [server.client().register(f"user{number}") for number in range(users)])
        return wait_of(server.client().register("newcomer"), double)


# Pattern -> how it loads the slots, the longest time from one test to the next.
PATTERNS = {"sleep": (send_sleepers, PIECE_S), "use all CPU time": (send_endless, PIECE_S),
            "stay just above a limit": (send_borderline, 3 * PIECE_S), "send 20 short ones each": (send_short_ones, PIECE_S)}


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("slots", [2, 8])
def test_i6_a_newcomer_beside_slots_and_one_user(serving, slots, pattern, row):
    load, piece_s = PATTERNS[pattern]
    waited = wait_beside(serving, slots, load, slots + 1)
    bound = bound_s(slots, slots + 1, TURN_S + piece_s)
    assert waited <= bound, f"{waited:.1f} s; {bound} s at most"
    row("I6", f"{slots + 1} students who {pattern}, {slots} slots", "AC", "keep a newcomer from being judged",
        f"set aside between two tests: {waited:.1f} s of {bound}")


@pytest.mark.parametrize("slots", [2, 8])
def test_i6_a_newcomer_beside_an_import(serving, slots, row):
    waited = wait_beside(serving, slots, import_package, 0)
    assert waited <= PIECE_S + SPARE_S, f"{waited:.1f} s"
    row("I6", f"an import that sleeps, {slots} slots", "AC", "keep a newcomer from being judged",
        f"a verification never takes all slots: {waited:.1f} s")


def test_i6_a_newcomer_beside_one_student_in_both_slots(serving, row):
    waited = wait_beside(serving, 2, send_sleepers, 1)
    assert waited <= 2 * PIECE_S + SPARE_S, f"{waited:.1f} s"
    row("I6", "one student in both slots", "AC", "keep a newcomer from being judged",
        f"a user holds half of the slots while others wait: {waited:.1f} s")


@pytest.mark.parametrize("slots", [2, 8])
def test_i6_a_newcomer_beside_runs(serving, slots, row):
    with serving(slots) as server:
        double = server.admin().create_problem("Double", [{"input": "3\n", "output": "6\n"}])
        newcomer = server.client().register("newcomer")
        with pressing_run([server.client().register(f"user{number}") for number in range(slots + 1)]):
            server.wait_for_lines("run done", 1, 60)
            waited = wait_of(newcomer, double)
        bound = bound_s(slots // 2, slots + 1, RUN_S)
        assert waited <= bound, f"{waited:.1f} s; {bound} s at most"
    row("I6", f"{slots + 1} students who press Run, {slots} slots", "AC", "keep a submission from being judged",
        f"runs hold half of the slots: {waited:.1f} s of {bound}")


def test_i6_a_sleeper_beside_seven_free_slots(serving, row):
    """One long judging takes its own slot, and none of the others: neither their polls nor its boxes count."""
    with serving(8) as server:
        admin = server.admin()
        double = admin.create_problem("Double", [{"input": "3\n", "output": "6\n"}])
        send_sleepers(server, admin, [server.client().register("sleeper")])
        newcomer = server.client().register("newcomer")
        waited = [wait_of(newcomer, double) for _ in range(HELLOS)]
        assert max(waited) <= PIECE_S + SPARE_S, waited
    row("I6", "two sleeping submissions, 8 slots", "AC", "stop the other slots", f"{HELLOS} others: {max(waited):.1f} s at most")
