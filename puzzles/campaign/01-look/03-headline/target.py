"""Headline: at every position, the first token so far that is not `um`."""


def target(tokens):
    wanted, first = [], "um"
    for token in tokens:
        first = token if first == "um" else first
        wanted.append(first)
    return wanted


def long(random):
    for _ in range(500):
        length = random.randint(7, 64)
        silence = random.choice((0, 1, 2, random.randrange(length), length))
        first, *others = random.sample(("rain", "snow", "wind"), 3)
        weights = random.choice(((1, 1, 1, 1), (1, 0, 6, 0), (6, 1, 1, 1)))
        rest = random.choices(("um", first, *others), weights, k=length)
        yield (*["um"] * silence, first, *rest)[:length]
