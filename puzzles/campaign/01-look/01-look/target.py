"""Look: the one fruit in a row of litter, said at the final `?`."""

from itertools import product

FRUIT = ("apple", "pear", "plum")
LITTER = ("pebble", "twig", "leaf")


def target(tokens):
    *row, last = tokens
    found = [token for token in row if token in FRUIT]
    fine = last == "?" and "?" not in row and len(found) == 1
    return [*[None] * len(row), found[0] if fine else None]


def small():
    for items in range(1, 7):
        for spot in range(items):
            for fruit in FRUIT:
                for rest in product(LITTER, repeat=items - 1):
                    yield (*rest[:spot], fruit, *rest[spot:], "?")


def long(random):
    for _ in range(500):
        items = random.randint(7, 63)
        row = random.choices(LITTER, k=items)
        row[random.choice((0, items - 1, random.randrange(items)))] = random.choice(FRUIT)
        yield (*row, "?")
