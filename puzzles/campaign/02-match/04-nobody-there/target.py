"""Nobody there: the latest name strictly before each place, or `^`."""

NAMES = ("@ann", "@bob")


def target(tokens):
    wanted, latest = [], "^"
    for token in tokens:
        wanted.append(latest)
        latest = token if token in NAMES else latest
    return wanted


def long(random):
    for _ in range(500):
        length = random.randint(7, 64)
        quiet = random.choice((0, 0, 1, random.randrange(length), length))
        row = random.choices(("so", "well"), k=quiet)
        while len(row) < length:
            row += random.choices(NAMES, k=random.choice((1, 1, 2, 3)))
            row += random.choices(("so", "well"), k=random.choice((0, 1, 4, 30)))
        yield ("^", *row[:length])
