"""Moving to another device: a code to be typed there, which works once and not for long.

The code is what a password would be, so only its digest is kept. Forty random bits do not last
against a computer that may guess freely; they do against one that may guess a few times a minute
for a quarter of an hour.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Literal

from app.play import players, progress
from app.play.game import Game
from app.store import players as people
from app.store import transfers as stored

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Nothing that is easily taken for something else: no 0, O, 1 or I."""

CHARACTERS = 8
MINUTES = 15

_CODE = re.compile(f"[{LETTERS}]{{{CHARACTERS}}}")
_TYPED = 64

Refusal = Literal["unreadable", "own progress", "unknown"]
Done = Literal["moved", "same"]


@dataclass(frozen=True, slots=True)
class Moved:
    """Who this browser is from now on."""

    player: str
    how: Done


def issue(game: Game, player: str) -> str:
    """A fresh code for a player; the one before it works no more."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CHARACTERS))
    stored.issue(game.store, player, _digest(code), people.now() + MINUTES * 60)
    return code


def spelled(code: str) -> str:
    """A code as it is shown: two halves with a dash between them."""
    half = CHARACTERS // 2
    return f"{code[:half]}-{code[half:]}"


def arrive(game: Game, here: str | None, typed: str, replace: bool) -> Moved | Refusal:
    """Use a code in a browser that is `here` so far, if it is anyone.

    What the browser has of its own is deleted only if the player said so, and only once the code
    has turned out to be right; otherwise nothing changes and the code still works.
    """
    code = _read(typed)
    if code is None:
        return "unreadable"
    if here is not None and not replace and progress.counts(game, here).worth_keeping:
        return "own progress"
    player = stored.redeem(game.store, _digest(code))
    if player is None:
        return "unknown"
    if player == here:
        return Moved(player, "same")
    if here is not None:
        players.forget(game, here)
    return Moved(player, "moved")


def _read(typed: str) -> str | None:
    """The code in what was typed, however it was spaced; None if it cannot be one."""
    code = re.sub(r"[\s-]", "", typed[:_TYPED]).upper()
    return code if _CODE.fullmatch(code) else None


def _digest(code: str) -> str:
    return hashlib.sha256(f"transfer {code}".encode()).hexdigest()
