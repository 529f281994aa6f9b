"""Two boxes that run at the same time cannot tell each other a bit, by anything that both can name.

programs/two_boxes.c talks in one box and listens in another: inside one submission, where a private test talks and a public
one shows what it heard; between two students; and to a run without a submission. A listener asks for every mark in every
phase, and the talker leaves them in every second one: an answer that is not the same in all phases may be a bit.
"""

import pathlib
import re
import shutil

import pytest

from hostile.test_layers import LAYERS_BINARY
from shipped.client import OPEN
from shipped.server import ROOT, Server, make_data_directory

PROGRAM = (pathlib.Path(__file__).parent / "programs" / "two_boxes.c").read_text()
TALK = {"input": "talk\n", "output": "", "visibility": "private"}
LISTEN = {"input": "listen\n", "output": "", "visibility": "public"}
LIMITS = {"timeLimitMs": 4000, "memoryLimitMb": 128, "outputLimitKb": 64}
TRIES = 8  # until both ran at the same time
HEARD = re.compile(r"^heard by (.*): (\S+)$", re.MULTILINE)
SPAN = re.compile(r"^(?:talked|listened) from (\d+) to \d+, (\d+) questions$", re.MULTILINE)
QUESTIONS_MIN = 100


def began(text):
    """When it did, by the host's clock; nothing of a program that did not come to its end."""
    found = SPAN.search(text or "")
    return found and int(found[1])


def heard(text):
    """Question -> its answers, of those that were not answered alike in all phases."""
    assert int(SPAN.search(text)[2]) >= QUESTIONS_MIN, text
    return dict(HEARD.findall(text))


def outputs(client, submission):
    """As an administrator sees them, so that private ones are there."""
    answer = client.call("GET", f"/submission/{submission}?wait=30").expect(200)
    while answer["status"] in OPEN:
        answer = client.call("GET", f"/submission/{submission}?wait=30").expect(200)
    return [test.get("output") or "" for test in answer["tests"]]


def inside_a_submission(admin, student, other):
    problem = admin.create_problem("Channel", [TALK, LISTEN], {"scoring": "weighted"}, **LIMITS)
    return outputs(admin, student.submit(problem, "c", PROGRAM))


def between_students(admin, student, other):
    problems = [admin.create_problem("Channel", [test], {}, **LIMITS) for test in (TALK, LISTEN)]
    sent = [client.submit(problem, "c", PROGRAM) for client, problem in zip((student, other), problems, strict=True)]
    return [outputs(admin, submission)[0] for submission in sent]


def to_a_run(admin, student, other):
    problem = admin.create_problem("Channel", [TALK], {}, **LIMITS)
    submission = student.submit(problem, "c", PROGRAM)
    answer = other.call("POST", "/run", {"language": "c", "code": PROGRAM, "customInput": "listen\n"})
    return [outputs(admin, submission)[0], answer.expect(200)["output"]]


WAYS = [inside_a_submission, between_students, to_a_run]


def listen(way, admin, student, other):
    for _ in range(TRIES):
        talked, listened = way(admin, student, other)
        if began(talked) and began(talked) == began(listened):
            return heard(listened)
    raise AssertionError(f"the two never ran at the same time: {talked[-200:]!r} {listened[-200:]!r}")


@pytest.fixture(scope="module")
def languages():
    folder = make_data_directory()
    folder.chmod(0o755)
    shutil.copy(ROOT / "languages/c.toml", folder)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
def test_no_bit_arrives(way, admin, students):
    assert listen(way, admin, *students) == {}


def test_without_the_filter_bits_arrive(languages):
    """The control: the listener hears where nothing stops it."""
    with Server(binary=LAYERS_BINARY, AUTOGRADER_LANGUAGES=str(languages), AUTOGRADER_WORKERS="2",
                LAYER_LEFT_OUT_BY_TEST="seccomp") as server:
        found = listen(between_students, server.admin(), server.client().register("one"), server.client().register("two"))
    for question in ("lock of /dev/zero", "lock of a file of /usr/bin/env", "lock seen of /etc/ld.so.cache", "sockets", "notice"):
        assert question in found, found
