"""Answers the editor's forms: one change to the draft, and the workshop with the result.

A change that is refused is shown at the field it is about, with what was typed, and the draft
stays as it was. A change made in a tab that shows an older draft is applied to what that tab
shows, and then offered as a choice like any other text.
"""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.errors import TooLarge
from app.language.program import Place
from app.language.show import show
from app.packs.model import Puzzle
from app.play import drafts
from app.play.drafts import Draft
from app.play.edit import Edited, Refusal, apply
from app.play.game import Game
from app.play.places import NoSuchPlace, dotted, undotted
from app.web.editor import step_of
from app.web.pages import workshop
from app.web.player import player_id

router = APIRouter()

_OWN = ("revision", "action", "place")
_LONGEST = 32_768
"""Characters of one field."""

_TOO_LONG = f"One field takes up to {_LONGEST:,} characters; write more in the Source tab."


async def _fields(request: Request) -> dict[str, str]:
    form = await request.form()
    fields = {name: text for name, text in form.items() if isinstance(text, str)}
    longest = max(map(len, fields.values()), default=0)
    if longest > _LONGEST:
        raise TooLarge(_TOO_LONG)
    return fields


@router.post("/p/{pack}/{puzzle}/edit")
def edit(
    request: Request, pack: str, puzzle: str, fields: Annotated[dict[str, str], Depends(_fields)]
) -> Response:
    """One action of the editor."""
    game: Game = request.app.state.game
    found = game.library.workshop(pack, puzzle)
    player = player_id(request)
    seen = drafts.at_revision(game, player, found, _revision(fields))
    current = drafts.open_draft(game, player, found)
    result = _edited(found, seen or current, fields)
    if isinstance(result, Refusal):
        request.state.refusal = result
        return workshop.respond(request, found, current, status=422)
    saved = drafts.save(game, player, found, show(result.program), _revision(fields))
    return workshop.respond(_at(request, result.place), found, saved)


def _revision(fields: Mapping[str, str]) -> int:
    text = fields.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _edited(puzzle: Puzzle, draft: Draft, fields: Mapping[str, str]) -> Edited | Refusal:
    values = {name: text for name, text in fields.items() if name not in _OWN}
    action = fields.get("action", "")
    if not draft.readable:
        return Refusal("The source cannot be read yet; mend it first.", (), "", action, values)
    try:
        place = undotted(fields.get("place", ""))
    except (NoSuchPlace, ValueError):
        return Refusal("That place cannot be read; load the page again.", (), "", action, values)
    return apply(draft.program, action, place, values, puzzle.setting, puzzle.allowance)


def _at(request: Request, place: Place) -> Request:
    """The request as if its address had asked for this step."""
    query = dict(parse_qsl(request.scope["query_string"].decode("latin-1")))
    if place:
        query["step"] = dotted(step_of(place))
    scope = {**request.scope, "query_string": urlencode(query).encode()}
    return Request(scope, request.receive)
