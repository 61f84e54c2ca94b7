"""Every browser test plays against a real server and fails on any error or foreign request."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import chromium
from tests.browser.server import Server


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": chromium.find(), "args": chromium.flags()}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("data")).start()
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that a test may kill."""
    running = Server(tmp_path / "data").start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    return server.address


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page on which a console error, a page error or a request to elsewhere fails the test."""
    found: list[str] = []
    watch(page, found)
    yield page
    assert found == []


def watch(page: Page, found: list[str]) -> None:
    """Collects what must not happen on a page."""
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: found.append(f"page error: {error}"))
    page.on(
        "console",
        lambda message: (
            found.append(f"console: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            found.append(f"request: {request.url}")
            if urlsplit(request.url).hostname not in ("127.0.0.1", "localhost")
            else None
        ),
    )
