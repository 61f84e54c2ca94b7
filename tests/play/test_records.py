"""When the author's solutions may be seen."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.play import records
from app.settings import ShowSolutions
from tests import tiny


@pytest.mark.parametrize(
    ("rule", "seen"),
    [("solved", True), ("never", False), (date(2000, 1, 1), True), (date(2999, 1, 1), False)],
)
def test_the_host_decides_when_solutions_are_seen(
    rule: ShowSolutions, seen: bool, tmp_path: Path
) -> None:
    game = tiny.game(tmp_path)
    assert records.solutions_open(replace(game, show_solutions=rule)) is seen
    game.close()
