"""Seen before: whether each guest has come before."""


def target(tokens):
    return [None, *("old" if t in tokens[:i] else "new" for i, t in enumerate(tokens) if i)]


def long(random):
    for _ in range(500):
        guests = random.sample(("ann", "bob", "cy", "dee"), 4)
        row = []
        for known in range(1, 5):
            row += [guests[known - 1]]
            row += random.choices(guests[:known], k=random.choice((0, 1, 5, 18)))
        row += random.choices(guests, k=max(0, 7 - len(row)))
        yield ("^", *row[:64])
