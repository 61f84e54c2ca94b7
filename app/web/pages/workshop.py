"""The workshop: one puzzle, and everything a player does there but edit by forms.

Every action is a plain form. htmx is answered with the workshop's block, swapped into the page in
place; a browser without scripts is sent to the address that shows the result.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Busy, Missing
from app.gaps.report import Explanation
from app.packs.judge import Verdict
from app.packs.model import Puzzle
from app.play import cards, checks, drafts, hints, idleness, proofs, reasons
from app.play.board import Progress
from app.play.drafts import Conflict, Draft
from app.play.game import Game
from app.web import render
from app.web.address import View, revision_of, view_of
from app.web.idle import search
from app.web.player import player_id
from app.web.proof import Reward, reward
from app.web.solved import opened
from app.web.view import Around, explained, mistaken, workshop

router = APIRouter(prefix="/p/{pack}/{puzzle}")

Revision = Annotated[int, Form()]
TEMPLATE = "pages/workshop.html"
CONFLICT = "pages/conflict.html"


@router.api_route("", methods=["GET", "HEAD"])
def show(request: Request, pack: str, puzzle: str) -> Response:
    """The page, with the last verdict if the address asks for it."""
    if request.app.state.game.library.find(pack, puzzle).broken is not None:
        return RedirectResponse(f"/p/{pack}/{puzzle}/break", status_code=303)
    game, player, found = _who(request, pack, puzzle)
    draft = drafts.open_draft(game, player, found)
    view = _view(request, found)
    verdict = checks.last_verdict(game, player, found, draft.text) if view.check else None
    return _draw(request, found, draft, view, verdict=verdict)


@router.post("/undo")
def undo(request: Request, pack: str, puzzle: str, revision: Revision) -> Response:
    """One step back."""
    game, player, found = _who(request, pack, puzzle)
    return respond(request, found, drafts.undo(game, player, found, revision))


@router.post("/redo")
def redo(request: Request, pack: str, puzzle: str, revision: Revision) -> Response:
    """One step forward again."""
    game, player, found = _who(request, pack, puzzle)
    return respond(request, found, drafts.redo(game, player, found, revision))


@router.post("/reset")
def reset(request: Request, pack: str, puzzle: str, revision: Revision) -> Response:
    """Back to the puzzle's start, which can be undone."""
    game, player, found = _who(request, pack, puzzle)
    result = drafts.reset(game, player, found, revision)
    return respond(request, found, result, "Started over. Undo brings your program back.")


@router.post("/source")
def source(
    request: Request,
    pack: str,
    puzzle: str,
    revision: Revision,
    text: Annotated[str, Form()] = "",
) -> Response:
    """The program as text, kept as it is whether or not it can be read."""
    game, player, found = _who(request, pack, puzzle)
    return respond(request, found, drafts.save(game, player, found, text, revision))


@router.post("/check")
def check(request: Request, pack: str, puzzle: str) -> Response:
    """The verdict on the draft; the smallest wrong sequence is loaded where it fails."""
    game, player, found = _who(request, pack, puzzle)
    draft = drafts.open_draft(game, player, found)
    verdict = checks.check(game, player, found, draft.text)
    view = replace(mistaken(_view(request, found), verdict), check=True)
    if not render.wants_part(request):
        return _redirect(view, "#report")
    return _draw(request, found, draft, view, verdict=verdict)


@router.api_route("/why", methods=["GET", "HEAD"])
def why(request: Request, pack: str, puzzle: str) -> Response:
    """Why the draft fails, for the report that is already on the page."""
    game, player, found = _who(request, pack, puzzle)
    view = replace(_view(request, found), check=True)
    if not render.wants_part(request):
        return _redirect(view, "#why")
    program = _reported(request, found).program
    told = reasons.why(game, player, found, program)
    shown = explained(found, program, told, view)
    return render.block(request, "pages/why.html", "why", it=shown)


@router.post("/idle")
def find_idle(request: Request, pack: str, puzzle: str) -> Response:
    """Begins the search for steps that do nothing."""
    game, _, found = _who(request, pack, puzzle)
    draft = _reported(request, found)
    return _idle(request, found, draft, idleness.begin(game, found, draft.program))


@router.api_route("/idle", methods=["GET", "HEAD"])
def look_idle(request: Request, pack: str, puzzle: str) -> Response:
    """How far that search is."""
    game, _, found = _who(request, pack, puzzle)
    draft = _reported(request, found)
    return _idle(request, found, draft, idleness.look(game, found, draft.program))


def _idle(request: Request, puzzle: Puzzle, draft: Draft, progress: Progress | None) -> Response:
    view = replace(_view(request, puzzle), check=True)
    if not render.wants_part(request):
        return _redirect(view, "#idle")
    found = search(progress, view, draft.revision)
    return render.block(request, "pages/why.html", "idle", it=found)


def _reported(request: Request, puzzle: Puzzle) -> Draft:
    """The draft that a report is about, though it may have moved on in another tab.

    Raises Missing when the history no longer goes back so far.
    """
    game, player = request.app.state.game, player_id(request)
    revision = revision_of(request.query_params)
    if revision is None:
        return drafts.open_draft(game, player, puzzle)
    draft = drafts.at_revision(game, player, puzzle, revision)
    if draft is None:
        raise Missing("That version of your program is no longer kept.", "Check it again.")
    return draft


@router.post("/hint")
def hint(request: Request, pack: str, puzzle: str) -> Response:
    """One more hint."""
    game, player, found = _who(request, pack, puzzle)
    hints.reveal(game, player, found)
    draft = drafts.open_draft(game, player, found)
    if not render.wants_part(request):
        return _redirect(_view(request, found), "#hints")
    return respond(request, found, draft)


@router.post("/example")
def example(request: Request, pack: str, puzzle: str, seq: Annotated[str, Form()] = "") -> Response:
    """A sequence of the player's own in the tower."""
    game, player, found = _who(request, pack, puzzle)
    view = replace(_view(request, found).own(seq), check=False)
    if not render.wants_part(request):
        return _redirect(view)
    return _draw(request, found, drafts.open_draft(game, player, found), view)


def respond(
    request: Request,
    puzzle: Puzzle,
    draft: Draft | Conflict,
    notice: str | None = None,
    status: int = 200,
) -> Response:
    """The answer to an action: the workshop with this draft, in the view the address asked for.

    A conflict is answered with its choice. A plain form that went well is sent on to the address.
    """
    view = replace(_view(request, puzzle), check=False)
    if isinstance(draft, Conflict):
        return _conflict(request, puzzle, draft, view)
    if status == 200 and not render.wants_part(request):
        return _redirect(view)
    return _draw(request, puzzle, draft, view, notice=notice, status=status)


def _draw(
    request: Request,
    puzzle: Puzzle,
    draft: Draft,
    view: View,
    *,
    verdict: Verdict | None = None,
    notice: str | None = None,
    status: int = 200,
) -> Response:
    game: Game = request.app.state.game
    player = player_id(request)
    told, asking = _reasons(request, puzzle, draft, verdict)
    around = Around(
        chapter=game.library.chapter_of(puzzle),
        following=game.library.after(puzzle),
        hints=hints.shown(game, player, puzzle),
        introduced=game.library.introduced(puzzle),
        refusal=getattr(request.state, "refusal", None),
        reasons=told,
        proving=proofs.offered(game, puzzle),
        proved=proofs.proved(game, player, puzzle),
        reward=_reward(game, player, puzzle) if verdict and verdict.solved else None,
        opened=opened(game, player, puzzle, verdict),
        idle=idleness.look(game, puzzle, draft.program) if verdict else None,
        asking=asking,
    )
    context = {
        "shop": workshop(puzzle, draft, view, around, verdict),
        "notice": notice,
        "here": "workshop",
    }
    if not render.wants_part(request):
        return render.page(request, TEMPLATE, status_code=status, **context)
    response = render.block(request, TEMPLATE, "workshop", status_code=status, **context)
    return _addressed(request, response, view)


def _reasons(
    request: Request, puzzle: Puzzle, draft: Draft, verdict: Verdict | None
) -> tuple[Explanation | None, bool]:
    """Why a wrong program is wrong, or that the page has yet to ask.

    A verdict never waits for its reasons where the page can ask for them itself.
    """
    if verdict is None or verdict.status != "wrong answers":
        return None, False
    game, program = request.app.state.game, draft.program
    if not reasons.explainable(puzzle, program):
        return None, False
    if render.wants_part(request) and not reasons.ready(game, puzzle, program):
        return None, True
    try:
        return reasons.why(game, player_id(request), puzzle, program), False
    except Busy:
        return None, True


def _reward(game: Game, player: str, puzzle: Puzzle) -> Reward:
    earned = cards.of_puzzle(game, player, puzzle)
    return reward(puzzle, game.library.after(puzzle), proofs.twin(game, puzzle), earned)


def _conflict(request: Request, puzzle: Puzzle, conflict: Conflict, view: View) -> Response:
    context = {"puzzle": puzzle, "conflict": conflict, "view": view, "here": "workshop"}
    if not render.wants_part(request):
        return render.page(request, CONFLICT, status_code=409, **context)
    response = render.block(request, CONFLICT, "workshop", status_code=409, **context)
    return _addressed(request, response, view)


def _addressed(request: Request, response: Response, view: View) -> Response:
    """The part with the address that shows the same; a check and a choice are new history."""
    if request.method == "POST":
        name = "HX-Push-Url" if view.check else "HX-Replace-Url"
        response.headers[name] = view.address
    return response


def _redirect(view: View, anchor: str = "") -> Response:
    return RedirectResponse(view.address + anchor, status_code=303)


def _who(request: Request, pack: str, puzzle: str) -> tuple[Game, str, Puzzle]:
    """The game, the player and the puzzle. Raises Missing."""
    game: Game = request.app.state.game
    return game, player_id(request), game.library.workshop(pack, puzzle)


def _view(request: Request, puzzle: Puzzle) -> View:
    return view_of(f"/p/{puzzle.path}", request.query_params)
