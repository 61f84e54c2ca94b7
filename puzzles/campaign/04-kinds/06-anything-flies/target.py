"""Does anything here fly? Whether a flyer has come so far."""

FLYERS = ("robin", "owl")
OTHERS = ("penguin", "ostrich", "cod")


def target(tokens):
    seen, wanted = False, []
    for token in tokens:
        seen = seen or token in FLYERS
        wanted.append("yes" if seen else "no")
    return wanted


def long(random):
    """Rows with no flyer, one early on, or several among many."""
    for _ in range(400):
        row = random.choices(OTHERS, k=random.randint(7, 32))
        for _ in range(random.choice((0, 1, 1, 3))):
            row[random.randrange(len(row))] = random.choice(FLYERS)
        yield tuple(row)
