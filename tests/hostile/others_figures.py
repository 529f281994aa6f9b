"""A victim's CPU time, wall time and memory, alone and beside each program that takes what it can: the same but for noise.

A program that changes the figures of others changes them each time; noise of the host does not. So a round that differs is
tried again, and only what differs in every round is a finding. The bounds are wide enough for two programs that share the
caches of one processor, and far below what a leak gave (34 ms -> 375 ms of CPU time, 7 MB -> 49 MB).
"""

import statistics

ROUNDS = 4
SENDINGS = 4  # of a program that ends soon
BESIDE = 3     # judgings of the victim a round, while the other is on its way
TIME_LIMIT_MS = 700  # of the other program's tests
VICTIM = "kept = list(range(400000))\ntotal = 0\nfor i in range(400000): total += i * i % 7\nprint(int(input()) * 2)\n"


def figures_of(submission):
    assert submission["status"] == "AC", submission
    return submission["executionTimeMs"], submission["tests"][0]["wallMs"], submission["memoryKb"]


def judge_beside(student, benign, neighbour, problem, language, code):
    """Figures of the victim, judged while the other submission was on its way."""
    beside, figures = [], None
    for _ in range(SENDINGS):
        other = neighbour.submit(problem, language, code)
        is_open = True
        while is_open and len(beside) < BESIDE:
            figures = figures_of(student.judge(benign, "python", VICTIM))
            is_open = neighbour.call("GET", f"/submission/{other}").expect(200)["status"] in ("QUEUED", "RUNNING")
            beside += [figures] if is_open else []
        neighbour.verdict(other)
        if len(beside) == BESIDE:
            break
    return beside or [figures]  # one that is always over first was beside it for a part of its time


def differences(alone, beside):
    (cpu, wall, memory), (cpu_now, wall_now, memory_now) = ([statistics.median(figure) for figure in zip(*rows)] for rows in (alone, beside))
    found = []
    if not cpu / 2 - 20 <= cpu_now <= 2 * cpu + 20:
        found.append(f"CPU time {cpu_now} ms, alone {cpu} ms")
    if wall_now > 4 * wall + 400:
        found.append(f"wall time {wall_now} ms, alone {wall} ms")
    if abs(memory_now - memory) > memory / 20 + 1024:
        found.append(f"memory {memory_now} KB, alone {memory} KB")
    return found


def assert_figures_stay(admin, student, neighbour, benign, case, language, code, time_limit_ms=TIME_LIMIT_MS):
    limits = {**case.limits(), "timeLimitMs": time_limit_ms}
    problem = admin.create_problem(case.name, case.tests * 3, {**case.problem_fields(), "scoring": "weighted"}, **limits)
    found = []
    for _ in range(ROUNDS):
        alone = [figures_of(student.judge(benign, "python", VICTIM)) for _ in range(BESIDE)]
        found.append(differences(alone, judge_beside(student, benign, neighbour, problem, language, code)))
        if not found[-1]:
            return
    raise AssertionError(f"the victim's figures differ beside {case.name}, in each of {ROUNDS} rounds: {found}")
