"""How many?: the number of sheep so far, never more than four."""

from itertools import product

TOKENS = ("sheep", "cloud", "star")


def target(tokens):
    counts = [tokens[: i + 1].count("sheep") for i in range(len(tokens))]
    if counts[-1] > 4:
        return [None] * len(tokens)
    return [str(count) for count in counts]


def small():
    for length in range(1, 9):
        for row in product(TOKENS, repeat=length):
            if row.count("sheep") <= 4:
                yield ("^", *row)


def long(random):
    for _ in range(500):
        length = random.randint(9, 64)
        row = random.choices(("cloud", "star"), (random.random(), 1), k=length)
        last = random.choice((length, length // 2, 8))
        for place in random.sample(range(last), random.choice((0, 1, 2, 3, 4, 4))):
            row[place] = "sheep"
        yield ("^", *row)
