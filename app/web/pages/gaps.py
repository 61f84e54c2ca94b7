"""The gap cards on a page of their own."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.play.cards import cards
from app.play.game import Game
from app.web import render
from app.web.cards import collection
from app.web.player import known_player

router = APIRouter()


@router.api_route("/gaps", methods=["GET", "HEAD"])
def gaps(request: Request) -> Response:
    """Every gap. Looking at it makes nobody a player."""
    game: Game = request.app.state.game
    shown = collection(cards(game, known_player(request)))
    return render.page(request, "pages/gaps.html", gaps=shown, here="gaps")
