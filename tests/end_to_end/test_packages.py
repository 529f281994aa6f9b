"""Problem packages in and out of a server's database, over HTTP and by the command line."""

import io
import pathlib
import shutil
import subprocess
import zipfile

import pytest

from shipped.server import BINARY, ROOT, environment, make_data_directory

EXAMPLES = ROOT / "examples/problems"
COMMAND_TIMEOUT_S = 120


def command(server, *words):
    return subprocess.run([BINARY, "problem", *map(str, words), "--data", str(server.data)], capture_output=True, text=True,
                          timeout=COMMAND_TIMEOUT_S, env=environment())


def files_below(directory):
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def files_in(archive):
    with zipfile.ZipFile(archive) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zip_of(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def folder():
    made = make_data_directory()
    made.chmod(0o777)
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize("name", sorted(path.parent.name for path in EXAMPLES.glob("*/problem.yaml")))
def test_an_example_goes_in_and_out_by_the_command_line(server, folder, name):
    imported = command(server, "import", EXAMPLES / name)
    assert imported.returncode == 0, imported.stderr
    problem = imported.stdout.split()[1].rstrip(":")
    out = folder / "out.zip"
    exported = command(server, "export", problem, out)
    assert exported.returncode == 0, exported.stderr
    assert files_in(out) == files_below(EXAMPLES / name)
    again = command(server, "import", out)
    assert again.returncode == 0 and again.stdout.startswith(f"Updated {problem}"), again
    assert command(server, "export", problem, out).returncode == 1, "nothing is overwritten"
    assert problem in command(server, "list").stdout


def test_an_imported_problem_is_judged(server, admin, student):
    imported = command(server, "import", EXAMPLES / "path_length")
    problem = imported.stdout.split()[1].rstrip(":")
    source = (EXAMPLES / "path_length/submissions/accepted/sum.py").read_text()
    submission = student.call("GET", f"/submission/{student.submit(problem, 'python', source)}?wait=60").expect(200)
    assert submission["status"] == "AC" and submission["score"] == 100, submission
    assert len(submission["tests"]) == 13


def test_refusals_of_the_command_line(server, folder):
    (folder / "empty").mkdir()
    empty = command(server, "import", folder / "empty")
    assert empty.returncode == 2 and "problem.yaml: is missing" in empty.stderr
    slip = folder / "slip.zip"
    slip.write_bytes(zip_of({**files_below(EXAMPLES / "hello"), "../../slipped": b"x"}))
    refused = command(server, "import", slip)
    assert refused.returncode == 2 and "has no name that a package may have" in refused.stderr
    assert not (folder.parent / "slipped").exists() and not pathlib.Path("/slipped").exists()
    unknown = command(server, "export", "0" * 24, folder / "none.zip")
    assert unknown.returncode == 1 and "there is no problem" in unknown.stderr
    author = command(server, "import", EXAMPLES / "hello", "--author", "nobody@example.org")
    assert author.returncode == 1 and "there is no admin nobody@example.org" in author.stderr
