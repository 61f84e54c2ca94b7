"""The application as a whole: health, static files, nothing of FastAPI's own on show."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import assets
from tests.web.conftest import Start


def test_health(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_nothing_that_loads_from_elsewhere(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_static_files_are_asked_for_or_kept(client: TestClient) -> None:
    plain = client.get("/static/css/base.css")
    assert plain.headers["Cache-Control"] == "public, no-cache"
    same = {"If-None-Match": plain.headers["ETag"]}
    assert client.get("/static/css/base.css", headers=same).status_code == 304
    for kept in ("/static/css/base.css?v=1", "/static/vendor/htmx.org@4.0.1/htmx.min.js"):
        assert "immutable" in client.get(kept).headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/static/../app/cli.py", "/static/%2e%2e/pyproject.toml"])
def test_static_is_all_that_is_static(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_long_answers_are_compressed(client: TestClient) -> None:
    answer = client.get("/static/vendor/htmx.org@4.0.1/htmx.min.js")
    assert answer.headers["Content-Encoding"] == "gzip"


def test_the_data_folder_is_made(start: Start, tmp_path: Path) -> None:
    start()
    assert {"game.db", "secret"} <= {file.name for file in (tmp_path / "data").iterdir()}


def test_assets_are_beside_the_package() -> None:
    assert (assets.folder("templates") / "layout.html").is_file()
