"""Machines of each kind with a server inside, started once, and the table at the end."""

import concurrent.futures
import contextlib
import json
import pathlib
import time

import pytest

pytest.register_assert_rewrite("hostile.outlives", "hostile.others_figures", "hostile.others_turn")  # so that a failure shows values

from hosts.hosted import HostedServer  # noqa: E402
from hosts.kernel import find_kernel  # noqa: E402
from hosts.machine import KINDS, Machine  # noqa: E402
from hosts.small_system import cover_large_trees  # noqa: E402

ROWS = pytest.StashKey[list]()
LIFE_SLACK_S = 60  # machines are ended by their tests, and end by themselves a little after the tests' bound
WHOLE_MAX_S = 1170  # the layer is bounded to twenty minutes
STARTED = time.monotonic()


def pytest_addoption(parser):
    parser.addoption("--kinds", default="v2-root,v2-rootless",
                     help="which kinds of host (" + ", ".join(KINDS) + "), or `alone`: tests with machines of their own")
    parser.addoption("--rows", help="a file for the rows of the table")
    parser.addoption("--whole-max", type=float, default=WHOLE_MAX_S, help=f"seconds that all tests may take ({WHOLE_MAX_S})")


def pytest_configure(config):
    config.addinivalue_line("markers", "only(*kinds): what cannot be on another kind of host")
    config.addinivalue_line("markers", "invariants: figures that a neighbour's load would change")


def pytest_generate_tests(metafunc):
    if "kind" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("only")
        kinds = [kind for kind in metafunc.config.getoption("kinds").split(",")
                 if kind != "alone" and (not marker or kind in marker.args)]
        metafunc.parametrize("kind", kinds, scope="session")


def pytest_collection_modifyitems(config, items):
    kinds = config.getoption("kinds").split(",")

    def belongs_elsewhere(item):
        marker = item.get_closest_marker("only")
        return ("kind" in item.fixturenames) == (kinds == ["alone"]) or (marker and not set(marker.args) & set(kinds))

    left_out = [item for item in items if belongs_elsewhere(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_runtest_setup(item):
    """What could not be looked at in time is a failure, not a wait without end."""
    if time.monotonic() - STARTED > item.config.getoption("whole_max"):
        pytest.fail("the time for all of these tests is over: this machine is too slow or too busy", pytrace=False)


@pytest.fixture(scope="session")
def machines(request):
    """All of them boot at once."""
    find_kernel()
    kinds = request.config.getoption("kinds").split(",")
    with contextlib.ExitStack() as stack, concurrent.futures.ThreadPoolExecutor(len(kinds)) as pool:
        life_max_s = int(request.config.getoption("whole_max")) + LIFE_SLACK_S
        made = [Machine(kind, life_max_s=life_max_s) for kind in kinds]
        for machine in made:
            stack.callback(machine.close)
        for start in [pool.submit(machine.start) for machine in made]:
            start.result()
        for machine in made:
            cover_large_trees(machine)
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


def pytest_sessionfinish(session):
    if session.config.getoption("rows"):
        pathlib.Path(session.config.getoption("rows")).write_text(json.dumps(session.config.stash.get(ROWS, [])))
