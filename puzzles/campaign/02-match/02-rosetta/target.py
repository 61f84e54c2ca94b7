"""Rosetta: each token translated on its own."""

ENGLISH = {"la": "the", "luna": "moon", "roja": "red", "canta": "sings"}


def target(tokens):
    return [ENGLISH[token] for token in tokens]
