"""What end_to_end and hostile share: the shipped binary, started once a session."""

import contextlib
import os
import pathlib
import shutil
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from shipped.busy_host import BusyHost  # noqa: E402 (found beside this file)
from shipped.server import BINARY, ROOT, Server, make_data_directory, without_cache  # noqa: E402 (found beside this file)

# Language files that name other versions of compilers and runtimes, to judge the same cases with those.
LANGUAGES = pathlib.Path(os.environ.get("AUTOGRADER_TEST_LANGUAGES", ROOT / "languages"))
# Compilers without the caches that a server makes for them: what is right later on is right before.
COLD = os.environ.get("AUTOGRADER_TEST_COLD") == "1"
# Eight processes that spin all the time: no right program is wrong for that. The server judges more at once than there are
# cores, which is harder for each run.
BUSY = os.environ.get("AUTOGRADER_TEST_BUSY") == "1"
BUSY_WORKERS = 6


def pytest_collection_modifyitems(items):
    if os.geteuid() != 0:
        reason = "making sandboxes needs root on this host"
        for item in items:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def binary():
    assert BINARY.is_file(), "build/release/autograder is not built: ./run --build-only"
    return BINARY


@pytest.fixture(scope="session")
def server(binary):
    # The languages that ship, and those of tests alone: programs that make their compiler misbehave.
    folder = make_data_directory()
    folder.chmod(0o755)
    try:
        for file in [*LANGUAGES.glob("*.toml"), *(ROOT / "tests/hostile/languages").glob("*.toml")]:
            text = file.read_text()
            (folder / file.name).write_text(without_cache(text) if COLD else text)
        settings = {"AUTOGRADER_WORKERS": str(BUSY_WORKERS)} if BUSY else {}
        with Server(AUTOGRADER_LANGUAGES=str(folder), **settings) as running:
            running.wait_for_build_caches()  # who counts processes and times must not meet them
            Server.lender = running
            with BusyHost() if BUSY else contextlib.nullcontext():
                yield running
    finally:
        Server.lender = None
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def admin(server):
    return server.admin()


@pytest.fixture(scope="session")
def student(server):
    return server.client().register("student")
