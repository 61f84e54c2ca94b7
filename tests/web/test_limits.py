"""Token buckets: bursts, refilling, two sorts of keys, bounded memory."""

import pytest

from app.web import limits
from app.web.limits import Buckets, Limits, network


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_a_bucket_empties_and_fills() -> None:
    clock = Clock()
    buckets = Buckets(2.0, 3.0, clock)
    for _ in range(3):
        assert buckets.wait("key") == 0.0
        buckets.take("key")
    assert buckets.wait("key") == pytest.approx(0.5)
    assert buckets.wait("other") == 0.0
    clock.now += 0.5
    assert buckets.wait("key") == 0.0
    buckets.take("key")
    clock.now += 1000.0
    for _ in range(3):
        buckets.take("key")
    assert buckets.wait("key") > 0.0


def test_an_address_has_room_for_a_class() -> None:
    asked = Limits(Clock())
    players = [f"player {number}" for number in range(10)]
    for _ in range(100):
        assert {asked.wait(player, "10.0.0.1") for player in players} == {0.0}
    assert asked.wait("one more", "10.0.0.1") > 0.0
    assert asked.wait("one more", "10.0.0.2") == 0.0
    assert asked.wait(None, "10.0.0.2") == 0.0


def test_a_refused_request_costs_nothing() -> None:
    clock = Clock()
    asked = Limits(clock)
    while asked.wait("player", "10.0.0.1") == 0.0:
        pass
    for _ in range(50):
        asked.wait("player", "10.0.0.1")
    clock.now += 0.1
    assert asked.wait("player", "10.0.0.1") == 0.0


def test_keys_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KEYS", 2)
    buckets = Buckets(1.0, 1.0, Clock())
    for key in "abc":
        buckets.take(key)
    assert [buckets.wait(key) for key in "abc"] == [0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_networks(address: str, wanted: str) -> None:
    assert network(address) == wanted
