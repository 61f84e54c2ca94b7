"""Man bites dog: at each verb, the noun that its headline begins with."""

import re
from itertools import product

NOUNS = ("dog", "man", "cat", "owl")
VERBS = ("bites", "chases", "sees")
NOUN, VERB = f"(?:{'|'.join(NOUNS)})", f"(?:{'|'.join(VERBS)})"
HEADLINE = f"{NOUN}(?: again)* {VERB} {NOUN}"
ROW = re.compile(f"{HEADLINE}(?: and {HEADLINE})*")
LONGEST = 8


def target(tokens):
    if not ROW.fullmatch(" ".join(tokens)):
        return [None] * len(tokens)
    agent, wanted = None, []
    for token in tokens:
        wanted.append(agent if token in VERBS else None)
        agent = token if token in NOUNS else agent
    return wanted


def headline(agains, agent, verb, other):
    return (agent, *["again"] * agains, verb, other)


def small():
    words = tuple(product(NOUNS, VERBS, NOUNS))
    for agains in range(LONGEST - 2):
        yield from (headline(agains, *one) for one in words)
    for first, second in ((0, 0), (0, 1), (1, 0)):
        for one, other in product(words, repeat=2):
            yield (*headline(first, *one), "and", *headline(second, *other))


def long(random):
    for _ in range(600):
        nouns, row = random.choices(NOUNS, k=random.choice((2, 2, 3, 4))), ()
        length = random.randint(9, 64)
        while True:
            agains = random.choice((0, 0, 1, 2, 7, 40))
            words = random.choice(nouns), random.choice(VERBS), random.choice(nouns)
            more = (*row, *(("and",) if row else ()), *headline(agains, *words))
            if len(more) > length:
                break
            row = more
        if len(row) > LONGEST:
            yield row
