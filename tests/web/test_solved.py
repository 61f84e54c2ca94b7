"""What a solved puzzle opens, over HTTP: standing, the author's way, and the host's word on it."""

from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.language.parse import parse
from app.packs.model import Puzzle, Solution
from app.settings import Settings
from app.store import solutions
from app.store.schema import COSTS
from app.store.solutions import Attempt
from app.store.solutions import Solution as Solved
from app.web.main import create_app
from tests import tiny
from tests.web.conftest import Start
from tests.web.test_workshop import OURS, PAGE, post, write

FIRST = tiny.ECHO.replace("head here", "head mirror")
SECOND = tiny.ECHO.replace("head here", "head other")


def puzzle_of(client: TestClient) -> Puzzle:
    """The puzzle, with two solutions of its author's."""
    found: Puzzle = client.app.state.game.library.puzzles[0]  # type: ignore[attr-defined]
    made = [
        Solution(name, name.title(), "Look at `position`.", parse(text).program, text)
        for name, text in (("first", FIRST), ("second", SECOND))
    ]
    found.__dict__["solutions"] = tuple(made)
    return found


def solve(client: TestClient, text: str = tiny.ECHO) -> str:
    """The report on a solution, as text."""
    write(client, text)
    return unescape(client.get(post(client, "check").headers["Location"]).text)


def join(client: TestClient, player: str, **costs: int) -> None:
    """Another player's solution."""
    found = puzzle_of(client)
    attempt = Attempt(player, found.id, "d", found.digest, "1", "1", "solved", 1, 1)
    made = dict.fromkeys(COSTS, 1) | {"neurons": 0, "width": 9} | costs
    solutions.record(client.app.state.game.store, attempt, Solved("", 1, made))  # type: ignore[attr-defined]


def test_with_few_solvers_it_says_so_and_draws_nothing(client: TestClient) -> None:
    alone = solve(client)
    assert "You are the only one who has solved this puzzle on this server so far." in alone
    assert 'class="spread"' not in alone
    join(client, "ben")
    assert "Two players have solved this puzzle" in solve(client)


def test_everyone_is_in_the_charts_and_you_are_marked(client: TestClient) -> None:
    join(client, "ben", heads=2)
    join(client, "cara", heads=4)
    report = solve(client)
    assert "3 players have solved this puzzle" in report
    assert report.count('class="spread"') == 4
    assert '<th scope="row">1 (you)</th><td>1</td>' in report
    assert '<th scope="row">3</th><td>0</td>' in report
    assert "Your least is 1: nobody has less, 0 the same, 2 more." in report


def test_many_values_share_bars(client: TestClient) -> None:
    for i in range(20):
        join(client, f"p{i}", width=10 + 3 * i)
    report = solve(client)
    table = report.split("Players by the least width")[1].split("</table>")[0]
    assert table.count('<tr><th scope="row"') <= 6
    assert "–" in table


def test_what_nobody_has_beaten_is_named(client: TestClient) -> None:
    report = solve(client)
    assert "1 layer, 1 head, 0 neurons, width " in report
    assert "you alone have solved it so." in report
    join(client, "ben", width=2)
    assert "one player has solved it so." in solve(client)


def test_the_authors_program_stands_beside_ones_own_line_by_line(client: TestClient) -> None:
    puzzle_of(client)
    report = solve(client, "# mine\n" + tiny.ECHO)
    assert '<span class="gone">-   head here' in report
    assert '<span class="added">+   head mirror' in report
    assert '<span class="both">      copy token -> guess' in report
    assert "# mine" not in report.split('id="report"')[1]
    assert "<summary>Another way: Second</summary>" in report
    assert "Yours is the author’s, line for line." in solve(client, FIRST)


def test_a_puzzle_without_solutions_has_no_such_part(client: TestClient) -> None:
    assert 'id="author-title"' not in solve(client)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("solved", None),
        ("2000-01-01", None),
        ("never", "Your host has chosen not to show the author’s solutions on this server."),
        ("2999-03-01", "The author’s solution is shown here from 1 March 2999 on."),
    ],
)
def test_the_host_decides_who_sees_the_authors_solutions(
    start: Start, rule: str, said: str | None
) -> None:
    client = start(show_solutions=rule)
    puzzle_of(client)
    assert "head mirror" not in client.get(PAGE).text
    report = solve(client)
    inside = client.get(f"{PAGE}/inside?who=author&look=1").text
    assert ("head mirror" in report) is (said is None)
    assert ("head other" in report) is (said is None)
    assert ("Take a seat" in inside) is (said is None)
    if said is not None:
        assert said in report
        assert "your host has set that" in inside


def test_seats_in_the_authors_program_close_with_it(start: Start, tmp_path: Path) -> None:
    client = start()
    puzzle_of(client)
    form = {"who": "author", "look": "1"}
    dealt = client.post(
        f"{PAGE}/inside/deal", data=form, headers=OURS, follow_redirects=False
    ).headers["Location"]
    assert "Take a seat" not in client.get(dealt).text
    settings = Settings(data=tmp_path / "data", show_solutions="never")
    with TestClient(create_app(settings, tiny.library()), cookies=client.cookies) as later:
        puzzle_of(later)
        assert "your host has set that" in later.get(dealt).text


def test_a_solution_within_par_is_dared_to_do_with_less(client: TestClient) -> None:
    puzzle = puzzle_of(client)
    puzzle.par["heads"] = 2  # type: ignore[index]
    wide = tiny.ECHO.replace("output guess", "  head spare\n    copy token -> more\noutput guess")
    assert (
        "Can it be done with one head fewer? Nobody here has, and it may be impossible."
        in solve(client, wide)
    )
    join(client, "ben")
    assert "Can it be done with one head fewer? One player here has." in solve(client, wide)
    assert "Can it be done" not in solve(client)
    assert "Can it be done" not in solve(client, tiny.ECHO + "layer\n")


def test_the_link_names_this_sequence_and_position(client: TestClient) -> None:
    assert f'<a href="{PAGE}?pos=1&seq=a+b">' in solve(client)
