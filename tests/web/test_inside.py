"""Inside over HTTP: nothing hidden is told too early, forms without scripts, errors in words."""

import hashlib
import re
from html import unescape

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from app import assets
from app.gaps.exam import Exam
from app.language.setting import Setting
from app.packs.model import Example, Puzzle, Solution
from app.play.game import Game
from app.web import scene
from tests.gaps.small import exam, program
from tests.web.test_workshop import HTMX, OURS, write

PAGE = "/p/tiny/echo/inside"
WORDS = ("quartz", "zephyr", "walnut", "kayak")
ANSWERS = ("lowest", "middling", "highest", "absent")
SETTING = Setting(WORDS, 6)
BLIND = "slot guess : token\nlayer\n  head prowler\n    copy token -> guess\noutput guess\n"
UNFINISHED = "slot guess : token\nlayer\n  head idle\noutput guess\n"


def distinctive() -> Exam:
    """What the first token was, in words of which none is a token."""
    made = exam(
        SETTING,
        lambda row: [None] * (len(row) - 1) + [ANSWERS[WORDS.index(row[0])]],
        3,
        labels=ANSWERS,
        shortest=2,
    )
    return made


@pytest.fixture
def puzzle(client: TestClient) -> Puzzle:
    """The tiny puzzle with words that cannot be on a page by chance."""
    game: Game = client.app.state.game  # type: ignore[attr-defined]
    found = game.library.puzzles[0]
    shown = Example(("quartz", "walnut"), (None, "lowest"))
    found.__dict__.update(
        exam=distinctive(), setting=SETTING, output=ANSWERS, scored="last", examples=(shown,)
    )
    return found


@pytest.fixture
def inside(client: TestClient, puzzle: Puzzle) -> TestClient:
    """A player whose draft averages everything."""
    write(client, BLIND)
    return client


def deal(client: TestClient, **fields: str) -> str:
    """The address of a dealt seat."""
    answer = client.post(f"{PAGE}/deal", data=fields, headers=OURS, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def reply(client: TestClient, address: str, label: str) -> Response:
    """The page after an answer."""
    return client.post(f"{address}/answer", data={"label": label}, headers=OURS)


def text(response: Response) -> str:
    """What the page says, without its markup."""
    body = response.text.partition("<body>")[2] or response.text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


# Hidden information -----------------------------------------------------------------------------


def test_an_unanswered_seat_tells_of_no_token_but_its_own(
    client: TestClient, puzzle: Puzzle
) -> None:
    """The start holds its own token only, so no other may be anywhere, up to the last level."""
    write(client, "output token\n")
    for _ in range(12):
        address = deal(client)
        pages = [client.get(f"{address}?level={level}").text for level in range(3)]
        after = reply(client, address, ANSWERS[0]).text
        own = re.search(r"You hold your own token: (\w+)\.", pages[0])
        assert own is not None
        for word in WORDS:
            hidden = word != own.group(1)
            assert all((word not in page) == hidden for page in pages), word
        assert sum(word in after for word in WORDS) > 1
        assert not any(word in address for word in WORDS)


def test_worlds_that_look_the_same_make_the_same_page(inside: TestClient, puzzle: Puzzle) -> None:
    """Two seats with one stream differ in nothing but their numbers and fingerprints."""
    found: dict[str, set[str]] = {}
    wanted: dict[str, set[str]] = {}
    for _ in range(40):
        address = deal(inside)
        page = inside.get(f"{address}?level=9").text
        page = page.replace(address, "").replace(fingerprint(page), "")
        page = re.sub(r'<p class="tally.*?</p>', "", page)
        said = re.search(r'id="said">(.*?)</div>.*?You are position (\d)', page, re.DOTALL)
        assert said is not None
        key = " ".join(said.groups()) + " ".join(re.findall(r"It holds: (.*?)\.", page))
        found.setdefault(key, set()).add(page)
        wanted.setdefault(key, set()).add(
            text(reply(inside, address, ANSWERS[0])).split("It was ")[1][:7]
        )
    assert all(len(pages) == 1 for pages in found.values())
    assert any(len(answers) > 1 for answers in wanted.values())


def fingerprint(page: str) -> str:
    found = re.search(r"<code>([0-9a-f]{64})</code>", page)
    assert found is not None
    return found.group(1)


def test_the_fingerprint_is_shown_first_and_its_line_afterwards(inside: TestClient) -> None:
    address = deal(inside)
    before = inside.get(address).text
    assert "wanted&#34;" not in before
    after = reply(inside, address, ANSWERS[0]).text
    assert fingerprint(before) == fingerprint(after)
    line = re.search(r'<pre class="listing" tabindex="0"><code>(.*?)</code>', after)
    assert line is not None
    assert hashlib.sha256(unescape(line.group(1)).encode()).hexdigest() == fingerprint(before)


# A seat without scripts -------------------------------------------------------------------------


def test_rising_answering_and_the_next_seat_are_links_and_forms(inside: TestClient) -> None:
    assert "Take a seat" in inside.get(PAGE).text
    address = deal(inside)
    assert re.fullmatch(rf"{PAGE}/\d+", address)
    low = inside.get(address)
    assert "head prowler brought" not in text(low)
    assert "choice-0" not in low.text
    assert f'href="{address}?level=1"' in low.text
    high = inside.get(f"{address}?level=1")
    assert "Layer 1: head prowler brought you guess" in text(high)
    assert high.text.count('class="choice ') == len(ANSWERS)
    told = reply(inside, address, ANSWERS[0])
    assert told.status_code == 200
    assert "It was" in text(told)
    assert "Next seat" in told.text
    assert re.search(r"You answered [01] of 1 right\.", text(told))
    assert inside.get(address).text == told.text
    assert reply(inside, address, ANSWERS[1]).text == told.text
    assert deal(inside) != address


def test_a_waiting_seat_is_offered_again(inside: TestClient) -> None:
    address = deal(inside)
    page = inside.get(PAGE).text
    assert f'href="{address}"' in page
    assert "Go back to your seat" in page


def test_two_worlds_are_told_of(inside: TestClient) -> None:
    for _ in range(40):
        told = text(reply(inside, deal(inside), ANSWERS[0]))
        if "could not have known" in told:
            break
    assert "Whatever you answer here, you are wrong in one of them." in told
    assert "world 2" in told
    assert "Both hold" in told


def test_the_best_there_can_be_is_told(inside: TestClient) -> None:
    for _ in range(40):
        told = text(reply(inside, deal(inside), ANSWERS[0]))
    found = re.search(r"You answered (\d+) of 40 right\. .*? can do better than (\d+)", told)
    assert found is not None
    assert int(found.group(1)) <= int(found.group(2)) < 40


def test_htmx_gets_the_part_and_the_address_without_the_sequence(inside: TestClient) -> None:
    dealt = inside.post(f"{PAGE}/deal", data={}, headers=HTMX)
    assert dealt.text.lstrip().startswith('<div class="inside')
    assert re.fullmatch(rf"{PAGE}/\d+", dealt.headers["HX-Push-Url"])
    answer = inside.post(
        f"{dealt.headers['HX-Push-Url']}/answer", data={"label": ANSWERS[0]}, headers=HTMX
    )
    assert answer.headers["HX-Replace-Url"] == dealt.headers["HX-Push-Url"]
    assert "<!doctype" not in answer.text


def test_a_seat_can_be_looked_at_when_the_program_is_another(inside: TestClient) -> None:
    address = deal(inside)
    before = inside.get(f"{address}?level=1").text
    write(inside, "output token\n")
    assert inside.get(f"{address}?level=1").text == before
    assert "Go back to your seat" not in inside.get(PAGE).text


# Chosen seats -----------------------------------------------------------------------------------


def test_a_chosen_seat_is_for_looking(inside: TestClient) -> None:
    page = inside.get(f"{PAGE}?seq=quartz+zephyr+walnut&pos=2&level=1")
    assert "it is for looking, and not counted" in text(page)
    assert "Here lowest is wanted" in text(page)
    assert "In this other world everything that reaches the seat is the same" in text(page)
    assert 'class="choice ' not in page.text
    assert "is wanted" not in text(inside.get(f"{PAGE}?seq=quartz+zephyr+walnut&pos=2"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("seq=quartz+nothing", "nothing"),
        ("seq=", "Type some tokens"),
        ("seq=quartz+walnut&pos=7", "There is no position 7 in this sequence."),
    ],
)
def test_a_seat_that_cannot_be_is_a_sentence(inside: TestClient, query: str, sentence: str) -> None:
    answer = inside.get(f"{PAGE}?{query}")
    assert answer.status_code == 400
    assert sentence in text(answer)


# What there is not ------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["7", "0", "x", "99999999999999999999"])
def test_no_such_seat(inside: TestClient, number: str) -> None:
    for answer in (inside.get(f"{PAGE}/{number}"), reply(inside, f"{PAGE}/{number}", ANSWERS[0])):
        assert answer.status_code == 404
        assert "There is no such seat of yours." in text(answer)


def test_another_players_seat_is_not_found(inside: TestClient) -> None:
    address = deal(inside)
    inside.cookies.clear()
    assert inside.get(address).status_code == 404
    assert reply(inside, address, ANSWERS[0]).status_code == 404


def test_a_wrong_label_and_a_wrong_level(inside: TestClient) -> None:
    address = deal(inside)
    assert reply(inside, address, "quite something else").status_code == 400
    assert inside.get(f"{address}?level=-1").text == inside.get(address).text
    assert inside.get(f"{address}?level=999").text == inside.get(f"{address}?level=1").text


def test_a_draft_that_does_not_run_has_no_seats(inside: TestClient) -> None:
    write(inside, UNFINISHED)
    for page in (inside.get(PAGE), inside.post(f"{PAGE}/deal", headers=OURS)):
        assert "Nothing of your program runs yet" in text(page)
        assert 'href="/p/tiny/echo"' in page.text


def test_the_authors_program_is_shown_to_who_solved_it_or_asks(
    client: TestClient, puzzle: Puzzle
) -> None:
    assert client.get(f"{PAGE}?who=author").status_code == 404
    solution = Solution("best", "", "", program(BLIND), BLIND)
    puzzle.__dict__["solutions"] = (solution,)
    warned = client.get(f"{PAGE}?who=author")
    assert "You have not solved this puzzle yet." in text(warned)
    assert "Take a seat" not in warned.text
    refused = client.post(f"{PAGE}/deal", data={"who": "author"}, headers=OURS)
    assert "Look anyway" in text(refused)
    assert "Take a seat" in client.get(f"{PAGE}?who=author&look=1").text
    told = reply(client, deal(client, who="author", look="1"), ANSWERS[0])
    assert "the author’s program" in text(told)
    assert 'name="who" value="author"' in told.text


# The stylesheet ---------------------------------------------------------------------------------


def test_the_stylesheet_has_the_pictures_sizes() -> None:
    css = (assets.folder("static") / "css" / "inside.css").read_text()
    sizes = dict(re.findall(r"--(row|label|foot|pillar|chip): (\d+)px", css))
    assert {name: int(size) for name, size in sizes.items()} == {
        "row": scene.ROW,
        "label": scene.LABEL,
        "foot": scene.FOOT,
        "pillar": scene.PILLAR,
        "chip": scene.CHIP,
    }
