"""The web application: every part put together, in one place.

A request meets the middlewares in the order of `_middlewares`, then its route; routes are plain
functions that run in threads, call app.play and render a template.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request

from app import assets
from app.packs.library import Library
from app.play.game import Game, open_game
from app.settings import Settings, load
from app.web import errors, render, security
from app.web.limits import GUESSES, IMPORTS, Buckets, Limits
from app.web.pages import (
    breaking,
    edit,
    gaps,
    glossary,
    home,
    inside,
    picture,
    prove,
    sandbox,
    workshop,
)
from app.web.pages import map as all_puzzles
from app.web.pages import settings as settings_page
from app.web.secret import cookie_secret
from app.web.static import Static


def create_app(settings: Settings | None = None, library: Library | None = None) -> FastAPI:
    """The application, its database migrated, with other puzzles if a library is given.

    Raises GameError for settings that cannot work.
    """
    settings = load() if settings is None else settings
    secret = cookie_secret(settings)
    game = open_game(settings, library)
    app = FastAPI(
        title="Be the Transformer",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_closing,
        middleware=_middlewares(settings, secret),
    )
    app.state.game = game
    app.state.guesses, app.state.imports = Buckets(*GUESSES), Buckets(*IMPORTS)
    app.state.templates = render.environment(assets.folder("templates"), assets.folder("static"))
    errors.install(app)
    app.mount("/static", Static(directory=assets.folder("static")), name="static")
    app.add_api_route("/healthz", _health, methods=["GET", "HEAD"])
    for pages in (
        home,
        all_puzzles,
        gaps,
        glossary,
        workshop,
        edit,
        prove,
        inside,
        breaking,
        picture,
        sandbox,
    ):
        app.include_router(pages.router)
    app.include_router(settings_page.router)
    return app


def _middlewares(settings: Settings, secret: str) -> list[Middleware]:
    """From the outside in. The error page stands inside the headers, so that it has them too."""
    return [
        Middleware(security.Headers),
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
        Middleware(ServerErrorMiddleware, handler=errors.unexpected),
        Middleware(
            SessionMiddleware,
            secret_key=secret,
            session_cookie=security.COOKIE,
            max_age=security.COOKIE_SECONDS,
            https_only=settings.secure,
        ),
        Middleware(security.SameOrigin, public_url=settings.public_url),
        Middleware(security.RateLimit, limits=Limits()),
        Middleware(security.BodyLimit, larger={"/settings/import": security.IMPORT_BYTES}),
        Middleware(security.PlainForms),
    ]


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.game.close()


def _health(request: Request) -> dict[str, str]:
    """Whether the server can do its work; for watchers, not for people."""
    game: Game = request.app.state.game
    game.store.ping()
    return {"status": "ok"}
