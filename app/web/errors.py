"""Errors as pages in the game's looks: one sentence on what is wrong, one on what to do.

When htmx asks, the answer is only the message, sent to the page's `#notice` so that the work on
the page stays where it is.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Busy, GameError, Missing, TooLarge
from app.web import render

TEMPLATE = "errors/error.html"

_TO_NOTICE = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"}
_SENTENCES = {
    404: ("There is nothing at this address.", "The map shows every puzzle."),
    405: ("This address does not take that kind of request.", "Go back and try the page's form."),
    413: ("What was sent is larger than this game takes.", "Send less."),
    500: ("Something went wrong on the server.", "Your work is saved; load the page again."),
}
_STATUS: dict[type[GameError], int] = {Missing: 404, TooLarge: 413, Busy: 503}


def answer(
    request: Request,
    status: int,
    message: str,
    hint: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The error as a page, or as a message for htmx."""
    title = HTTPStatus(status).phrase
    said = {"status": status, "title": title, "message": message, "hint": hint, "here": ""}
    if render.wants_part(request):
        response = render.block(request, TEMPLATE, "error", status_code=status, part=True, **said)
        response.headers.update(_TO_NOTICE)
    else:
        response = render.page(request, TEMPLATE, status_code=status, part=False, **said)
    response.headers.update(headers or {})
    return response


def install(app: FastAPI) -> None:
    """Let the app answer every error this way."""
    app.add_exception_handler(GameError, _game)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)


def unexpected(request: Request, _error: Exception) -> Response:
    """The page for a bug; whoever calls this logs the error itself."""
    return answer(request, 500, *_SENTENCES[500])


def _game(request: Request, error: Any) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    headers = {"Retry-After": "1"} if status == 503 else None
    return answer(request, status, error.message, error.hint, headers)


def _http(request: Request, error: Any) -> Response:
    known = _SENTENCES.get(error.status_code)
    message, hint = known if known else (f"{str(error.detail).rstrip('.')}.", "")
    return answer(request, error.status_code, message, hint, error.headers)


def _invalid(request: Request, error: Any) -> Response:
    first = error.errors()[0]
    where = str(first["loc"][-1]) if first["loc"] else "the form"
    message = f"The form was not as expected at {where}: {str(first['msg']).lower()}."
    return answer(request, 422, message, "Load the page again and retry.")
