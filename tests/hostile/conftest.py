"""A server of the hostile suite's own, with secrets laid out wherever a leak could start, and the table at the end."""

import pathlib
import secrets
import shutil
import socket

import pytest

# So that a failure shows values.
pytest.register_assert_rewrite("hostile.invariants", "hostile.outlives", "hostile.others_figures", "hostile.others_turn",
                               "shipped.case_file")

from hostile.canaries import Canaries, Watched  # noqa: E402
from hostile.host import BoxHost, Snapshot  # noqa: E402
from shipped.client import Client  # noqa: E402
from shipped.server import ADMIN, ROOT, Server, make_data_directory  # noqa: E402

ROWS = pytest.StashKey[list]()


@pytest.fixture(scope="session")
def canaries():
    return Canaries()


@pytest.fixture(scope="session")
def places(canaries):
    """Files of the host that a program would read, and one that it would change."""
    folder = make_data_directory()
    folder.chmod(0o755)
    canary = folder / "file"
    canary.write_text(canaries.host_file)
    canary.chmod(0o666)
    closed = folder / "closed"
    closed.mkdir(mode=0o755)
    for name, mode in (("open", 0o644), ("group", 0o640), ("owner", 0o600)):
        (closed / name).write_text("everybody's\n" if name == "open" else canaries.host_file)
        (closed / name).chmod(mode)
    config = folder / "autograder.toml"
    config.write_text(f'[cors]\norigins = ["https://{canaries.config}.example.org"]\n')
    try:
        yield {"folder": folder, "canary": canary, "closed": closed, "config": config}
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def abstract_socket():
    """A listener of the host that has a name and no file."""
    name = "autograder-test-" + secrets.token_hex(8)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind("\0" + name)
        yield name


@pytest.fixture(scope="session")
def server(binary, canaries, places):
    # The languages that ship, and those of tests alone: programs that make their compiler misbehave.
    folder = places["folder"] / "languages"
    folder.mkdir(mode=0o755)
    for file in [*(ROOT / "languages").glob("*.toml"), *(ROOT / "tests/hostile/languages").glob("*.toml")]:
        (folder / file.name).write_text(file.read_text().replace('"/closed"', f'"{places["closed"]}"'))
    variables = {"AUTOGRADER_LANGUAGES": str(folder), "AUTOGRADER_METRICS_TOKEN": canaries.metrics_token,
                 "AUTOGRADER_ADMIN_PASSWORD": canaries.admin_password, "SECRET_OF_THE_HOST": canaries.environment,
                 "AUTOGRADER_WORKERS": "2"}
    with Server(arguments=["--config", str(places["config"])], **variables) as running:
        running.wait_for_build_caches(timeout=600)  # who counts processes, files and times must not meet them
        assert "build caches are ready" in running.log_text()
        yield running


@pytest.fixture(scope="session")
def admin(server, canaries):
    return Client(server.port).login(ADMIN[0], canaries.admin_password)


@pytest.fixture(scope="session")
def students(server, canaries):
    """Two of them. Whatever they are answered is looked through for canaries."""
    return [Watched.of(server.client().register(name), canaries) for name in ("student", "neighbour")]


@pytest.fixture(scope="session")
def student(students):
    return students[0]


@pytest.fixture(scope="session")
def victim(server, admin, canaries):
    """Somebody else with a source, and a problem with a test that nobody may see."""
    someone = server.client().register("victim")
    problem = admin.create_problem("Secret", [{"input": canaries.hidden_input, "output": canaries.hidden_output,
                                               "visibility": "private"}])
    submission = someone.judge(problem, "python", f"# {canaries.source}\nprint(input())")
    assert submission["status"] == "WA"
    return {"client": someone, "problem": problem, "submission": submission["_id"]}


@pytest.fixture(scope="session")
def benign(admin):
    return admin.create_problem("Benign", [{"input": "3\n", "output": "6\n"}])


@pytest.fixture(scope="session")
def host(server):
    return BoxHost(server.process.pid)


@pytest.fixture(scope="session")
def before(server, host, student, victim, benign):
    """The highest figures of a host on which nothing bad has happened. They move a little: boxes are replaced meanwhile."""
    highest = Snapshot.of(server, host)
    for _ in range(20):
        assert student.judge(benign, "python", "print(int(input()) * 2)")["status"] == "AC"
        highest = highest.highest(Snapshot.of(server, host))
    return highest


@pytest.fixture(scope="session")
def values(server, places, abstract_socket, canaries):
    """What stands in a case file for things of this host."""
    return {"canary": places["canary"], "closed": places["closed"], "data": server.data, "port": server.port,
            "socket": abstract_socket, "hidden": canaries.hidden_input}


@pytest.fixture(scope="session")
def table(request):
    return request.config.stash.setdefault(ROWS, [])


def order(row):
    """A2 before A10."""
    first = row[0].split(",")[0].strip()
    return first[0], int(first[1:]), row[1]


def pytest_terminal_summary(terminalreporter, config):
    rows = sorted(config.stash.get(ROWS, []), key=order)
    if not rows:
        return
    form = "{:<16} {:<38} {:<8} {:<64} {}"
    terminalreporter.section("hostile programs")
    terminalreporter.write_line(form.format("case", "program", "answer", "what it tried", "what stopped it"))
    for ids, name, answer, tried, stopped in rows:
        terminalreporter.write_line(form.format(ids, name, answer, tried[:64], stopped))
    terminalreporter.write_line(f"{len(rows)} rows")
