"""Errors that carry a sentence for the person who asked.

What a player may not do is a value (a complaint, a refusal, a conflict). These errors are for
requests that have no answer at all: the web shows their sentence, the command line prints it.
"""


class GameError(Exception):
    """The base of all of them: `message` is one sentence, `hint` what to do next, if anything."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class BadSettings(GameError):
    """The host's settings cannot be used."""


class Missing(GameError):
    """Nothing is known by that name."""


class TooLarge(GameError):
    """Something sent is over a documented bound."""


class Busy(GameError):
    """The server is doing as much as it may at once; the same request will work soon."""
