"""How often one player, and more generously one address, may change something.

A token bucket holds `burst` tokens and gains `rate` a second; each request that changes something
takes one. The numbers are far above fast clicking: they are there for programs that run wild.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

PLAYER_RATE, PLAYER_BURST = 10.0, 100.0
ADDRESS_RATE, ADDRESS_BURST = 100.0, 1000.0

GUESSES = 0.1, 20.0
"""Rate and burst, by address, of trying transfer codes: a class moves; a program gets nowhere."""

IMPORTS = 0.1, 20.0
"""The same of files of progress: they are large, and each takes some checking."""

KEYS = 20_000
"""Buckets kept of each sort; the one unused for longest is forgotten, and so is full again."""


class Buckets:
    """One bucket a key."""

    def __init__(
        self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until the key has a token; 0 when it has one now."""
        return max(0.0, (1.0 - self._tokens(key)) / self._rate)

    def take(self, key: str) -> None:
        """Take one token, which must be there."""
        self._left[key] = (self._tokens(key) - 1.0, self._clock())
        self._left.move_to_end(key)
        if len(self._left) > KEYS:
            self._left.popitem(last=False)

    def _tokens(self, key: str) -> float:
        left, at = self._left.get(key, (self._burst, 0.0))
        return min(self._burst, left + (self._clock() - at) * self._rate)


class Limits:
    """Both sorts of buckets behind one question."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._players = Buckets(PLAYER_RATE, PLAYER_BURST, clock)
        self._addresses = Buckets(ADDRESS_RATE, ADDRESS_BURST, clock)

    def wait(self, player: str | None, address: str) -> float:
        """Seconds this request must wait; 0 lets it through and counts it."""
        asked = [(self._addresses, network(address))]
        if player is not None:
            asked.append((self._players, player))
        longest = max(buckets.wait(key) for buckets, key in asked)
        if longest == 0.0:
            for buckets, key in asked:
                buckets.take(key)
        return longest


def network(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that an IPv6 one is part of."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return parsed.exploded[:19]
    return str(parsed)
