"""`kill -9` at any moment: whatever a response acknowledged is there when the server is back."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Semaphore, Thread

import httpx2
import pytest

from app.packs.library import built_in
from app.store.connect import connect
from app.store.schema import attempts
from tests.browser.server import Server

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A real server on an empty data folder."""
    server = Server(tmp_path / "data").start()
    yield server
    server.stop()


class Player:
    """Saves one text after another as fast as the server answers, until it answers no more."""

    def __init__(self, server: Server, cookies: httpx2.Cookies | None = None) -> None:
        self.puzzle = built_in().puzzles[0]
        self.client = httpx2.Client(
            base_url=server.address, headers=OURS, cookies=cookies, follow_redirects=False
        )
        self.saved = 0
        self.acknowledged = Semaphore(0)

    def post(self, action: str, **fields: str) -> int:
        """Do something on the puzzle's page; the status of the answer."""
        path = f"/p/{self.puzzle.path}/{action}"
        return self.client.post(path, data=fields).status_code

    def save(self, number: int) -> None:
        """Save text `number` over the one before."""
        text = f"# text {number}\n"
        assert self.post("source", revision=str(number - 1), text=text) == 303
        self.saved = number
        self.acknowledged.release()

    def save_on(self) -> None:
        """Save and save."""
        try:
            for number in range(1, 100_000):
                self.save(number)
        except httpx2.TransportError:
            return

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def sees(self) -> int:
        """The number of the text on the page."""
        page = self.client.get(f"/p/{self.puzzle.path}", params={"tab": "source"}).text
        found = re.search(r"# text (\d+)", page)
        return int(found.group(1)) if found else 0


def test_a_kill_between_requests_loses_nothing(server: Server) -> None:
    with closing(Player(server)) as player:
        player.client.get("/p/" + player.puzzle.path)
        for number in (1, 2):
            player.save(number)
        assert player.post("check") == 303
        assert player.post("hint") == 303
        server.kill()
        server.start()
        with closing(Player(server, player.client.cookies)) as again:
            assert again.sees() == 2
            assert again.post("undo", revision="2") == 303
            assert again.sees() == 1
    assert len(rows(server)) == 1


def test_a_kill_in_the_middle_of_everything_loses_nothing(server: Server) -> None:
    with closing(Player(server)) as player:
        player.client.get("/p/" + player.puzzle.path)
        saving = Thread(target=player.save_on)
        saving.start()
        for _ in range(20):
            assert player.acknowledged.acquire(timeout=30)
        server.kill()
        saving.join()
        server.start()
        with closing(Player(server, player.client.cookies)) as again:
            seen = again.sees()
    assert seen - player.saved in (0, 1)
    assert seen >= 20


def rows(server: Server) -> list[object]:
    """The attempts in the server's database."""
    store = connect(f"sqlite:///{server.data / 'game.db'}")
    with store.reading() as connection:
        found = list(connection.execute(attempts.select()).all())
    store.close()
    return found
