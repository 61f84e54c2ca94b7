"""River bank, alone: each `bank` says what the word straight before it makes of it."""

from itertools import product

WORDS = ("river", "money", "bank", "the")
PHRASES = (
    ("river", "bank"),
    ("money", "bank"),
    ("the", "bank"),
    ("bank",),
    ("the",),
    ("river", "the", "bank"),
    ("money", "the", "the"),
    ("river", "money", "bank"),
)
SENSES = {"river": "shore", "money": "finance"}


def target(tokens):
    before = ("", *tokens[:-1])
    return [
        SENSES.get(near, "unsure") if word == "bank" else None
        for near, word in zip(before, tokens, strict=True)
    ]


def small():
    for length in range(1, 7):
        yield from product(WORDS, repeat=length)


def long(random):
    for _ in range(500):
        length, row = random.randint(7, 64), []
        while len(row) < length:
            row += random.choice(PHRASES)
        yield tuple(row[:length])
