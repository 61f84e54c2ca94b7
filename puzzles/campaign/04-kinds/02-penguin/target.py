"""Penguin: does it fly? Birds and fish, with exceptions."""

BIRDS = ("robin", "eagle", "owl", "swift", "heron", "finch", "penguin", "ostrich")
FLIGHTLESS = ("penguin", "ostrich")
FLYING = ("flyingfish",)


def target(tokens):
    return ["yes" if flies(token) else "no" for token in tokens]


def flies(token):
    return token in FLYING or (token in BIRDS and token not in FLIGHTLESS)


def long(random):
    odd = [*FLIGHTLESS, *FLYING]
    usual = [*BIRDS, "salmon", "tuna", "cod", "carp", "pike", "eel", "trout"]
    for _ in range(500):
        some = random.choice((odd, usual, odd + usual))
        yield tuple(random.choices(some, k=random.randint(4, 64)))
