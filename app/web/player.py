"""Who is asking: the opaque player id in the signed cookie, made at the first visit."""

import time

from starlette.requests import Request

from app.play import players

_KEY = "player"
_RENEWED = "renewed"
_RENEW_AFTER = 30 * 24 * 3600


def player_id(request: Request) -> str:
    """The player's id. A new visitor gets one, and the cookie of an old one is kept alive."""
    session = request.session
    if not players.is_id(session.get(_KEY)):
        session[_KEY] = players.new_id()
        session[_RENEWED] = int(time.time())
    elif time.time() - session.get(_RENEWED, 0) > _RENEW_AFTER:
        session[_RENEWED] = int(time.time())
    return str(session[_KEY])


def become(request: Request, player: str) -> None:
    """Make this browser another player, who has to be one that we know."""
    request.session[_KEY] = player
    request.session[_RENEWED] = int(time.time())


def leave(request: Request) -> None:
    """Make this browser a stranger: its cookie goes, with all that is in it."""
    request.session.clear()


def known_player(request: Request) -> str | None:
    """The player's id if there is one already; makes none."""
    found = request.scope.get("session", {}).get(_KEY)
    return found if players.is_id(found) else None
