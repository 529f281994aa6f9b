"""`autograder judge`: packages judged without a server. The examples keep what they promise."""

import json
import pathlib
import re
import shutil
import subprocess
import zipfile

import pytest

from shipped.server import BINARY, ROOT, borrow_build_caches, environment, make_data_directory

EXAMPLES = sorted(path.parent for path in (ROOT / "examples/problems").glob("*/problem.yaml"))
VERIFY_TIMEOUT_S = 600
LANGUAGES = {"cpp", "go", "java", "javascript", "python"}


def judge(*words, timeout=VERIFY_TIMEOUT_S):
    return subprocess.run([BINARY, "judge", *map(str, words)], capture_output=True, text=True, timeout=timeout, cwd="/",
                          env=environment())


@pytest.fixture(scope="module")
def build_caches(server):
    """What compilers are faster with: Java's made once for all of this file, and the slow ones of the server."""
    folder = make_data_directory()
    borrow_build_caches(folder, server)
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def hello():
    """A copy of the example that a test may change, where the judging user may come."""
    folder = make_data_directory()
    folder.chmod(0o755)
    shutil.copytree(ROOT / "examples/problems/hello", folder / "hello")
    yield folder / "hello"
    shutil.rmtree(folder)


@pytest.mark.parametrize("package", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_as_they_say(package, build_caches):
    answer = judge(package, "--verify", "--json", "--cache", build_caches)
    assert answer.returncode in (0, 1), answer.stderr
    found = json.loads(answer.stdout)
    unexpected = {one["path"]: one["unexpected"] for one in found["submissions"] if not one["asExpected"]}
    assert answer.returncode == 0 and found["asExpected"], unexpected
    assert found["notes"] == [] and found["notJudged"] == [], found
    accepted = [one for one in found["submissions"] if one["path"].startswith("submissions/accepted/")]
    assert LANGUAGES <= {one["language"] for one in accepted}
    secret = [test for test in accepted[0]["tests"] if test["name"].startswith("secret/")]
    assert len(secret) >= 10 and all(one["score"] == 100 for one in accepted)
    # What is wrong, slow or crashes is right on every sample: only a secret test tells.
    others = [one for one in found["submissions"] if one not in accepted]
    assert {"WA", "TLE", "RE"} <= {one["status"] for one in others}, others
    for one in others:
        assert all(test["status"] == "AC" for test in one["tests"] if test["name"].startswith("sample/")), one["path"]


def test_one_example_has_five_megabytes_of_input():
    inputs = [path.stat().st_size for package in EXAMPLES for path in package.glob("data/secret/**/*.in")]
    assert len(EXAMPLES) >= 8 and max(inputs) >= 5_000_000


def test_a_source_is_judged_as_a_student_sees_it(hello):
    right = judge(hello, hello / "submissions/accepted/hello.py")
    assert right.returncode == 0, right.stderr
    assert "AC, score 100" in right.stdout and "secret/01" in right.stdout
    wrong = judge(hello, hello / "submissions/accepted/hello.py", hello / "submissions/wrong_answer/first_word.cpp")
    assert wrong.returncode == 1
    assert "first difference: line 1" in wrong.stdout and "more were not run" in wrong.stdout
    told = json.loads(judge(hello, hello / "submissions/wrong_answer/first_word.cpp", "--json").stdout)
    assert told["asExpected"] is False
    assert [one["status"] for one in told["submissions"]] == ["WA"]
    assert told["submissions"][0]["tests"][-1]["status"] == "WA"


def test_a_compiler_says_why(hello):
    (hello.parent / "broken.cpp").write_text("int main() { return nothing; }\n")
    broken = judge(hello, hello.parent / "broken.cpp")
    assert broken.returncode == 1 and "CE" in broken.stdout and "nothing" in broken.stdout, broken


def test_an_archive_is_as_good_as_a_directory(hello):
    archive = hello.parent / "hello.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(hello.rglob("*")):
            out.write(path, path.relative_to(hello.parent))
    judged = judge(archive, hello / "submissions/accepted/hello.py")
    assert judged.returncode == 0 and "AC, score 100" in judged.stdout, judged.stderr


def test_a_time_limit_follows_from_the_submissions(hello):
    settings = hello / "problem.yaml"
    settings.write_text(settings.read_text().replace("  time_limit: 1.0\n", "  time_resolution: 0.5\n"))
    verified = judge(hello, "--verify", "--json")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    found = json.loads(verified.stdout)
    assert found["timeLimitGiven"] is False
    assert found["timeLimitMs"] == found["proposedTimeLimitMs"] >= 2 * found["slowestAcceptedMs"]
    assert found["timeLimitMs"] % 500 == 0 and found["fastestTooSlowMs"] >= 1.5 * found["timeLimitMs"]


def test_a_source_is_held_to_a_time_limit_that_is_measured(hello):
    settings = hello / "problem.yaml"
    settings.write_text(settings.read_text().replace("  time_limit: 1.0\n", "  time_resolution: 0.5\n"))
    for path in hello.glob("submissions/accepted/*"):
        if path.suffix not in (".py", ".cpp"):
            path.unlink()
    judged = judge(hello, hello / "submissions/accepted/hello.cpp", "--json")
    assert judged.returncode == 0, judged.stdout + judged.stderr
    found = json.loads(judged.stdout)
    assert found["timeLimitGiven"] is False and found["timeLimitMs"] % 500 == 0 and found["timeLimitMs"] < 5000
    assert "limits.time_limit: is missing, and" in judged.stderr and "follow from submissions/" in judged.stderr
    shutil.rmtree(hello / "submissions")
    alone = judge(hello, ROOT / "examples/problems/hello/submissions/accepted/hello.cpp", "--json")
    assert json.loads(alone.stdout)["timeLimitMs"] == 5000 and "5 s are taken" in alone.stderr


def test_a_time_limit_that_cannot_be_is_told(hello):
    settings = hello / "problem.yaml"
    settings.write_text(settings.read_text().replace("  time_limit: 1.0\n", ""))
    (hello / "submissions/time_limit_exceeded/quick.py").write_text("print(f'Hello, {input()}!')\n")
    verified = judge(hello, "--verify")
    assert verified.returncode == 1 and "no limit keeps the distances" in verified.stdout, verified.stdout


def test_unexpected_verdicts_are_shown(hello):
    shutil.move(hello / "submissions/wrong_answer/first_word.cpp", hello / "submissions/accepted/first_word.cpp")
    verified = judge(hello, "--verify")
    assert verified.returncode == 1
    assert "NOT AS EXPECTED" in verified.stdout
    assert re.search(r"secret/01 and \d+ more tests: WA, but submissions/accepted permits only AC", verified.stdout), verified.stdout
    assert "not all is as expected" in verified.stdout


@pytest.mark.parametrize("file, text, said", [
    ("output_validator/check.py", "", "output_validator/check.py: custom output validators cannot be run here yet"),
    ("problem.yaml", "a: &a [1]\nb: *a\n", "problem.yaml: line 1: anchors are not read"),
    ("problem.yaml", "[" * 100_000 + "]" * 100_000, "problem.yaml: line 1: it is nested more than 16 levels deep"),
    ("data/secret/13.in", "x\n", "data/secret/13.in: has no answer file"),
], ids=["validator", "aliases", "nesting", "no answer"])
def test_an_unsupported_file_is_refused_by_name(hello, file, text, said):
    (hello / file).parent.mkdir(exist_ok=True)
    (hello / file).write_text(text)
    refused = judge(hello, "--verify", timeout=60)
    assert refused.returncode == 2 and said in refused.stderr, refused


def test_nothing_of_a_package_is_run_outside_a_box(hello):
    marks = hello.parent / "marks"
    marks.mkdir()
    marks.chmod(0o777)
    for place in ("input_validators/check/build", "input_validators/check/run", "generators/make.sh", "cms_conf.py",
                  "input_visualizer/build", "output_visualizer/run", "build", "run"):
        script = hello / place
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(f"#!/bin/sh\ntouch {marks}/{script.name}\n")
        script.chmod(0o755)
    (hello / "submissions/accepted/mark.py").write_text(
        f"try:\n    open('{marks}/mark', 'w')\nexcept OSError:\n    pass\nprint(f'Hello, {{input()}}!')\n")
    judged = judge(hello, hello / "submissions/accepted/mark.py")
    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert list(marks.iterdir()) == []


@pytest.mark.parametrize("words, said", [
    ([], "judge requires source files, or --verify"),
    (["--verify", "/etc/passwd"], "judge requires source files, or --verify"),
    (["/nonexistent.py"], "opening /nonexistent.py"),
    (["/etc/passwd"], "no language has this file extension"),
])
def test_wrong_use_is_told(hello, words, said):
    refused = judge(hello, *words, timeout=60)
    assert refused.returncode in (1, 2) and said in refused.stderr, refused


def test_a_path_that_is_no_package_is_refused():
    assert "neither a directory nor a zip archive" in judge("/etc/passwd", "--verify").stderr
    assert "opening the package /nonexistent" in judge("/nonexistent", "--verify").stderr
