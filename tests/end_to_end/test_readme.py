"""The session in README.md, pasted line by line into a shell, ends with a correct verdict."""

import json
import re
import shutil
import subprocess

import pytest

from shipped.server import ADMIN, ROOT, Server, environment

SESSION_TIMEOUT_S = 300
LOADED = ("hello", "range_sums")  # the smallest and one with much input; test_judge.py judges all of them


def readme_session():
    blocks = re.findall(r"```bash\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 1, "README.md has one session to paste"
    return blocks[0]


@pytest.fixture
def new_server(binary):
    with Server() as running:
        yield running


def test_the_examples_load_and_the_session_of_the_readme_is_accepted(new_server, tmp_path):
    server = new_server
    for name in LOADED:
        shutil.copytree(ROOT / "examples/problems" / name, tmp_path / name)
    address = f"http://127.0.0.1:{server.port}"
    variables = environment(AUTOGRADER_ADMIN_EMAIL=ADMIN[0], AUTOGRADER_ADMIN_PASSWORD=ADMIN[1])
    loaded = subprocess.run(["/usr/bin/python3", ROOT / "tools/load_examples.py", address, tmp_path],
                            env=variables, capture_output=True, text=True, timeout=SESSION_TIMEOUT_S)
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    rows = [line.split() for line in loaded.stdout.splitlines() if re.search(r" (javascript|python|java|cpp|go|c) ", line)]
    solutions = list(tmp_path.glob("*/submissions/accepted/*"))
    assert len(rows) == len(solutions) >= 10 and all("AC" in row for row in rows), loaded.stdout

    session = readme_session()
    assert "127.0.0.1:5000" in session
    # As a person pastes it: the shell reads lines from its input and goes on whatever they do.
    shell = subprocess.run(["bash"], input=session.replace("127.0.0.1:5000", f"127.0.0.1:{server.port}"), text=True,
                           capture_output=True, timeout=SESSION_TIMEOUT_S, env={"PATH": "/usr/local/bin:/usr/bin:/bin"})
    assert shell.stderr == ""
    last = json.loads(shell.stdout[shell.stdout.rindex('{"_id"'):])
    assert (last["status"], last["score"]) == ("AC", 100), shell.stdout
