"""The command line next to a running server: users and dead jobs."""

import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import time

import pytest

from shipped.server import BINARY, ROOT, Server, environment, make_data_directory

COMMAND_TIMEOUT_S = 30
SCHEMA = ROOT / "src/storage/sqlite/schema"
TOKEN_ENDS_S = 2  # after a change of the password
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
    hidden = command(server, "user", "add", "te\u0430cher@example.org", given="a long password\n")
    assert hidden.returncode == 2 and "mixes Latin and Cyrillic" in hidden.stderr, hidden.stderr
    for words in (("@@@",), ("grace@example.org", "--name", "   ")):
        refused = command(server, "user", "add", *words, given="a long password\n")
        assert refused.returncode == 2 and ("must be an email address" in refused.stderr or "must not be blank" in refused.stderr), refused.stderr
    assert "grace@example.org" not in command(server, "user", "list").stdout
    short = command(server, "user", "passwd", "teacher@example.org", given="short\n")
    assert short.returncode == 2 and "under 8 bytes" in short.stderr
    changed = command(server, "user", "passwd", "teacher@example.org", given="another password\n")
    changed_at = time.monotonic()
    assert changed.returncode == 0, changed.stderr
    # The server was told nothing: it finds the change in the database.
    while time.monotonic() < changed_at + TOKEN_ENDS_S and teacher.call("GET", "/auth/user/me").status == 200:
        pass
    assert teacher.call("GET", "/auth/user/me").status == 401
    old = {"email": "teacher@example.org", "password": "a long password"}
    assert server.client().call("POST", "/auth/login", old).status == 401
    again = server.client().login("teacher@example.org", "another password")
    assert again.call("GET", "/auth/user/me").expect(200)["role"] == "admin"
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


def make_database_of_schema_1(path):
    """As the first version of this program made it, with one user."""
    made = sqlite3.connect(path)
    made.execute(f"PRAGMA application_id = {0x41475244}")
    made.executescript((SCHEMA / "0001_initial.sql").read_text())
    made.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at_ms INTEGER NOT NULL) STRICT")
    made.execute("INSERT INTO schema_version VALUES (1, 1)")
    made.execute("INSERT INTO users VALUES (?, 'Ada', 'ada@example.org', '', 'student', 1, 0, 1, 1)", (bytes(range(12)),))
    made.commit()
    made.close()


def schema_of(path):
    opened = sqlite3.connect(path)
    try:
        return opened.execute("SELECT max(version) FROM schema_version").fetchone()[0]
    finally:
        opened.close()


def test_a_database_of_an_earlier_version_is_brought_up_to_date():
    server = Server()
    try:
        database = server.data / "autograder.db"
        make_database_of_schema_1(database)
        for _ in range(2):  # what is up to date stays so
            migrated = command(server, "db", "migrate")
            assert migrated.returncode == 0 and "up to date" in migrated.stdout, migrated
            assert schema_of(database) == len(list(SCHEMA.glob("*.sql"))) > 1
        assert command(server, "user", "passwd", "ada@example.org", given="a long password\n").returncode == 0
        ada = server.start().client().login("ada@example.org", "a long password")
        assert ada.call("GET", "/auth/user/me").expect(200)["name"] == "Ada"
        assert server.stop() == 0
    finally:
        server.close()


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


def test_judgings_that_were_given_up_are_put_back_and_forgotten_by_commands(broken):
    admin = broken.admin()
    problem = admin.create_problem("Any", [{"input": "", "output": "x\n"}])
    submissions = [admin.submit(problem, "broken", code) for code in "xyz"]

    def dead():
        """Once all are dead: the line of `queue list` for each, by submission."""
        for one in submissions:
            seen = admin.call("GET", f"/submission/{one}?wait=30").expect(200)
            assert seen["status"] == "IE" and seen["output"].startswith("System error: "), seen
        listed = command(broken, "queue", "list")
        assert listed.returncode == 0, listed.stderr
        head, *lines = listed.stdout.splitlines()
        assert f"dead {len(lines)}" in head, listed.stdout
        return {line.split()[2]: line.split()[0] for line in lines}

    jobs = dead()
    assert set(jobs) == set(submissions)
    for verb in ("retry", "purge"):
        assert command(broken, "queue", verb, "0" * 24).returncode == 1
        assert command(broken, "queue", verb, "x").returncode == 2
    retried = command(broken, "queue", "retry", jobs[submissions[0]])
    assert retried.returncode == 0 and "queue: 1" in retried.stdout, retried
    retried = command(broken, "queue", "retry", "all")
    assert retried.returncode == 0 and "queue: 2" in retried.stdout, retried
    assert dead() == jobs
    purged = command(broken, "queue", "purge", jobs[submissions[1]])
    assert purged.returncode == 0 and "Forgotten: 1" in purged.stdout, purged
    assert set(dead()) == {submissions[0], submissions[2]}, "its report stays"
    assert command(broken, "queue", "purge", jobs[submissions[1]]).returncode == 1
    assert "Forgotten: 2" in command(broken, "queue", "purge", "all").stdout
    assert dead() == {}
