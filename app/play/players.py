"""Players without accounts: whoever holds the id is the player, so it must not be guessable."""

import re
import secrets

from app.play.game import Game
from app.store import players as stored

_ID = re.compile(r"[A-Za-z0-9_-]{22}")


def new_id() -> str:
    """A fresh id: 128 random bits, 22 characters that are safe in cookies and addresses."""
    return secrets.token_urlsafe(16)


def is_id(value: object) -> bool:
    """Whether a value could be an id that we gave out."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def forget(game: Game, player: str) -> None:
    """Delete everything that is remembered about the player."""
    stored.forget(game.store, player)
