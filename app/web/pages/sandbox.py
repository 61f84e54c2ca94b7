"""The sandbox: any setting, program and sequence, all of it in the address and nothing stored.

A form cannot deflate what it sends, so it is posted, and answered with the address that holds it.
"""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.play.sandbox import PACKED, BadAddress, Box, pack, typed, unpack
from app.play.starts import STARTS
from app.web import render
from app.web.address import View, view_of
from app.web.sandbox import PATH, Page, address, page

router = APIRouter(prefix=PATH)

TEMPLATE = "pages/sandbox.html"
HERE = "./"
"""What is chosen leads to the same page, which is a folder of one."""
_QUERY = 4_000
"""Characters of a query that are read."""


async def _fields(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: text for name, text in form.items() if isinstance(text, str)}


@router.api_route("", methods=["GET", "HEAD"])
def begin() -> Response:
    """The first ready-made sandbox."""
    return RedirectResponse(address(next(iter(STARTS.values()))), status_code=303)


@router.post("")
def pack_up(request: Request, fields: Annotated[dict[str, str], Depends(_fields)]) -> Response:
    """The address that holds what was typed; where none can, the page with all of it."""
    box = typed(fields)
    view = view_of(HERE, dict(parse_qsl(fields.get("view", "")[:_QUERY].lstrip("?"))))
    found = address(box)
    if not found:
        return _too_much(request, box, view)
    if not render.wants_part(request):
        return RedirectResponse(found + view.query, status_code=303)
    response = _draw(request, "sandbox", box, view)
    response.headers["HX-Push-Url"] = found + view.query
    return response


@router.api_route("/{packed}/", methods=["GET", "HEAD"])
def show(request: Request, packed: str) -> Response:
    """The sandbox in an address; htmx asks for what can be seen and leaves what is typed."""
    view = view_of(HERE, request.query_params)
    try:
        box = unpack(packed)
    except BadAddress as error:
        told = page(STARTS["Empty"], view, error.message, error.hint, run=False)
        return _answer(request, "sandbox", told, 404)
    return _draw(request, "seen", box, view)


@router.api_route("/{packed}", methods=["GET", "HEAD"])
def without_slash(request: Request, packed: str) -> Response:
    """The same where a link lost its last stroke."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{PATH}/{packed}/{query}", status_code=303)


def _draw(request: Request, block: str, box: Box, view: View) -> Response:
    return _answer(request, block, page(box, view))


def _too_much(request: Request, box: Box, view: View) -> Response:
    """Everything as it was typed, and why it cannot be run here."""
    trouble = (
        f"This is too much for an address: it would take {len(pack(box)):,} characters, "
        f"and {PACKED:,} fit. What you typed is all here."
    )
    told = page(box, view, trouble, "Shorten the program.", run=False)
    return _answer(request, "sandbox", told, 413)


def _answer(request: Request, block: str, told: Page, status: int = 200) -> Response:
    if render.wants_part(request):
        return render.block(request, TEMPLATE, block, status_code=status, page=told)
    return render.page(request, TEMPLATE, status_code=status, page=told, here="sandbox")
