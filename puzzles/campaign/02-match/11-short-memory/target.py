"""A short memory: whether each guest has come before."""


def target(tokens):
    return [None, *("old" if t in tokens[:i] else "new" for i, t in enumerate(tokens) if i)]


def long(random):
    """Guests who come back after a few steps, or after many."""
    for _ in range(300):
        guests = random.sample(("ann", "bob", "cy", "dee"), 4)
        row = []
        for known in range(1, 5):
            row += [guests[known - 1]]
            row += random.choices(guests[:known], k=random.choice((0, 1, 3, 7)))
        row += random.choices(guests, k=max(0, 7 - len(row)))
        yield ("^", *row[:32])
