"""A real start: what it says, and what it says when it cannot."""

import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from app.settings import load
from app.web.serve import listen, typed
from tests.browser.server import Server


def test_it_says_where_it_is_and_answers_there(tmp_path: Path) -> None:
    with Server(tmp_path / "data") as server:
        assert httpx2.get(f"{server.address}/healthz").json() == {"status": "ok"}


def test_an_answer_does_not_wait_for_the_one_before_it_to_be_acknowledged() -> None:
    with (
        listen(load({}, host="127.0.0.1", port=0)) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.cli", "serve", "--data", str(tmp_path / "other")]
    with Server(tmp_path / "data") as server:
        taken = [*command, "--port", str(server.port)]
        ended = subprocess.run(taken, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"The server cannot listen on 127.0.0.1 port {server.port}")


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
