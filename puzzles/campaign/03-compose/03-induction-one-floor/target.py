"""Induction on one floor: what followed the latest earlier place with the same letter."""


def target(tokens):
    follower, wanted = {}, []
    for i, token in enumerate(tokens):
        if i:
            follower[tokens[i - 1]] = token
        wanted.append(follower.get(token))
    return wanted


def long(random):
    for _ in range(500):
        length, row = random.randint(7, 64), []
        motif = random.choices("abcd", k=random.randint(2, 6))
        while len(row) < length:
            row += random.choice((motif, motif, random.choices("abcd", k=3), ["a"] * 3))
        yield tuple(row[:length])
