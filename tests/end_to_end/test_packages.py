"""Problem packages in and out of a server's database, over HTTP and by the command line."""

import io
import os
import pathlib
import shutil
import stat
import subprocess
import zipfile

import pytest

from shipped.server import BINARY, ROOT, Server, environment, make_data_directory

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


def send(admin, files, verify="true"):
    """Imports over HTTP; the answer."""
    headers = {"Content-Type": "application/zip", "Authorization": "Bearer " + admin.token}
    return admin.raw("POST", f"/problems/import?verify={verify}", zip_of(files), headers)


def verified(admin, problem):
    """The table once all is judged."""
    for _ in range(10):
        table = admin.call("GET", f"/problems/{problem}/verification?wait=60").expect(200)
        if table["done"]:
            return table
    raise AssertionError(f"not judged within ten minutes: {table}")


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
    imported = command(server, "import", EXAMPLES / name, "--no-verify")
    assert imported.returncode == 0, imported.stderr
    problem = imported.stdout.split()[1].rstrip(":")
    out = folder / "out.zip"
    before = os.umask(0)
    exported = command(server, "export", problem, out)
    os.umask(before)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600, "private tests are in it"
    assert exported.returncode == 0, exported.stderr
    assert files_in(out) == files_below(EXAMPLES / name)
    again = command(server, "import", out, "--no-verify")
    assert again.returncode == 0 and again.stdout.startswith(f"Updated {problem}"), again
    assert command(server, "export", problem, out).returncode == 1, "nothing is overwritten"
    assert problem in command(server, "list").stdout


def test_an_imported_problem_is_judged(server, admin, student):
    imported = command(server, "import", EXAMPLES / "path_length", "--no-verify")
    problem = imported.stdout.split()[1].rstrip(":")
    source = (EXAMPLES / "path_length/submissions/accepted/sum.py").read_text()
    submission = student.call("GET", f"/submission/{student.submit(problem, 'python', source)}?wait=60").expect(200)
    assert submission["status"] == "AC" and submission["score"] == 100, submission
    assert len(submission["tests"]) == 13


def test_bundled_submissions_are_judged(server, admin, student):
    files = files_below(EXAMPLES / "hello")
    files["problem.yaml"] = files["problem.yaml"].replace(b"1f6a01", b"1f6aff").replace(b"  time_limit: 1.0\n", b"")
    # Right, but it looks around where it runs: a box, in which nothing of the package is.
    files["submissions/accepted/curious.py"] = (
        b"import os\nassert not os.path.exists('/code/submissions') and not os.path.exists('/code/problem.yaml')\n"
        b"assert 'secret' not in ' '.join(os.listdir('.'))\nprint(f'Hello, {input()}!')\n")
    files["submissions/accepted/broken.cpp"] = b"int main() { return nothing; }\n"
    answer = send(admin, files).expect(201)
    assert {one["status"] for one in answer["submissions"]} == {"QUEUED"}
    assert any("5 s are taken" in note for note in answer["notes"]), answer["notes"]
    table = verified(admin, answer["_id"])
    rows = {one["path"].removeprefix("submissions/"): one for one in table["submissions"]}
    assert rows["accepted/curious.py"]["status"] == "AC", rows["accepted/curious.py"]
    assert rows["accepted/hello.go"]["status"] == "AC" and rows["accepted/hello.go"]["asExpected"]
    assert rows["wrong_answer/first_word.cpp"]["status"] == "WA" and rows["wrong_answer/first_word.cpp"]["asExpected"]
    assert rows["run_time_error/no_space.py"]["status"] == "RE"
    assert rows["time_limit_exceeded/endless.py"]["status"] == "TLE"
    assert rows["accepted/broken.cpp"]["status"] == "CE" and "nothing" in rows["accepted/broken.cpp"]["output"]
    assert [name for name, row in rows.items() if not row["asExpected"]] == ["accepted/broken.cpp"]
    assert table["asExpected"] is False and table["timeLimitGiven"] is False
    assert table["proposedTimeLimitMs"] % 1000 == 0 and table["proposedTimeLimitMs"] >= 2 * table["slowestAcceptedMs"]
    own = student.call("GET", "/submission/getSubmission").expect(200)
    assert not any(one["problemId"] == answer["_id"] for one in own + admin.call("GET", "/submissions").expect(200))


def test_the_command_line_shows_the_table(server, folder):
    shutil.copytree(EXAMPLES / "hello", folder / "hello")
    for path in folder.glob("hello/submissions/accepted/*"):
        if path.suffix not in (".py", ".cpp"):
            path.unlink()
    imported = command(server, "import", folder / "hello")
    assert imported.returncode == 0, imported.stderr
    assert "accepted/hello.py" in imported.stdout and "WA at secret/" in imported.stdout, imported.stdout
    assert "NOT AS EXPECTED" not in imported.stdout and "all is as expected" in imported.stdout, imported.stdout


def test_without_a_server_they_wait(folder):
    with Server() as once:
        pass_by = once.data.with_name(once.data.name + "-kept")
        once.stop()
        shutil.copytree(once.data, pass_by)
    try:
        offline = subprocess.run([BINARY, "problem", "import", EXAMPLES / "hello", "--data", pass_by], capture_output=True,
                                 text=True, timeout=COMMAND_TIMEOUT_S, env=environment())
        assert offline.returncode == 0 and "a server judges them as soon as it runs" in offline.stdout, offline
        problem = offline.stdout.split()[1].rstrip(":")
        with Server(data=pass_by) as later:
            table = verified(later.admin(), problem)
            assert table["asExpected"], [one for one in table["submissions"] if not one.get("asExpected")]
    finally:
        shutil.rmtree(pass_by)


LEGACY = {
    "problem.yaml": b"name: Sum\nuuid: 5f0c3c0e-6d2b-4a0e-9a57-2f6f8f1faaaa\nvalidator_flags: case_sensitive\n"
                    b"limits:\n  memory: 128\n  time_multiplier: 4\n",
    "domjudge-problem.ini": b"timelimit='2'\ncolor='#00ff00'\n",
    "problem_statement/problem.tex": b"\\problemname{Sum}\nAdd.\n",
    "problem_statement/figure.png": b"\x89PNG",
    "data/sample/1.in": b"1 2\n", "data/sample/1.ans": b"3\n",
    "data/secret/a/1.in": b"2 2\n", "data/secret/a/1.ans": b"4\n", "data/secret/a/1.desc": b"small\n",
    "input_validators/check.ctd": b"INT(1, 9)\n",
    "submissions/accepted/sum.py": b"print(sum(map(int, input().split())))\n",
    "submissions/partially_accepted/half.py": b"print(3)\n",
}


def test_a_legacy_package_goes_in_and_out_as_archive_and_as_directory(server, admin, folder):
    created = send(admin, LEGACY, "false").expect(201)
    exported = admin.raw("GET", f"/problems/{created['_id']}/export", None, {"Authorization": "Bearer " + admin.token})
    assert exported.status == 200
    out = folder / "out.zip"
    assert command(server, "export", created["_id"], out).returncode == 0
    assert files_in(out) == LEGACY
    for name, content in LEGACY.items():
        (folder / "sum" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "sum" / name).write_bytes(content)
    (folder / "sum" / "data/secret/a/1.ans").write_bytes(b"4 \n")
    again = command(server, "import", folder / "sum", "--no-verify")
    assert again.returncode == 0 and again.stdout.startswith(f"Updated {created['_id']}"), again
    out.unlink()
    assert command(server, "export", "5f0c3c0e-6d2b-4a0e-9a57-2f6f8f1faaaa", out).returncode == 0
    assert files_in(out) == {**LEGACY, "data/secret/a/1.ans": b"4 \n"}
    problem = admin.call("GET", f"/problems/{created['_id']}").expect(200)
    assert problem["title"] == "Sum" and problem["limits"]["timeLimitMs"] == 2000
    image = admin.raw("GET", f"/problems/{created['_id']}/files/figure.png", None, {"Authorization": "Bearer " + admin.token})
    assert image.status == 200 and image.headers["content-type"] == "image/png"


def test_refusals_of_the_command_line(server, folder):
    (folder / "empty").mkdir()
    empty = command(server, "import", folder / "empty")
    assert empty.returncode == 2 and "problem.yaml: not found" in empty.stderr
    slip = folder / "slip.zip"
    slip.write_bytes(zip_of({**files_below(EXAMPLES / "hello"), "../../slipped": b"x"}))
    refused = command(server, "import", slip)
    assert refused.returncode == 2 and "has no name that a package may have" in refused.stderr
    assert not (folder.parent / "slipped").exists() and not pathlib.Path("/slipped").exists()
    unknown = command(server, "export", "0" * 24, folder / "none.zip")
    assert unknown.returncode == 1 and "problem not found" in unknown.stderr
    author = command(server, "import", EXAMPLES / "hello", "--author", "nobody@example.org")
    assert author.returncode == 1 and "admin not found: nobody@example.org" in author.stderr
