"""A running application on the tiny library, with a few routes of its own to ask."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, Form
from fastapi.responses import PlainTextResponse
from starlette.requests import Request
from starlette.testclient import TestClient

from app.errors import Busy
from app.settings import Settings
from app.web.main import create_app
from app.web.player import player_id
from tests import tiny

Start = Callable[..., TestClient]

routes = APIRouter()


@routes.get("/test/who")
def who(request: Request) -> PlainTextResponse:
    """The player's id."""
    return PlainTextResponse(player_id(request))


@routes.post("/test/change")
def change(revision: int = Form(), text: str = Form("")) -> PlainTextResponse:
    """Something that changes something."""
    return PlainTextResponse(f"{revision} {len(text)}")


@routes.get("/test/bug")
def bug() -> None:
    """A bug."""
    raise ZeroDivisionError("a secret detail")


@routes.get("/test/busy")
def busy() -> None:
    """A server that is busy."""
    raise Busy("The server is busy <b>; try again in a moment.")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the application with settings; it ends with the test."""
    with ExitStack() as ends:

        def started(**given: Any) -> TestClient:
            app = create_app(Settings(data=tmp_path / "data", **given), tiny.library())
            app.include_router(routes)
            return ends.enter_context(TestClient(app, raise_server_exceptions=False))

        yield started


@pytest.fixture
def client(start: Start) -> TestClient:
    """The application as a host starts it without settings."""
    return start()
