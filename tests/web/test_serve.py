"""A real start: how fast, what it says, and what it says when it cannot."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.web.serve import typed
from tests.browser.server import Server

START_SECONDS = 2.0


def test_a_start_takes_less_than_two_seconds(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    assert any(start_and_stop(server) < START_SECONDS for _ in range(3))


def start_and_stop(server: Server) -> float:
    """The seconds until the server said where it is."""
    began = time.monotonic()
    server.start()
    taken = time.monotonic() - began
    server.stop()
    return taken


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"BTT_PROT": "1"}, "BTT_PROT is not a setting. Did you mean BTT_PORT?"),
        ({"BTT_PACKS": "/nowhere"}, "There is no pack in /nowhere."),
        ({"BTT_SECRET": "short"}, "BTT_SECRET cannot be used"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    tmp_path: Path, variables: dict[str, str], said: str
) -> None:
    command = [sys.executable, "-m", "app.cli", "serve", "--data", str(tmp_path)]
    ended = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("host", "shown"),
    [("0.0.0.0", "localhost"), ("::", "localhost"), ("::1", "[::1]"), ("10.0.0.1", "10.0.0.1")],
)
def test_atyped_is_shown_as_one_types_it(host: str, shown: str) -> None:
    assert typed(host) == shown
