"""How users load all slots of a server, and how long a newcomer then waits. docs/queue.md states the bound."""

import contextlib
import io
import threading
import time
import zipfile

from shipped.client import FAILURES

DOUBLE = "print(int(input()) * 2)"
SLEEP = "import time\ntime.sleep(600)"
BORDERLINE = "import time\nwhile time.process_time() < 1.05: pass"
TESTS = 20
PIECE_S = 5     # the longest time from one test to the next: twice the time limit, and what starts and ends a run
RUN_S = 13      # the same of a run, whose time limit is 5 s
TURN_S = 10
SPARE_S = 5     # of a machine that does other things


def bound_s(left, users, kept, spare_s):
    """docs/queue.md, "Waiting time of a newcomer": so many slots are left, and each is kept for so long."""
    return kept * (1 + -(-users // left)) + spare_s


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


def import_package(admin, _users):
    headers = {"Content-Type": "application/zip", "Authorization": "Bearer " + admin.token}
    answer = admin.raw("POST", "/problems/import?verify=true", package(), headers).expect(201)
    until(lambda: any(one["status"] == "RUNNING" for one in
                      admin.call("GET", f"/problems/{answer['_id']}/verification").expect(200)["submissions"]))


def send(problem, users, code, each):
    sent = [(user, user.submit(problem, "python", f"{code}  # {number}")) for number in range(each) for user in users]
    user, first = sent[0]
    until(lambda: user.call("GET", f"/submission/{first}").expect(200)["status"] != "QUEUED")


def send_sleepers(admin, users):
    send(long_problem(admin), users, SLEEP, 4 if len(users) == 1 else 2)


def send_endless(admin, users):
    send(long_problem(admin), users, "while True: pass", 2)


def send_borderline(admin, users):
    """Each test is above its limit and below the kill, so that it is measured again."""
    send(long_problem(admin), users, BORDERLINE, 2)


def send_short_ones(admin, users):
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


# Pattern -> how it loads the slots, the longest time from one test to the next.
PATTERNS = {"sleep": (send_sleepers, PIECE_S), "use all CPU time": (send_endless, PIECE_S),
            "stay just above a limit": (send_borderline, 3 * PIECE_S), "send 20 short ones each": (send_short_ones, PIECE_S)}


def newcomer_beside_users(server, slots, pattern, spare_s=SPARE_S):
    """How long one waited beside a user more than there are slots, in words. No longer than the bound."""
    load, piece_s = PATTERNS[pattern]
    return no_longer(wait_beside(server, load, slots + 1), bound_s(slots, slots + 1, TURN_S + piece_s, spare_s))


def newcomer_beside_runs(server, slots, spare_s=SPARE_S):
    double = server.admin().create_problem("Double", [{"input": "3\n", "output": "6\n"}])
    newcomer = server.client().register("newcomer")
    with pressing_run([server.client().register(f"runner{number}") for number in range(slots + 1)]):
        until(lambda: "run done" in server.log_text())
        return no_longer(wait_of(newcomer, double), bound_s(slots // 2, slots + 1, RUN_S, spare_s))


def wait_beside(server, load, users):
    """Of a newcomer, beside so many users who load the slots."""
    admin = server.admin()
    double = admin.create_problem("Double", [{"input": "3\n", "output": "6\n"}])
    load(admin, [server.client().register(f"user{number}") for number in range(users)])
    return wait_of(server.client().register("waiting"), double)


def no_longer(waited, bound):
    assert waited <= bound, f"{waited:.1f} s; {bound} s at most"
    return f"{waited:.1f} s of {bound}"
