"""Templates: escaping, strictness, blocks alone, and addresses of static files."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from jinja2 import UndefinedError
from starlette.requests import Request

from app.web import render

PAGE = """<h1>{{ name }}</h1>
{% block part %}<p>{{ bits.bold(name) }}</p>{% endblock %}"""


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    """A request to an application with one page and one macro."""
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "bits.html").write_text(
        "{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}", "utf-8"
    )
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "app.js").write_text("1", "utf-8")
    state = SimpleNamespace(templates=render.environment(tmp_path, tmp_path))
    scope: dict[str, Any] = {"type": "http", "app": SimpleNamespace(state=state), "headers": []}
    return Request(scope)


def text(body: bytes | memoryview) -> str:
    """The text of an answer."""
    return bytes(body).decode()


def test_a_page_escapes_and_calls_macros(request_: Request) -> None:
    answer = render.page(request_, "page.html", status_code=418, name="<i>")
    assert answer.status_code == 418
    assert text(answer.body) == "<h1>&lt;i&gt;</h1>\n<p><b>&lt;i&gt;</b></p>"
    assert answer.headers["Vary"] == "HX-Request, HX-Request-Type"


def test_a_block_alone(request_: Request) -> None:
    answer = render.block(request_, "page.html", "part", name="x")
    assert text(answer.body) == "<p><b>x</b></p>"


def test_a_missing_name_is_a_bug(request_: Request) -> None:
    with pytest.raises(UndefinedError):
        render.page(request_, "page.html")


def test_static_addresses_change_with_the_file(request_: Request, tmp_path: Path) -> None:
    address = cast(Any, request_.app).state.templates.globals["static"]
    first = address("app.js")
    assert first.startswith("/static/app.js?v=")
    assert address("app.js") == first
    (tmp_path / "app.js").write_text("22", "utf-8")
    assert address("app.js") != first
    with pytest.raises(FileNotFoundError):
        address("none.js")
