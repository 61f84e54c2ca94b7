"""The map on a page of its own."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.play.game import Game
from app.web import render
from app.web.atlas import atlas
from app.web.player import known_player

router = APIRouter()


@router.api_route("/map", methods=["GET", "HEAD"])
def all_puzzles(request: Request) -> Response:
    """Every chapter and puzzle."""
    game: Game = request.app.state.game
    shown = atlas(game, known_player(request))
    return render.page(request, "pages/map.html", atlas=shown, here="map")
