"""The command line beside a running server: users, and judgings that were given up."""

import pathlib
import shutil
import subprocess
import tempfile

import pytest

from shipped.server import BINARY, Server, environment, make_data_directory

COMMAND_TIMEOUT_S = 30
# Its interpreter does not exist, so starting it is an infrastructure failure, not the program's.
BROKEN_TOOL = "#!/nonexistent/interpreter\n"
BROKEN_LANGUAGE = """
name = "A language whose runtime is broken"
source_file = "main.txt"

[tools]
tool = ["{tool}"]

[version]
argv = ["{{tool}}"]

[run]
argv = ["{{tool}}", "main.txt"]
"""


def command(server, *words, data=None, given=""):
    return subprocess.run([BINARY, *words, "--data", str(data or server.data)], input=given, capture_output=True, text=True,
                          timeout=COMMAND_TIMEOUT_S, env=environment())


def test_users(server):
    added = command(server, "user", "add", "teacher@example.org", "--admin", given="a long password\n")
    assert added.returncode == 0 and "as an admin" in added.stdout, added.stderr
    assert "a long password" not in added.stdout
    teacher = server.client().login("teacher@example.org", "a long password")
    assert teacher.call("GET", "/auth/user/me").expect(200)["role"] == "admin"
    assert "teacher@example.org" in command(server, "user", "list").stdout
    twice = command(server, "user", "add", "TEACHER@example.org", given="a long password\n")
    assert twice.returncode == 1 and twice.stderr.startswith("autograder: ")
    short = command(server, "user", "passwd", "teacher@example.org", given="short\n")
    assert short.returncode == 2 and "8 to 72 bytes" in short.stderr
    changed = command(server, "user", "passwd", "teacher@example.org", given="another password\n")
    assert changed.returncode == 0, changed.stderr
    server.client().login("teacher@example.org", "another password")
    assert command(server, "user", "passwd", "nobody@example.org", given="a long password\n").returncode == 1


def test_commands_make_no_database(server):
    empty = make_data_directory()
    absent = command(server, "queue", "list", data=empty)
    shutil.rmtree(empty)
    assert absent.returncode == 1 and "no database" in absent.stderr


def test_a_backup_of_a_running_server_is_restored():
    copies = make_data_directory()
    copies.chmod(0o777)
    with Server() as server:
        admin = server.admin()
        kept = admin.create_problem("Kept", [{"input": "", "output": "x\n"}])
        copied = command(server, "db", "backup", str(copies / "copy.db"))
        assert copied.returncode == 0 and "checked the copy" in copied.stdout, copied.stderr
        assert command(server, "db", "backup", str(copies / "copy.db")).returncode == 1
        lost = admin.create_problem("Lost", [{"input": "", "output": "x\n"}])
        running = command(server, "db", "restore", str(copies / "copy.db"))
        assert running.returncode == 1 and "server may be running" in running.stderr
        assert server.stop() == 0
        (copies / "text").write_text("no database")
        assert command(server, "db", "restore", str(copies / "text")).returncode == 1
        restored = command(server, "db", "restore", str(copies / "copy.db"))
        assert restored.returncode == 0 and "kept as" in restored.stdout, restored.stderr
        server.start()
        admin = server.admin()
        assert admin.call("GET", f"/problems/{kept}").status == 200
        assert admin.call("GET", f"/problems/{lost}").status == 404
        assert command(server, "db", "migrate").returncode == 0
    shutil.rmtree(copies)


@pytest.fixture
def broken():
    # Where the server's user may come, and not below /tmp, which a box has one of its own of.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="autograder-test-", dir="/opt"))
    folder.chmod(0o755)
    tool = folder / "tool"
    tool.write_text(BROKEN_TOOL)
    tool.chmod(0o755)
    (folder / "broken.toml").write_text(BROKEN_LANGUAGE.format(tool=tool))
    try:
        with Server(AUTOGRADER_LANGUAGES=str(folder)) as server:
            yield server
    finally:
        shutil.rmtree(folder)


def test_a_judging_that_was_given_up_is_put_back_by_one_command(broken):
    admin = broken.admin()
    problem = admin.create_problem("Any", [{"input": "", "output": "x\n"}])
    submission = admin.call("GET", f"/submission/{admin.submit(problem, 'broken', 'x')}?wait=30").expect(200)
    assert submission["status"] == "IE" and submission["output"].startswith("System error: "), submission
    listed = command(broken, "queue", "list")
    assert listed.returncode == 0 and "dead 1" in listed.stdout and submission["_id"] in listed.stdout, listed
    job = listed.stdout.splitlines()[1].split()[0]
    assert command(broken, "queue", "retry", "0" * 24).returncode == 1
    assert command(broken, "queue", "retry", "x").returncode == 2
    retried = command(broken, "queue", "retry", job)
    assert retried.returncode == 0 and "queue: 1" in retried.stdout, retried.stderr
    again = admin.call("GET", f"/submission/{submission['_id']}?wait=30").expect(200)
    assert again["status"] == "IE"
    assert "dead 1" in command(broken, "queue", "list").stdout
    assert "Forgotten: 1" in command(broken, "queue", "purge", "all").stdout
    assert "dead 0" in command(broken, "queue", "list").stdout
