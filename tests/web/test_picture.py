"""The picture of a tower: whole, faithful, and in need of nothing besides itself."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from app import assets
from app.settings import Settings
from app.web.main import create_app
from app.web.pen import COLOURS, SPACE, Theme
from tests import tiny
from tests.web.test_workshop import PAGE, write

SHAPES = {"svg", "title", "desc", "g", "rect", "text", "path", "circle"}


def drawn(client: TestClient, query: str = "") -> ET.Element:
    """The picture as a tree."""
    answer = client.get(f"{PAGE}/tower.svg{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    return ET.fromstring(answer.text)


def texts(of: ET.Element) -> list[str]:
    return [each.text or "" for each in of.iter(f"{{{SPACE}}}text")]


def test_it_shows_the_players_own_tower(client: TestClient) -> None:
    write(client, tiny.ECHO)
    found = drawn(client, "?seq=b+a&pos=1")
    said = texts(found)
    for part in ("Echo", "LAYER 1", "head here", "guess", "✓ right", "0", "▲ 1"):
        assert part in said
    assert said.count("b") == 4  # token, chip, given and wanted
    title, told = found.find(f"{{{SPACE}}}title"), found.find(f"{{{SPACE}}}desc")
    assert title is not None
    assert title.text == "Echo: b a"
    assert told is not None
    assert "Position 1: says a, right." in (told.text or "")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_stands_alone(client: TestClient, theme: Theme) -> None:
    write(client, tiny.ECHO)
    found = drawn(client, f"?seq=b+a&theme={theme}")
    assert {each.tag.removeprefix(f"{{{SPACE}}}") for each in found.iter()} <= SHAPES
    names = {name for each in found.iter() for name in each.attrib}
    assert not names & {"class", "style", "href"}
    filled = {each.attrib["fill"] for each in found.iter() if "fill" in each.attrib}
    assert filled <= {*COLOURS[theme].values(), "none"}
    assert COLOURS[theme]["ground"] in filled


def test_every_kind_of_chip_is_drawn(client: TestClient) -> None:
    votes = tiny.WRONG.replace("-> guess", "-> guess gain 3")
    for text in (tiny.WRONG, votes, tiny.START + "layer\n  head idle\n"):
        write(client, text)
        assert drawn(client, "?seq=b+a+b").attrib["role"] == "img"
    write(client, tiny.WRONG)
    assert "a 1/3 b 2/3" in texts(drawn(client, "?seq=b+a+b&pos=2"))


def test_what_a_program_is_called_is_only_text(client: TestClient) -> None:
    write(client, tiny.ECHO)
    assert "<script" not in client.get(f"{PAGE}/tower.svg?seq=<script>&theme=<b>").text


def test_a_long_sequence_is_drawn_whole(tmp_path: Path) -> None:
    page = "/p/campaign/echo/tower.svg?cols=few&fold=0&at=1&seq=%5E" + "+a+b" * 30
    with TestClient(create_app(Settings(data=tmp_path))) as client:
        said = texts(ET.fromstring(client.get(page).text))
    assert {str(i) for i in range(60)} <= set(said)


def test_a_picture_of_no_puzzle_is_not_there(client: TestClient) -> None:
    assert client.get("/p/tiny/nothing/tower.svg").status_code == 404


def test_its_colours_are_those_of_the_pages() -> None:
    css = (assets.folder("static") / "css" / "tokens.css").read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", light))
    for theme, colours in (
        ("light", found),
        ("dark", found | dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", dark))),
    ):
        mine = COLOURS[theme]  # type: ignore[index]
        assert {name: colours[name] for name in mine} == mine
