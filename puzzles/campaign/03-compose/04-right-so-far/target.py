"""Right on every short row: what followed the latest earlier place with the same letter."""


def target(tokens):
    follower, wanted = {}, []
    for i, token in enumerate(tokens):
        if i:
            follower[tokens[i - 1]] = token
        wanted.append(follower.get(token))
    return wanted


def long(random):
    """Rows in which one letter comes in long runs, and plain ones."""
    for _ in range(500):
        length, row = random.randint(13, 16), []
        while len(row) < length:
            row += random.choice("ab") * random.choice((1, 2, 4, 6))
        yield tuple(row[:length])
