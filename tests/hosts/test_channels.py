"""Two boxes tell each other nothing on hosts of other kinds either: see tests/hostile/test_channels.py."""

import pytest

from hostile.channels import PROGRAM, WAYS, Channel
from hosts import programs


@pytest.fixture(scope="session")
def pair(server):
    return [server.client().register(name) for name in ("talker", "listener")]


@pytest.mark.parametrize("way", WAYS)
def test_no_bit_arrives(kind, way, admin, pair):
    channel = Channel(admin, *pair, program=("built_c", programs.build("c", PROGRAM)), limits={"timeLimitMs": 30000})
    assert channel.heard(way) == {}
