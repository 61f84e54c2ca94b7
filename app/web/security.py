"""What stands between the network and the pages, as plain ASGI middlewares.

`Headers` tells browsers to load nothing from elsewhere and to run nothing inline. `SameOrigin`
lets only the game's own pages change anything, which is why forms need no tokens. `BodyLimit` and
`RateLimit` bound what one visitor may ask of the server.
"""

from collections.abc import Awaitable, Callable, Mapping
from math import ceil
from urllib.parse import urlsplit

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers as RequestHeaders
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web import errors
from app.web.limits import Limits
from app.web.player import known_player

BODY_BYTES = 256 * 1024
"""The largest request: a program of 64 KB with every byte written as %XX, and some fields."""

IMPORT_BYTES = 4 * 1024 * 1024
"""The largest file of progress with its form: some thousand programs."""

COOKIE = "btt"
COOKIE_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie; visits renew it."""

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: with that, browsers send `Origin: null` with the game's own forms
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SAFE = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
_PORTS = {"http": 80, "https": 443}
_ELSEWHERE = "This request did not come from a page of this game, so nothing was changed."
_ELSEWHERE_HINT = (
    "Open the game and use its own forms. If you did, the host may have to set BTT_PUBLIC_URL."
)
_TOO_FAST = "That was more than this server takes from one player in so short a time."
_NOT_UTF8 = "This game takes forms in UTF-8 only, as its own pages send them."
_TOO_LARGE = "What was sent is larger than this game takes."


class Headers:
    """Adds the security headers, and forbids keeping a page where no route said otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer's headers."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        await self.app(scope, receive, completed if scope["type"] == "http" else send)


class SameOrigin:
    """Refuses what would change something unless it comes from the game's own pages.

    Browsers say so in Sec-Fetch-Site. On plain http away from localhost they leave it out; then
    the Origin must be the public address, or without one the host that was asked.
    """

    def __init__(self, app: ASGIApp, public_url: str | None) -> None:
        self.app = app
        self.public = None if public_url is None else _origin(public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] != "http" or scope["method"] in _SAFE or self._ours(scope):
            await self.app(scope, receive, send)
            return
        refusal = errors.answer(Request(scope), 403, _ELSEWHERE, _ELSEWHERE_HINT)
        await refusal(scope, receive, send)

    def _ours(self, scope: Scope) -> bool:
        headers = RequestHeaders(scope=scope)
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        origin = _origin(headers.get("origin", ""))
        if origin is None:
            return False
        if self.public is not None:
            return origin == self.public
        return origin == _origin(f"{origin[0]}://{headers.get('host', '')}")


class BodyLimit:
    """Refuses a request larger than `most` bytes before, or while, it is read.

    `larger` are the paths that take more, each with its own bound.
    """

    def __init__(
        self, app: ASGIApp, most: int = BODY_BYTES, larger: Mapping[str, int] | None = None
    ) -> None:
        self.app = app
        self.most = most
        self.larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting; 413 when it is too large."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.larger.get(scope["path"], self.most)
        length = RequestHeaders(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > most:
            await errors.answer(Request(scope), 413, _TOO_LARGE)(scope, receive, send)
            return
        await self.app(scope, _counted(receive, most), send)


class PlainForms:
    """Refuses a form in an encoding other than UTF-8: what it decodes to may be no text at all."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 415."""
        sent = RequestHeaders(scope=scope).get("content-type", "") if "headers" in scope else ""
        _, options = parse_options_header(sent)
        if options.get(b"charset", b"utf-8").lower() in (b"utf-8", b"utf8"):
            await self.app(scope, receive, send)
            return
        await errors.answer(Request(scope), 415, _NOT_UTF8)(scope, receive, send)


class RateLimit:
    """Refuses changes that come too fast, and says how long to wait."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self.app = app
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429."""
        if scope["type"] != "http" or scope["method"] in _SAFE:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        address = request.client.host if request.client else ""
        seconds = ceil(self.limits.wait(known_player(request), address))
        if not seconds:
            await self.app(scope, receive, send)
            return
        hint = f"Try again in {seconds} second{'s' if seconds > 1 else ''}."
        headers = {"Retry-After": str(seconds)}
        await errors.answer(request, 429, _TOO_FAST, hint, headers)(scope, receive, send)


def _counted(receive: Receive, most: int) -> Callable[[], Awaitable[Message]]:
    """The same messages; one too many bytes is an error that becomes a page."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(413)
        return message

    return counted


def _origin(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address; None for what is not one, `null` included."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or _PORTS[parts.scheme]
