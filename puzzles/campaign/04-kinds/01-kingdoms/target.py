"""Kingdoms: the kind of each token."""

KINDS = {
    "animal": "cat dog owl fox eel ant cow hen",
    "plant": "fern oak elm moss reed rose ivy fig",
    "mineral": "salt gold iron zinc flint chalk opal jade",
}
KIND = {word: kind for kind, words in KINDS.items() for word in words.split()}


def target(tokens):
    return [KIND[token] for token in tokens]


def long(random):
    for _ in range(500):
        some = random.sample(list(KIND), random.choice((1, 3, 24)))
        yield tuple(random.choices(some, k=random.randint(4, 64)))
