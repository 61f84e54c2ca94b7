"""Two pollsters: which of the votes before `?` are more."""

from itertools import product

VOTES = ("yes", "no")


def target(tokens):
    *votes, end = tokens
    if end != "?" or "?" in votes or len(votes) % 2 == 0:
        return [None] * len(tokens)
    ayes = votes.count("yes")
    return [*[None] * len(votes), "yes" if 2 * ayes > len(votes) else "no"]


def small():
    for voters in range(1, 12, 2):
        for votes in product(VOTES, repeat=voters):
            yield (*votes, "?")


def long(random):
    """Every result at every length, the close ones in several orders."""
    for voters in range(13, 64, 2):
        for ayes in range(voters + 1):
            votes = ["yes"] * ayes + ["no"] * (voters - ayes)
            if abs(2 * ayes - voters) == 1:
                yield (*votes, "?")
                yield (*reversed(votes), "?")
            for _ in range(6 if abs(2 * ayes - voters) == 1 else 1):
                yield (*random.sample(votes, voters), "?")
