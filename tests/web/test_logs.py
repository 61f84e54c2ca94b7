"""Log lines for people and for machines."""

import json
import logging
from collections.abc import Iterator

import pytest

from app.settings import Settings
from app.web.logs import configure


@pytest.fixture(autouse=True)
def _undone() -> Iterator[None]:
    root = logging.getLogger()
    names = ("alembic", "uvicorn.error")
    before = root.level, root.handlers[:], [logging.getLogger(name).level for name in names]
    root.handlers = []  # pytest's own: configure would close them
    yield
    root.setLevel(before[0])
    root.handlers = before[1]
    for name, level in zip(names, before[2], strict=True):
        logging.getLogger(name).setLevel(level)


def test_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_level="warning"))
    logging.getLogger("game").info("not said")
    logging.getLogger("game").warning("said")
    assert capsys.readouterr().err.endswith("WARNING game: said\n")


def test_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_json=True))
    logging.getLogger("uvicorn.error").info("not said")
    try:
        raise ZeroDivisionError("oh")
    except ZeroDivisionError:
        logging.getLogger("game").exception("two\nlines")
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"]) == ("error", "game", "two\nlines")
    assert "ZeroDivisionError: oh" in said["traceback"]
