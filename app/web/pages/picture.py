"""The player's own tower as a picture: the view that an address names, as an SVG document."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.play.drafts import open_draft
from app.play.game import Game
from app.web.address import view_of
from app.web.picture import picture
from app.web.player import player_id
from app.web.view import Around, workshop

router = APIRouter(prefix="/p/{pack}/{puzzle}")

_WHOLE = {"tab": "source", "check": "", "at": "", "fold": "", "cols": "all", "open": ""}
"""Nothing folded; and the tab with the least to work out besides the tower."""


@router.api_route("/tower.svg", methods=["GET", "HEAD"])
def show(request: Request, pack: str, puzzle: str, theme: str = "light") -> Response:
    """The picture of the whole tower of the draft kept now, light unless `theme` is dark."""
    game: Game = request.app.state.game
    found = game.library.workshop(pack, puzzle)
    view = view_of(f"/p/{found.path}", {**request.query_params, **_WHOLE})
    around = Around(game.library.chapter_of(found), None, 0)
    shop = workshop(found, open_draft(game, player_id(request), found), view, around, None)
    drawn = picture(shop.tower, found.title, "dark" if theme == "dark" else "light")
    return Response(drawn, media_type="image/svg+xml")
