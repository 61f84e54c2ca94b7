"""Proving a puzzle impossible: a form for the lemma, and the ruling on it.

A proof that is accepted is kept, and shown at the page's own address from then on. One that is
refused is answered in place, with everything that was typed.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.gaps.proofs.attempt import Attempt, Ruling
from app.packs.model import Puzzle
from app.play import cards, proofs
from app.play.game import Game
from app.web import render
from app.web.player import player_id
from app.web.proof import SCOPE, Outcome, Reward, outcome, proving, reward
from app.web.proving import BLANK, LABELS, MOST, NEEDS, Typed, filled, typed

router = APIRouter(prefix="/p/{pack}/{puzzle}/prove")

TEMPLATE = "pages/prove.html"


async def _fields(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: text for name, text in form.items() if isinstance(text, str)}


@router.api_route("", methods=["GET", "HEAD"])
def show(request: Request, pack: str, puzzle: str) -> Response:
    """The form, and the last proof that was accepted."""
    game, player, found = _who(request, pack, puzzle)
    last = proofs.last_proof(game, player, found)
    if last is None:
        return _draw(request, found, BLANK, None, None)
    attempt, ruling = last
    told = _accepted(request, found, attempt, ruling)
    return _draw(request, found, filled(attempt), told, _reward(request, found))


@router.post("")
def rule(
    request: Request, pack: str, puzzle: str, fields: Annotated[dict[str, str], Depends(_fields)]
) -> Response:
    """The ruling on what was typed."""
    game, player, found = _who(request, pack, puzzle)
    read = typed(fields, found.setting)
    if read.attempt is None:
        return _draw(request, found, read, None, None, 422)
    ruling = proofs.attempt(game, player, found, read.attempt)
    if ruling.accepted:
        return RedirectResponse(f"/p/{found.path}/prove#ruling", status_code=303)
    return _draw(request, found, read, outcome(found, ruling), None)


def _accepted(request: Request, puzzle: Puzzle, attempt: Attempt, ruling: Ruling) -> Outcome:
    """The proof; where it is about how heads look, what it does to the player's draft as well."""
    if NEEDS[attempt.lemma] == "pair":
        return outcome(puzzle, ruling)
    game: Game = request.app.state.game
    return outcome(puzzle, ruling, proofs.killer(game, player_id(request), puzzle, attempt))


def _reward(request: Request, puzzle: Puzzle) -> Reward:
    game: Game = request.app.state.game
    found = cards.of_puzzle(game, player_id(request), puzzle)
    return reward(puzzle, game.library.after(puzzle), proofs.twin(game, puzzle), found)


def _draw(
    request: Request,
    puzzle: Puzzle,
    read: Typed,
    told: Outcome | None,
    brings: Reward | None,
    status: int = 200,
) -> Response:
    game: Game = request.app.state.game
    done = proofs.proved(game, player_id(request), puzzle)
    chapter = game.library.chapter_of(puzzle)
    page = proving(puzzle, chapter, read, told, brings, done)
    context = {"page": page, "names": LABELS, "most": MOST, "scope": SCOPE, "here": "prove"}
    return render.page(request, TEMPLATE, status_code=status, **context)


def _who(request: Request, pack: str, puzzle: str) -> tuple[Game, str, Puzzle]:
    """The game, the player and the puzzle. Raises Missing."""
    game: Game = request.app.state.game
    return game, player_id(request), game.library.workshop(pack, puzzle)
