"""The shipped binary on PostgreSQL."""

import pathlib
import subprocess
import time

import pytest

from shipped.postgres import PASSWORD, Postgres
from shipped.server import Server, environment, make_data_directory

TIMEOUT_S = 60
SECRETS = (PASSWORD, "pass%2Fword", "word%20of")
TESTS = [{"input": "4\n", "output": "8\n"}, {"input": "5\n", "output": "10\n"}]
DOUBLE = "print(2 * int(input()))"


@pytest.fixture(scope="module")
def postgres():
    with Postgres() as running:
        yield running


@pytest.fixture(scope="module")
def on_postgres(postgres, binary):
    with Server(AUTOGRADER_DATABASE_URL=postgres.make_database("judge")) as running:
        yield running


def command(binary, url, *arguments):
    data = make_data_directory()
    try:
        return subprocess.run([binary, *arguments, "--data", str(data)], capture_output=True, text=True, timeout=TIMEOUT_S,
                              env=environment(AUTOGRADER_DATABASE_URL=url), cwd="/")
    finally:
        subprocess.run(["rm", "-rf", str(data)], check=True)


def assert_no_secret(text, place):
    for secret in SECRETS:
        assert secret not in text, f"the password is in {place}"


def test_from_register_to_verdict(on_postgres):
    admin = on_postgres.admin()
    problem = admin.create_problem("Double", TESTS)
    student = on_postgres.client().register("grace")
    submission = student.judge(problem, "python", DOUBLE)
    assert (submission["status"], submission["score"], len(submission["tests"])) == ("AC", 100, 2)
    assert student.judge(problem, "python", "print(3)")["status"] == "WA"
    listed = student.call("GET", f"/submission/getSubmission?problemId={problem}").expect(200)
    assert [row["status"] for row in listed] == ["WA", "AC"]


def test_the_password_is_in_no_process_and_no_log(on_postgres, postgres, binary):
    family = [on_postgres.process.pid]
    looked_at = 0
    for pid in family:
        process = pathlib.Path(f"/proc/{pid}")
        try:
            for task in (process / "task").iterdir():
                family += [int(child) for child in (task / "children").read_text().split()]
            shown = {name: (process / name).read_bytes().decode("utf-8", "replace") for name in ("cmdline", "environ")}
        except (FileNotFoundError, ProcessLookupError):
            continue  # a box's, which ended
        looked_at += 1
        for name, text in shown.items():
            assert_no_secret(text, f"{name} of {pid}")
    assert looked_at > 1, "the server and its launcher at least"
    assert_no_secret(on_postgres.log_text(), "the log")
    printed = command(binary, postgres.url("judge"), "config", "print")
    assert f"anna@127.0.0.1:{postgres.port}/judge" in printed.stdout
    assert_no_secret(printed.stdout + printed.stderr, "config print")


def test_a_flag_with_a_password_is_hidden(postgres, binary):
    with Server(arguments=["--database", postgres.make_database("by_flag"), "--no-worker"]) as running:
        assert_no_secret(pathlib.Path(f"/proc/{running.process.pid}/cmdline").read_text(), "the command line")


def test_the_server_outlives_a_restart_of_its_database(on_postgres, postgres):
    admin = on_postgres.admin()
    problem = admin.create_problem("After a restart", TESTS)
    postgres.stop()
    answer = admin.call("POST", "/submission/create", {"problemId": problem, "language": "python", "code": DOUBLE})
    assert answer.status == 503
    postgres.start()
    deadline = time.monotonic() + TIMEOUT_S
    while answer.status == 503 and time.monotonic() < deadline:
        answer = admin.call("POST", "/submission/create", {"problemId": problem, "language": "python", "code": DOUBLE})
    assert admin.verdict(answer.expect(201)["_id"])["status"] == "AC"


@pytest.mark.parametrize("url, words", [
    ("postgres://anna:{password}@127.0.0.1:1/judge", ["connecting to postgres://anna@127.0.0.1:1/judge", "refused"]),
    ("postgres://anna:wrong@127.0.0.1:{port}/judge", ["password authentication failed"]),
    ("postgres://anna:{password}@127.0.0.1:{port}/nowhere", ['database "nowhere" does not exist']),
    ("postgres://anna:{password}@127.0.0.1:{port}", ["must name the database"]),
    ("mysql://anna:{password}@127.0.0.1/judge", ["must be sqlite:PATH or postgres://"]),
])
def test_a_url_that_leads_nowhere_is_told(on_postgres, postgres, binary, url, words):
    password = postgres.url("x").split(":")[2].split("@")[0]
    done = command(binary, url.format(password=password, port=postgres.port), "db", "migrate")
    assert done.returncode in (1, 2)
    for word in words:
        assert word in done.stderr, done.stderr
    assert_no_secret(done.stdout + done.stderr, "the error")
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_db_migrate_makes_the_tables_and_refuses_newer_ones(postgres, binary):
    url = postgres.make_database("migrated")
    for _ in range(2):
        assert "up to date" in command(binary, url, "db", "migrate").stdout
    assert postgres.sql("SELECT count(*) FROM jobs", "migrated").strip() == "0"
    postgres.sql("INSERT INTO schema_version (version) VALUES (99)", "migrated")
    refused = command(binary, url, "db", "migrate")
    assert refused.returncode == 2 and "newer version of autograder (schema 99" in refused.stderr


def test_copies_are_made_by_pg_dump(on_postgres, postgres, binary):
    refused = command(binary, postgres.url("judge"), "db", "backup", "/tmp/never-made")
    assert refused.returncode == 2 and "use pg_dump" in refused.stderr


def test_a_dump_is_a_backup(on_postgres, postgres):
    admin = on_postgres.admin()
    problem = admin.create_problem("In the dump", TESTS)
    postgres.sql("CREATE DATABASE restored OWNER anna")
    dump = postgres.directory / "dump"
    place = ["-h", str(postgres.directory), "-p", str(postgres.port), "-U", "postgres"]
    postgres.run("pg_dump", *place, "--format=custom", f"--file={dump}", "judge")
    postgres.run("pg_restore", *place, "--clean", "--if-exists", "--single-transaction", "--dbname=restored", str(dump))
    with Server(AUTOGRADER_DATABASE_URL=postgres.url("restored")) as running:
        assert running.admin().judge(problem, "python", DOUBLE)["status"] == "AC"
