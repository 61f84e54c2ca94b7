"""Last colour: each door or gate says the latest colour before it."""

from itertools import product

COLOURS = ("blue", "orange", "green")
THINGS = ("door", "gate")


def target(tokens):
    if tokens[0] not in COLOURS:
        return [None] * len(tokens)
    wanted, colour = [], None
    for token in tokens:
        colour = token if token in COLOURS else colour
        wanted.append(colour if token in THINGS else None)
    return wanted


def small():
    for length in range(1, 7):
        yield from product(COLOURS, *[COLOURS + THINGS] * (length - 1))


def long(random):
    for _ in range(500):
        length, row = random.randint(7, 64), []
        while len(row) < length:
            row += random.choices(COLOURS, k=random.choice((1, 1, 2, 4)))
            row += random.choices(THINGS, k=random.choice((1, 2, 5, 20)))
        yield tuple(row[:length])
