"""A host that gives no cgroup, where the administrator allowed that: here an ordinary user's, to whom nothing is delegated."""

import os
import pathlib
import select
import subprocess

import pytest

from shipped.server import BINARY, START_TIMEOUT_S, Server, environment

USER, KILLED = 64017, 64018  # nobody's on any host, so that what is left of them can be told
ALLOWED = {"AUTOGRADER_SANDBOX_ALLOW_DEGRADED": "on"}
END_TIMEOUT_S = 10
DOUBLE = '#include <stdio.h>\nint main(void) { int n; if (scanf("%d", &n) == 1) printf("%d\\n", n * 2); return 0; }\n'
HEAD = "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <sys/wait.h>\n#include <unistd.h>\n"
TOUCH = "static void touch(long mb) { volatile char* all = malloc(mb << 20); for (long i = 0; i < mb << 20; i += 4096) all[i] = 1; pause(); }\n"
PROGRAMS = {
    # Verdict and words of a program for each bound that a cgroup would keep.
    "memory": ("MLE", HEAD + TOUCH + "int main(void) { touch(300); puts(\"survived\"); }"),
    "memory of children": ("MLE", HEAD + TOUCH + "int main(void) { for (int i = 0; i < 6; ++i) if (fork() == 0) { touch(20); _exit(0); }\n"
                           "while (wait(NULL) > 0); puts(\"survived\"); }"),
    "memory of files": ("MLE", HEAD + "int main(void) { static char block[1 << 20]; for (int i = 0; i < 100; ++i) {\n"
                        "FILE* file = fopen(i < 50 ? \"/tmp/x\" : \"/tmp/y\", \"a\"); fwrite(block, sizeof block, 1, file); fclose(file); }\n"
                        "pause(); puts(\"survived\"); }"),
    "time": ("TLE", "int main(void) { for (;;); }"),
    "time of children": ("TLE", HEAD + "int main(void) { for (int i = 0; i < 4; ++i) if (fork() == 0) for (;;);\nwait(NULL); }"),
    "time of children waited for": ("TLE", HEAD + "#include <time.h>\nint main(void) { for (;;) { if (fork() == 0) { "
                                    "while (clock() < CLOCKS_PER_SEC / 500); _exit(0); }\nwait(NULL); } }"),
}
FORK_BOMB = HEAD + ("#include <errno.h>\nint main(void) { int made = 0; pid_t pid;\n"
                    "while ((pid = fork()) > 0) ++made;\nif (pid == 0) { pause(); _exit(0); }\n"
                    "printf(\"%s\\n\", errno == EAGAIN && made > 80 && made < 272 ? \"bounded\" : \"not bounded\"); }")


def processes_of(user):
    """That still run: a zombie waits for nobody but the host's init."""
    found = []
    for status in pathlib.Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":\t", 1) for line in status.read_text("utf-8", "replace").splitlines() if ":\t" in line)
        except OSError:
            continue
        if fields["Uid"].split()[0] == str(user) and not fields["State"].startswith("Z"):
            found.append(int(status.parent.name))
    return found


def check_host(**variables):
    done = subprocess.run([BINARY, "check-host", "--sandbox"], capture_output=True, text=True, timeout=START_TIMEOUT_S,
                          env=environment(**variables), user=USER, group=USER, extra_groups=[])
    return done, next((line for line in done.stdout.splitlines() if line.split()[1:2] == ["cgroups"]), done.stderr)


@pytest.fixture(scope="module")
def refused():
    """What check-host says of cgroups without the setting."""
    done, line = check_host()
    if done.returncode == 0:
        pytest.skip("this host delegates a cgroup to the user who runs the tests: " + line)
    return line


@pytest.fixture(scope="module")
def server(refused):
    with Server(user=USER, **ALLOWED) as server:
        yield server


@pytest.fixture(scope="module")
def admin(server):
    return server.admin()


@pytest.fixture(scope="module")
def student(server):
    return server.client().register("student")


def test_without_leave_nothing_is_judged(refused):
    assert refused.startswith("MISSING")
    server = Server(user=USER).launch()
    try:
        assert server.wait() != 0
        assert refused.split(None, 2)[2] in server.log_text()
    finally:
        server.close()


def test_every_look_says_so(refused, server, admin):
    done, line = check_host(**ALLOWED)
    assert done.returncode == 0 and "This host can judge." in done.stdout, done.stdout + done.stderr
    assert line.startswith("absent") and "sandbox.allow_degraded is set" in line and refused.split(None, 2)[2] in line
    for _ in range(2):
        health = admin.call("GET", "/health").expect(200)
        assert any("cgroups: none, and sandbox.allow_degraded is set" in reason for reason in health["reasons"]), health


def test_a_program_is_accepted_with_its_figures(admin, student):
    problem = admin.create_problem("Double", [{"input": f"{n}\n", "output": f"{2 * n}\n"} for n in range(3)])
    submission = student.judge(problem, "c", DOUBLE)
    assert submission["status"] == "AC", submission
    # The kernel counts what the init held when it began the program, which is more where the binary is a sanitized one.
    assert 0 < submission["memoryKb"] < 128 * 1024


@pytest.mark.parametrize("bound", PROGRAMS)
def test_bounds_are_kept(admin, student, bound):
    verdict, code = PROGRAMS[bound]
    problem = admin.create_problem(bound, [{"input": "", "output": ""}], timeLimitMs=500, memoryLimitMb=64)
    assert student.judge(problem, "c", code)["status"] == verdict


def test_processes_are_bounded(admin, student):
    problem = admin.create_problem("Processes", [{"input": "", "output": "bounded\n"}])
    assert student.judge(problem, "c", FORK_BOMB)["status"] == "AC"


def test_nothing_is_left_when_the_server_is_killed(refused):
    server = Server(user=KILLED, **ALLOWED)
    try:
        server.start()
        problem = server.admin().create_problem("Spin", [{"input": "", "output": ""}], timeLimitMs=10000)
        student = server.client().register("spinner")
        submission = student.submit(problem, "c", "int main(void) { for (;;); }")
        while student.call("GET", f"/submission/{submission}?wait=1").expect(200)["status"] == "QUEUED":
            pass
        there = [os.pidfd_open(pid) for pid in processes_of(KILLED)]
        assert len(there) > 3
        server.kill()
        assert all(select.select([handle], [], [], END_TIMEOUT_S)[0] for handle in there)
        assert not processes_of(KILLED)
    finally:
        server.close()
