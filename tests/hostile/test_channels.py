"""Two boxes that run at the same time cannot tell each other a bit, by anything that both can name.

A listener asks for every mark in every phase, and the talker leaves them in every second one: an answer that is not the same
in all phases may be a bit.
"""

import shutil

import pytest

from hostile.channels import LISTEN, PHASES_MS, WAYS, Channel, began
from hostile.test_layers import LAYERS_BINARY
from shipped.server import ROOT, Server, make_data_directory


@pytest.fixture(scope="module")
def languages():
    folder = make_data_directory()
    folder.chmod(0o755)
    shutil.copy(ROOT / "languages/c.toml", folder)
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


def test_without_the_filter_bits_arrive(languages):
    """The control: the listener hears where nothing stops it."""
    with Server(binary=LAYERS_BINARY, AUTOGRADER_LANGUAGES=str(languages), AUTOGRADER_WORKERS="2",
                LAYER_LEFT_OUT_BY_TEST="seccomp") as server:
        students = [server.client().register(name) for name in ("one", "two")]
        found = Channel(server.admin(), *students).heard("between_students")
    for question in ("lock of /dev/zero", "lock of a description of /dev/null", "lock of a file of /usr/bin/env",
                     "lock seen of /etc/ld.so.cache", "notice", "sockets"):
        assert question in found, found
