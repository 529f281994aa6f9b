"""Two boxes that run at the same time cannot tell each other a bit, by anything that both can name.

A listener asks for every mark in every phase, and the talker leaves them in every second one: an answer that is not the same
in all phases may be a bit.
"""

import shutil

import pytest

from hostile.channels import FIGURES, LIMITS_OF_FIGURES, LISTEN, PHASES_MS, TRIES, WAYS, Channel, began, figures_that_tell
from hostile.test_layers import LAYERS_BINARY
from shipped.server import ROOT, Server, make_data_directory


@pytest.fixture(scope="module")
def languages():
    folder = make_data_directory()
    folder.chmod(0o755)
    for language in ("c", "python"):
        shutil.copy(ROOT / f"languages/{language}.toml", folder)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("way", WAYS)
def test_no_bit_arrives(way, admin, students):
    assert Channel(admin, *students).heard(way) == {}


def test_a_public_test_never_runs_beside_a_private_one(admin, students):
    """Its output is shown: what no wall hides from a neighbour is hidden by there being none."""
    talked, listened = Channel(admin, *students).talk_to(LISTEN)
    assert began(talked) and began(listened)
    assert abs(began(talked) - began(listened)) >= PHASES_MS


def test_no_figure_tells_of_another_box(admin, students):
    assert figures_that_tell(Channel(admin, *students, program=FIGURES, limits=LIMITS_OF_FIGURES)) == {}


def test_without_the_filter_a_figure_tells(languages):
    """The control: the kernel counts internet sockets over the whole host."""
    with Server(binary=LAYERS_BINARY, AUTOGRADER_LANGUAGES=str(languages), AUTOGRADER_WORKERS="2",
                LAYER_LEFT_OUT_BY_TEST="seccomp") as server:
        students = [server.client().register(name) for name in ("one", "two")]
        channel = Channel(server.admin(), *students, program=FIGURES, limits=LIMITS_OF_FIGURES)
        # On a busy host a phase of one may reach into the next of the other.
        tries = (channel.heard("between_students") for _ in range(TRIES))
        assert any(name.startswith("/proc/self/net/sockstat") for found in tries for name in found)


def test_without_the_filter_bits_arrive(languages):
    """The control: the listener hears where nothing stops it."""
    with Server(binary=LAYERS_BINARY, AUTOGRADER_LANGUAGES=str(languages), AUTOGRADER_WORKERS="2",
                LAYER_LEFT_OUT_BY_TEST="seccomp") as server:
        students = [server.client().register(name) for name in ("one", "two")]
        found = Channel(server.admin(), *students).heard("between_students")
    for question in ("lock of /dev/zero", "lock of a description of /dev/null", "lock of a file of /usr/bin/env",
                     "lock seen of /etc/ld.so.cache", "notice", "sockets"):
        assert question in found, found
