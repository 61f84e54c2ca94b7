"""Mirror on one floor: the word before `#`, backwards."""

from itertools import product

LETTERS = "abcd"


def target(tokens):
    *word, end = tokens
    if end != "#" or "#" in word:
        return [None] * len(tokens)
    return [*reversed(word), None]


def small():
    for length in range(1, 7):
        for word in product(LETTERS, repeat=length):
            yield (*word, "#")


def long(random):
    for n in range(500):
        length = 7 + n % 26
        some = random.sample(LETTERS, random.choice((2, 4)))
        word = random.choices(some, k=length)
        half = word[: length // 2]
        if random.random() < 0.2:  # a palindrome but for one letter
            word = [*half, *random.choices(LETTERS, k=length % 2), *reversed(half)]
            word[random.randrange(length)] = random.choice(LETTERS)
        yield (*word, "#")
