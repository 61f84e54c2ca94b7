"""Breaking a program: a field for a sequence, the program running on it, and what came of it.

Looking at a sequence costs nothing and counts for nothing; trying it is a form, and is remembered.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Missing
from app.packs.model import Broken, Puzzle
from app.play import breaking as play
from app.play import cards, hints
from app.play.breaking import Trial
from app.play.game import Game
from app.web import render
from app.web.address import View, view_of
from app.web.breaking import Around, breaking
from app.web.player import player_id
from app.web.proof import Reward, reward
from app.web.sequence import join, own

router = APIRouter(prefix="/p/{pack}/{puzzle}/break")

TEMPLATE = "pages/break.html"


@router.api_route("", methods=["GET", "HEAD"])
def show(request: Request, pack: str, puzzle: str) -> Response:
    """The program on the sequence that the address names, with its outcome if it was tried."""
    found, broken = _who(request, pack, puzzle)
    return _draw(request, found, broken, _view(request, found))


@router.post("/check")
def attempt(request: Request, pack: str, puzzle: str, seq: Annotated[str, Form()] = "") -> Response:
    """Tries a sequence."""
    found, broken = _who(request, pack, puzzle)
    game: Game = request.app.state.game
    view = replace(_view(request, found).own(seq), check=False)
    _, tokens = own(view.sequence, found.setting)
    if tokens is None:
        return _draw(request, found, broken, view, status=422)
    tried = play.trial(found, broken, tokens)
    play.attempt(game, player_id(request), found, broken, tried)
    view = view.own(join(tokens), tried.position)
    if not render.wants_part(request):
        return RedirectResponse(f"{view.address}#report", status_code=303)
    return _draw(request, found, broken, view)


@router.post("/hint")
def hint(request: Request, pack: str, puzzle: str) -> Response:
    """One more hint."""
    found, broken = _who(request, pack, puzzle)
    hints.reveal(request.app.state.game, player_id(request), found)
    view = _view(request, found)
    if not render.wants_part(request):
        return RedirectResponse(f"{view.address}#hints", status_code=303)
    return _draw(request, found, broken, view)


def _draw(
    request: Request, puzzle: Puzzle, broken: Broken, view: View, status: int = 200
) -> Response:
    game, player = request.app.state.game, player_id(request)
    typed, tokens = own(view.sequence, puzzle.setting)
    tried: Trial | None = None
    if tokens is None:
        number = min(view.example, len(puzzle.examples) - 1)
        view, tokens = replace(view, example=number, sequence=None), puzzle.examples[number].tokens
    elif play.tried(game, player, puzzle, tokens):
        tried = play.trial(puzzle, broken, tokens)
    best = play.best(game, player, puzzle)
    around = Around(
        chapter=game.library.chapter_of(puzzle),
        hints=hints.shown(game, player, puzzle),
        best=best,
        reward=None if best is None else _reward(game, player, puzzle),
    )
    page = breaking(puzzle, broken, view, typed, tokens, tried, around)
    context = {"page": page, "here": "break"}
    if not render.wants_part(request):
        return render.page(request, TEMPLATE, status_code=status, **context)
    response = render.block(request, TEMPLATE, "breaking", status_code=status, **context)
    if request.method == "POST":
        response.headers["HX-Push-Url"] = view.address
    return response


def _reward(game: Game, player: str, puzzle: Puzzle) -> Reward:
    found = cards.of_puzzle(game, player, puzzle)
    return reward(puzzle, game.library.after(puzzle), None, found)


def _who(request: Request, pack: str, puzzle: str) -> tuple[Puzzle, Broken]:
    """The puzzle and its broken program. Raises Missing."""
    game: Game = request.app.state.game
    found = game.library.find(pack, puzzle)
    if found.broken is None:
        raise Missing("In this puzzle there is no program to break.", "It asks for one of yours.")
    return found, found.broken


def _view(request: Request, puzzle: Puzzle) -> View:
    return view_of(f"/p/{puzzle.path}/break", request.query_params)
