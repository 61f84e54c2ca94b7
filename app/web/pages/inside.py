"""Inside: one position of one sequence, from within. Every step up is a link, every choice a form.

A dealt seat's address holds its number only, so that nobody reads in it what they may not know.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Missing
from app.language.program import Program
from app.play import inside, records
from app.play.drafts import open_draft
from app.play.game import Game
from app.web import render
from app.web.inside import dealt, looked, score
from app.web.player import player_id
from app.web.room import Room
from app.web.running import runnable
from app.web.sequence import own

router = APIRouter(prefix="/p/{pack}/{puzzle}/inside")

TEMPLATE = "pages/inside.html"
_MOST = 2**31 - 1


@router.api_route("", methods=["GET", "HEAD"])
def show(
    request: Request,
    pack: str,
    puzzle: str,
    who: str = "",
    look: str = "",
    seq: str | None = None,
    pos: str = "",
    level: str = "",
) -> Response:
    """Where seats are dealt; with a sequence and a position, that seat."""
    room = _room(request, pack, puzzle, who, look)
    program = _program(request, room)
    if program is None or seq is None:
        return _lobby(request, room, program)
    typed, tokens = own(seq, room.puzzle.setting)
    if tokens is None:
        return _lobby(request, room, program, typed.error, 400)
    at = _number(pos)
    at = len(tokens) - 1 if at is None else at
    if at >= len(tokens):
        return _lobby(request, room, program, f"There is no position {at} in this sequence.", 400)
    chair = inside.chosen(request.app.state.game, room.puzzle, program, tokens, at)
    return _draw(request, room, page=looked(room, chair, _number(level)))


@router.post("/deal")
def deal(
    request: Request,
    pack: str,
    puzzle: str,
    who: Annotated[str, Form()] = "",
    look: Annotated[str, Form()] = "",
) -> Response:
    """A seat is drawn and kept; the answer is its address."""
    game, player = _who(request)
    room = _room(request, pack, puzzle, who, look)
    program = _program(request, room)
    if program is None:
        return _lobby(request, room, None)
    number = inside.deal(game, player, room.puzzle, program, room.who)
    return _seat(request, room, number, pushed=True)


@router.api_route("/{number}", methods=["GET", "HEAD"])
def seat(request: Request, pack: str, puzzle: str, number: str, level: str = "") -> Response:
    """A seat that was dealt, at one of its levels."""
    room = _room(request, pack, puzzle, "", "")
    return _seat(request, room, _number(number), _number(level))


@router.post("/{number}/answer")
def answer(
    request: Request, pack: str, puzzle: str, number: str, label: Annotated[str, Form()] = ""
) -> Response:
    """The answer to a seat."""
    game, player = _who(request)
    room = _room(request, pack, puzzle, "", "")
    inside.answer(game, player, room.puzzle, _number(number) or 0, label)
    return _seat(request, room, _number(number))


def _seat(
    request: Request, room: Room, number: int | None, level: int | None = None, pushed: bool = False
) -> Response:
    """A seat as the answer to a link or a form; a plain form is sent on to its address."""
    game, player = _who(request)
    found = inside.sitting(game, player, room.puzzle, number or 0)
    address = f"{room.path}/{found.id}"
    if request.method == "POST" and not render.wants_part(request):
        return RedirectResponse(address, status_code=303)
    room = replace(room, who=found.who, look=found.who == "author")
    if room.who == "author" and not records.solutions_open(game):
        return _lobby(request, room, None)
    tally = inside.tally(game, player, room.puzzle, found.program)
    response = _draw(request, room, page=dealt(room, found, level), tally=score(tally, room))
    if request.method == "POST":
        response.headers["HX-Push-Url" if pushed else "HX-Replace-Url"] = address
    return response


def _lobby(
    request: Request, room: Room, program: Program | None, error: str = "", status: int = 200
) -> Response:
    """Where one has no seat yet: what this is, or why one cannot sit down."""
    game, player = _who(request)
    context = {"trouble": "", "error": error, "waiting": "", "tally": "", "left_out": False}
    if program is None:
        spoiler = "spoiler" if records.solutions_open(game) else "closed"
        context["trouble"] = spoiler if room.who == "author" else "idle"
        return _draw(request, room, status, **context)
    name = inside.name_of(program, room.puzzle)
    number = inside.waiting(game, player, room.puzzle, name)
    context["waiting"] = f"{room.path}/{number}" if number is not None else ""
    context["tally"] = score(inside.tally(game, player, room.puzzle, name), room)
    context["left_out"] = room.who == "you" and _unfinished(request, room)
    return _draw(request, room, status, **context)


def _draw(request: Request, room: Room, status: int = 200, **context: object) -> Response:
    full = {"page": None, "tally": "", "room": room, "here": "inside", **context}
    if not render.wants_part(request):
        return render.page(request, TEMPLATE, status_code=status, **full)
    return render.block(request, TEMPLATE, "inside", status_code=status, **full)


def _program(request: Request, room: Room) -> Program | None:
    """The program to sit in; None where nothing of it runs, or where it must not be shown yet."""
    game, player = _who(request)
    if room.who == "author":
        if not records.solutions_open(game):
            return None
        shown = room.look or records.best(game, player, room.puzzle) is not None
        return room.puzzle.solutions[0].program if shown else None
    draft = open_draft(game, player, room.puzzle).program
    ready = runnable(draft, room.puzzle.setting).program
    return None if _steps(draft) and not _steps(ready) else ready


def _unfinished(request: Request, room: Room) -> bool:
    """Whether some of the draft is left out."""
    game, player = _who(request)
    draft = open_draft(game, player, room.puzzle)
    return not draft.readable or bool(runnable(draft.program, room.puzzle.setting).left_out)


def _steps(program: Program) -> int:
    """Heads and rules."""
    return sum(
        len(layer.heads) + sum(len(mlp.rules) for mlp in layer.mlps) for layer in program.layers
    )


def _room(request: Request, pack: str, puzzle: str, who: str, look: str) -> Room:
    """The room an address names. Raises Missing."""
    game: Game = request.app.state.game
    found = game.library.workshop(pack, puzzle)
    if who == "author" and not found.solutions:
        raise Missing("This puzzle has no author’s program.", "You can sit inside your own.")
    chapter = game.library.chapter_of(found)
    return Room(found, chapter, "author" if who == "author" else "you", look == "1")


def _who(request: Request) -> tuple[Game, str]:
    return request.app.state.game, player_id(request)


def _number(text: str) -> int | None:
    """A whole number in an address; None for what is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 10:
        return None
    return min(int(text), _MOST)
