"""Light on the stairs: whether an odd number of the three switches is up."""

from itertools import product

SWITCHES = ("up", "down")


def target(tokens):
    switches, waits = tokens[:3], tokens[3:-1]
    proper = len(tokens) > 3 and tokens[-1] == "?" and set(waits) <= {"wait"}
    if not proper or not set(switches) <= set(SWITCHES):
        return [None] * len(tokens)
    return [*[None] * (len(tokens) - 1), "on" if switches.count("up") % 2 else "off"]


def rows(waits):
    for switches in product(SWITCHES, repeat=3):
        yield (*switches, *["wait"] * waits, "?")


def small():
    for waits in range(9):
        yield from rows(waits)


def long(random):
    """All the others: with three switches there are only eight rows of each length."""
    for waits in range(9, 61):
        yield from rows(waits)
