"""Cousins: the latest earlier token of my kind that is not my own, or `^`."""

KIND = {"dog": "animal", "cat": "animal", "owl": "animal", "oak": "plant", "fern": "plant"}


def target(tokens):
    wanted = []
    for i, me in enumerate(tokens):
        cousins = [t for t in tokens[1:i] if KIND[t] == KIND.get(me) and t != me]
        wanted.append(cousins[-1] if cousins else "^")
    return [None, *wanted[1:]]


def long(random):
    for _ in range(500):
        length, row = random.randint(7, 64), []
        some = random.sample(list(KIND), random.randint(1, 5))
        while len(row) < length:
            row += [random.choice(some)] * random.choice((1, 1, 1, 2, 9))
            if random.random() < 0.1:
                some = random.sample(list(KIND), random.randint(1, 5))
        yield ("^", *row[:length])
