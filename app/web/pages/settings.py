"""Settings: what is kept about a player, taking it along, deleting it, and comforts.

Plain forms all through. What only tells something once, such as a code or the report of an import,
is answered in place; everything else sends the browser on to the page.
"""

from collections.abc import Mapping
from math import ceil
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.play import players, transfer
from app.play.comforts import comforts
from app.play.game import Game
from app.play.intake import bring
from app.play.parcel import BadFile
from app.play.progress import counts, export
from app.web import errors, progress, render
from app.web.limits import Buckets, network
from app.web.player import become, known_player, leave, player_id

router = APIRouter(prefix="/settings")

TEMPLATE = "pages/settings.html"
FORGET = "pages/forget.html"
ARRIVED = "pages/arrived.html"
FILE_NAME = "be-the-transformer.json"

_TOO_FAST = "That was tried too often from here in so short a time."
_NO_FILE = "Choose a file first: one that Export has given you."
_NOT_SURE = "Tick the box to say that you mean it. Nothing has been deleted."
_REFUSALS: Mapping[transfer.Refusal, str] = {
    "unreadable": f"A code has {transfer.CHARACTERS} letters and digits, such as {'ABCD-2345'}.",
    "unknown": f"This code is not known. Each works once, for {transfer.MINUTES} minutes.",
    "own progress": "This browser has progress of its own. Export it first if you want it back, "
    "then tick the box, and it is replaced.",
}
_SAID = {
    "comforts": "Saved for this browser.",
    "moved": "This browser is the same player as the other one now.",
    "same": "This browser is that player already; nothing has changed.",
}

Fields = Mapping[str, str]


async def _fields(request: Request) -> Fields:
    form = await request.form(max_files=0, max_fields=16)
    return {name: text for name, text in form.items() if isinstance(text, str)}


async def _guessing(request: Request) -> int:
    """Seconds until this address may try another code; 0 lets it through and counts it."""
    return _taken(request, request.app.state.guesses)


async def _upload(request: Request) -> tuple[int, bytes | None, str]:
    """How long to wait; else the file that was sent, if one was, and which drafts to keep."""
    wait = _taken(request, request.app.state.imports)
    if wait:
        return wait, None, ""
    async with request.form(max_files=1, max_fields=4) as form:
        file, choice = form.get("file"), form.get("drafts")
        data = await file.read() if isinstance(file, UploadFile) else b""
    return 0, data or None, choice if isinstance(choice, str) else ""


def _taken(request: Request, buckets: Buckets) -> int:
    """Asked in the event loop alone, so that no two requests take the same token."""
    address = network(request.client.host if request.client else "")
    wait = ceil(buckets.wait(address))
    if not wait:
        buckets.take(address)
    return wait


@router.api_route("", methods=["GET", "HEAD"])
def show(request: Request) -> Response:
    """The page. Looking at it makes nobody a player."""
    return _draw(request, said=_SAID.get(request.query_params.get("said", "")))


@router.post("/comforts")
def comfort(request: Request, fields: Annotated[Fields, Depends(_fields)]) -> Response:
    """How pages look in this browser."""
    chosen = comforts(fields).kept()
    if chosen:
        request.session["comforts"] = chosen
    else:
        request.session.pop("comforts", None)
    return RedirectResponse("/settings?said=comforts#comforts", status_code=303)


@router.api_route("/export", methods=["GET", "HEAD"])
def take(request: Request) -> Response:
    """All progress as one file."""
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    text = export(_game(request), known_player(request))
    return Response(text, media_type="application/json", headers=headers)


@router.post("/import")
def take_in(
    request: Request, sent: Annotated[tuple[int, bytes | None, str], Depends(_upload)]
) -> Response:
    """A file of progress, judged again, and what became of each thing in it."""
    wait, data, choice = sent
    if wait:
        return _too_fast(request, wait)
    if data is None:
        return _draw(request, 422, problems={"file": _NO_FILE})
    try:
        lines = bring(
            _game(request), player_id(request), data, "theirs" if choice == "theirs" else "mine"
        )
    except BadFile as error:
        return _draw(request, 422, problems={"file": str(error)})
    told = progress.arrived(lines)
    return render.page(request, ARRIVED, told=told, here="settings")


@router.post("/code")
def code(request: Request) -> Response:
    """A code for another device. It is shown once, as only its digest is kept."""
    player = known_player(request)
    if player is None or not counts(_game(request), player).anything:
        return _draw(request, 422, problems={"code": "There is nothing to move yet: play first."})
    fresh = transfer.spelled(transfer.issue(_game(request), player))
    return _draw(request, code=fresh)


@router.post("/arrive")
def arrive(
    request: Request,
    wait: Annotated[int, Depends(_guessing)],
    fields: Annotated[Fields, Depends(_fields)],
) -> Response:
    """The code of another device."""
    if wait:
        return _too_fast(request, wait)
    typed, replace = fields.get("code", ""), fields.get("replace") == "yes"
    done = transfer.arrive(_game(request), known_player(request), typed, replace)
    if not isinstance(done, transfer.Moved):
        problem = {"arrive": _REFUSALS[done]}
        return _draw(request, 422, problems=problem, typed=typed[:32], replace=replace)
    become(request, done.player)
    return RedirectResponse(f"/settings?said={done.how}#said", status_code=303)


@router.api_route("/forget", methods=["GET", "HEAD"])
def ask(request: Request) -> Response:
    """Whether to delete everything."""
    return _asked(request)


@router.post("/forget")
def forget(request: Request, fields: Annotated[Fields, Depends(_fields)]) -> Response:
    """Delete everything, if the player meant it, and forget who they are."""
    if fields.get("sure") != "yes":
        return _asked(request, 422, _NOT_SURE)
    game, player = _game(request), known_player(request)
    told = progress.gone(counts(game, player))
    if player is not None:
        players.forget(game, player)
    leave(request)
    return render.page(request, FORGET, gone=told, kept="", problem="", here="settings")


def _asked(request: Request, status: int = 200, problem: str = "") -> Response:
    kept = progress.kept(counts(_game(request), known_player(request)))
    context = {"kept": kept, "problem": problem, "gone": "", "here": "settings"}
    return render.page(request, FORGET, status_code=status, **context)


def _draw(request: Request, status: int = 200, **told: Any) -> Response:
    """The page, with whatever an action has to tell."""
    found = counts(_game(request), known_player(request))
    now = comforts(request.session.get("comforts"))
    context = {
        "kept": progress.kept(found),
        "anything": found.anything,
        "comforts": progress.offered(now),
        "minutes": transfer.MINUTES,
        "said": None,
        "code": None,
        "problems": {},
        "typed": "",
        "replace": False,
        "here": "settings",
    }
    return render.page(request, TEMPLATE, status_code=status, **(context | told))


def _too_fast(request: Request, seconds: int) -> Response:
    hint = f"Try again in {seconds} second{'s' if seconds > 1 else ''}."
    return errors.answer(request, 429, _TOO_FAST, hint, {"Retry-After": str(seconds)})


def _game(request: Request) -> Game:
    game: Game = request.app.state.game
    return game
