"""Still to come: at each place, whether a `!` comes strictly later."""


def target(tokens):
    last = max((i for i, heard in enumerate(tokens) if heard == "!"), default=0)
    return [None, *("yes" if i < last else "no" for i in range(1, len(tokens)))]


def long(random):
    for _ in range(500):
        length = random.randint(9, 64)
        row = random.choices(("tick", "tock"), k=length)
        for _ in range(random.choice((0, 1, 1, 2, 3, 12))):
            row[random.choice((0, length - 1, random.randrange(length)))] = "!"
        yield ("^", *row)
