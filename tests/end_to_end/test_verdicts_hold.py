"""Verdicts that must not change from one judging to the next, nor with what else the host does."""

import datetime
import os
import pathlib
import random
import time

import pytest

from shipped.busy_host import BusyHost
from shipped.case_file import check, read_cases, said

ROUNDS = int(os.environ.get("AUTOGRADER_TEST_ROUNDS", "1"))  # `./test --all` asks for 20
TIMES = max(6, ROUNDS)
CASES = read_cases(pathlib.Path(__file__).parent / "cases")[0]
# Of the cases, some for so long in an order that another day has otherwise, or a seed of your own; busy_judgings has them all.
SAMPLE_S, ENOUGH = 40, 6
SEED = int(os.environ.get("AUTOGRADER_TEST_SEED", datetime.date.today().toordinal()))
IN_FLIGHT = 4

# node makes a pipe non-blocking: what did not fit was lost when the program ended, in a line that was printed rightly.
WRITE = "console.log('x'.repeat({size}));"
NODE = {
    "exit": WRITE + " process.exit(0);",
    "child": "require('child_process').spawn(process.execPath, ['-e', `" + WRITE + " process.exit(0)`], {{stdio: 'inherit'}})"
             ".on('close', (code) => process.exit(code));",
    "worker": "const w = require('worker_threads');"
              "if (w.isMainThread) new w.Worker(__filename).on('exit', () => process.exit(0)); else " + WRITE,
}

ENDLESS = {
    "c": ("RE", "SIGSEGV", "static int deep(int n) { volatile int x = n; return deep(n + 1) + x; } int main(void) { return deep(0); }"),
    "cpp": ("RE", "SIGSEGV", "int deep(int n) { volatile int x = n; return deep(n + 1) + x; } int main() { return deep(0); }"),
    "go": ("MLE", "256 MB", "package main\n\nfunc deep(n int) int { return deep(n+1) + 1 }\n\nfunc main() { deep(0) }\n"),
    "java": ("RE", "StackOverflowError", "public class Main {\n  static int deep(int n) { return deep(n + 1) + 1; }\n"
             "  public static void main(String[] arguments) { deep(0); }\n}\n"),
    "javascript": ("RE", "RangeError", "function deep(n) { return deep(n + 1) + 1; }\ndeep(0);"),
    "python": ("RE", "RecursionError", "def deep(n): return deep(n + 1) + 1\ndeep(0)"),
}


@pytest.mark.parametrize("size", [684 << 10, 10 << 20], ids=["684_KB", "10_MB"])
@pytest.mark.parametrize("way", NODE)
def test_output_of_javascript_comes_whole(way, size, admin, student):
    problem = admin.create_problem(f"Output by {way}", [{"input": "", "output": "x" * size + "\n"}], outputLimitKb=16384)
    code = NODE[way].format(size=size)
    sent = [student.submit(problem, "javascript", code) for _ in range(TIMES)]
    assert [student.verdict(submission)["status"] for submission in sent] == ["AC"] * TIMES


@pytest.mark.parametrize("busy", [False, True], ids=["calm", "busy"])
@pytest.mark.parametrize("language", ENDLESS)
def test_endless_recursion_gets_one_verdict(language, busy, admin, student):
    verdict, word, code = ENDLESS[language]
    # Go's took 0.6 s of CPU time alone and up to 3.4 s beside eight processes: the test asks about recursion, not about time.
    problem = admin.create_problem("Endless recursion", [{"input": "", "output": ""}], timeLimitMs=20000)

    def judge_all():
        return [student.verdict(submission) for submission in [student.submit(problem, language, code) for _ in range(TIMES)]]
    if busy:
        with BusyHost():
            judged = judge_all()
    else:
        judged = judge_all()
    assert {submission["status"] for submission in judged} == {verdict}
    assert all(word in said(submission) for submission in judged), {submission["message"] for submission in judged}


def test_the_stack_may_be_raised_as_python_programs_do(admin, student):
    """The idiom of contest programs; deep recursion then uses what memory there is."""
    problem = admin.create_problem("Raised stack", [{"input": "", "output": "100000\n"}])
    code = ("import resource, sys\nresource.setrlimit(resource.RLIMIT_STACK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
            "sys.setrecursionlimit(10**6)\ndef deep(n): return 0 if n == 0 else 1 + deep(n - 1)\nprint(deep(100000))\n")
    judged = student.judge(problem, "python", code)
    assert judged["status"] == "AC", judged["message"]


def test_verdicts_hold_on_a_busy_host(admin, student):
    """Waiting for a core is no idling, and nobody's compiler is at fault for it."""
    versions = {row["id"]: row["version"] for row in admin.call("GET", "/languages").expect(200)}
    possible = [(case, language) for case, language in CASES if not case.is_refused_by(versions[language])]
    waiting = random.Random(SEED).sample(possible, len(possible))
    until = time.monotonic() + SAMPLE_S
    judged, sent, flipped = 0, [], []
    with BusyHost():
        while sent or (waiting and time.monotonic() < until):
            while waiting and len(sent) < IN_FLIGHT and time.monotonic() < until:
                case, language = waiting.pop()
                problem = admin.create_problem(case.name, case.tests, case.problem_fields(), **case.limits())
                sent.append((case, language, student.submit(problem, language, case.codes[language])))
            case, language, submission = sent.pop(0)
            judged += 1
            try:
                check(case, student.verdict(submission))
            except AssertionError as other:
                flipped.append(f"{case.name}-{language}: {other}")
    print(f"{judged} of {len(possible)} programs in the order of AUTOGRADER_TEST_SEED={SEED}")
    assert not flipped, "\n\n".join(flipped)
    assert judged >= ENOUGH


def test_waiting_for_a_core_is_no_idling(admin, student):
    """So many want each core that 300 ms of CPU time take longer than the wall limit of 2 s.

    No more than that: where others use all of a host, a start of python took 130 to 160 ms of its own CPU time, and not 20.
    """
    problem = admin.create_problem("Nearly all of its time", [{"input": "", "output": "done\n"}], timeLimitMs=500)
    code = "import time\nwhile time.process_time() < 0.3: pass\nprint('done')\n"
    with BusyHost(12 * os.cpu_count()):
        judged = student.judge(problem, "python", code)
        assert judged["status"] == "AC", judged["message"]
        assert judged["tests"][0]["wallMs"] > 2000, "nobody was in its way"
        idle = student.judge(problem, "python", "import time\ntime.sleep(100)\n")
    assert idle["status"] == "TLE" and "idle too long" in idle["message"], idle


def test_a_program_that_used_the_cpu_time_is_not_idle(admin, student):
    problem = admin.create_problem("Spin", [{"input": "", "output": ""}], timeLimitMs=500)
    with BusyHost():
        sent = [student.submit(problem, "python", "while True: pass") for _ in range(4)]
        judged = [student.verdict(submission) for submission in sent]
    assert {submission["status"] for submission in judged} == {"TLE"}
    assert all("CPU time" in submission["message"] for submission in judged), [submission["message"] for submission in judged]
