"""Pages and parts of pages from templates.

A part is a block of the template that owns it, rendered alone for htmx. A block rendered alone
sees no top-level import or set of its template, so every file in templates/macros is a global
under its own name: `{{ chips.slot(...) }}` comes from macros/chips.html.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from app.play.comforts import comforts
from app.web import glossary

_VARY = {"Vary": "HX-Request, HX-Request-Type"}


def environment(templates: Path, static: Path) -> Environment:
    """The templates in a folder, with their macros and `static(path)` for addresses of files."""
    env = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals["static"] = _addresses(static)
    env.globals["words"] = glossary
    for file in sorted((templates / "macros").glob("*.html")):
        env.globals[file.stem] = env.get_template(f"macros/{file.name}").module
    return env


def wants_part(request: Request) -> bool:
    """Whether htmx asks for the part that changes; going back in history it wants a whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-Request-Type") != "full"


def page(
    request: Request, template: str, /, *, status_code: int = 200, **context: Any
) -> HTMLResponse:
    """A whole page."""
    found = _environment(request).get_template(template)
    context = {"comforts_classes": _comforts(request), **context}
    return HTMLResponse(found.render(context), status_code, _VARY)


def block(
    request: Request, template: str, name: str, /, *, status_code: int = 200, **context: Any
) -> HTMLResponse:
    """One block of a page's template, with the context the page would have."""
    found = _environment(request).get_template(template)
    parts = found.blocks[name](found.new_context(context))
    return HTMLResponse("".join(parts), status_code, _VARY)


def _comforts(request: Request) -> str:
    """The classes of the root element, from this browser's cookie."""
    return comforts(request.scope.get("session", {}).get("comforts")).classes


def _environment(request: Request) -> Environment:
    env: Environment = request.app.state.templates
    return env


def _addresses(static: Path) -> Callable[[str], str]:
    """The function that gives a static file's address: it changes whenever the file does."""

    def address(path: str) -> str:
        file = static / path
        return f"/static/{path}?v={_fingerprint(file, file.stat().st_mtime_ns)}"

    return address


@lru_cache(maxsize=256)
def _fingerprint(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
