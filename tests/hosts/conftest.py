"""Machines of each kind with a server inside, started once, and the table at the end."""

import concurrent.futures
import contextlib

import pytest

from hosts.hosted import HostedServer
from hosts.kernel import find_kernel
from hosts.machine import KINDS, Machine

ROWS = pytest.StashKey[list]()
LIFE_MAX_S = 900


def pytest_addoption(parser):
    parser.addoption("--kinds", default="v2-root,v2-rootless", help="which kinds of host (" + ", ".join(KINDS) + ")")


def pytest_generate_tests(metafunc):
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", metafunc.config.getoption("kinds").split(","), scope="session")


@pytest.fixture(scope="session")
def machines(request):
    """All of them boot at once."""
    find_kernel()
    kinds = request.config.getoption("kinds").split(",")
    with contextlib.ExitStack() as stack, concurrent.futures.ThreadPoolExecutor(len(kinds)) as pool:
        made = [Machine(kind, life_max_s=LIFE_MAX_S) for kind in kinds]
        for machine in made:
            stack.callback(machine.close)
        for start in [pool.submit(machine.start) for machine in made]:
            start.result()
        yield dict(zip(kinds, made))


@pytest.fixture(scope="session")
def machine(machines, kind):
    return machines[kind]


@pytest.fixture(scope="session")
def server(machine):
    running = HostedServer(machine).start()
    yield running
    running.kill()


@pytest.fixture(scope="session")
def admin(server):
    return server.admin()


@pytest.fixture(scope="session")
def table(request):
    return request.config.stash.setdefault(ROWS, [])


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash.get(ROWS, [])
    if not rows:
        return
    form = "{:<12} {:<36} {:<8} {}"
    terminalreporter.section("hosts of other kinds")
    terminalreporter.write_line(form.format("host", "case", "verdict", "what stopped it"))
    for row in sorted(rows):
        terminalreporter.write_line(form.format(*row))
    terminalreporter.write_line(f"{len(rows)} rows")
