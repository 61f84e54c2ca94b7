"""Echo: at every position, the token just before it."""


def target(tokens):
    return [None, *tokens[:-1]]
