"""The first page: what this is, one button to play, and the map under it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.play.game import Game
from app.web import render
from app.web.atlas import atlas
from app.web.player import known_player

router = APIRouter()


@router.api_route("/", methods=["GET", "HEAD"])
def home(request: Request) -> Response:
    """Home. Looking at it makes nobody a player."""
    game: Game = request.app.state.game
    shown = atlas(game, known_player(request))
    return render.page(request, "pages/home.html", atlas=shown, here="home")
