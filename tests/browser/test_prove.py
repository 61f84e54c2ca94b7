"""Proving a puzzle impossible and the gap cards: by mouse, by keyboard, without JavaScript."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.packs.build import build_pack
from tests.browser.conftest import watch
from tests.browser.keyboard import Keyboard
from tests.browser.server import Server
from tests.packs import tiny

PROVE = "/p/tiny/behind/prove"
HIDDEN = "What comes later is hidden"


@pytest.fixture(scope="module")
def puzzles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that also has twins to decide, of which *behind* is impossible."""
    home = tmp_path_factory.mktemp("pack")
    folder = tiny.write(home, tiny.twins())
    report = build_pack(folder)
    assert report.ok, report.text()
    with Server(home / "data", BTT_PACKS=os.fspath(folder)) as server:
        yield server.address


@pytest.fixture
def visit(browser: Browser, puzzles: str) -> Iterator[Page]:
    """A new player's page on that server."""
    context = browser.new_context(base_url=puzzles, reduced_motion="reduce")
    page, found = context.new_page(), list[str]()
    watch(page, found)
    yield page
    context.close()
    # a browser reports the status of a form that could not be read; that is all it may report
    assert [what for what in found if "422" not in what] == []


def claim(page: Page, first: str, second: str, position: str = "0") -> None:
    """Fills in a pair and sends it."""
    page.get_by_role("radio", name=HIDDEN).check()
    page.get_by_role("textbox", name="First sequence").fill(first)
    page.get_by_role("textbox", name="Second sequence").fill(second)
    page.get_by_role("textbox", name="Position", exact=True).fill(position)
    page.get_by_role("button", name="Check the proof").click()


def test_a_lemma_asks_only_for_what_it_needs(visit: Page) -> None:
    visit.goto(PROVE)
    expect(visit.get_by_role("textbox")).to_have_count(0)
    visit.get_by_role("radio", name=HIDDEN).check()
    expect(visit.get_by_role("textbox")).to_have_count(3)
    visit.get_by_role("textbox", name="First sequence").fill("a a")
    visit.get_by_role("radio", name="One token keeps one head busy").check()
    expect(visit.get_by_role("textbox", name="Free positions")).to_be_visible()
    expect(visit.get_by_role("textbox", name="First sequence")).to_have_count(0)
    visit.get_by_role("radio", name="One look is an order of preference").check()
    expect(visit.get_by_role("textbox", name="Sequences")).to_be_visible()
    visit.get_by_role("radio", name="Without heads").check()
    expect(visit.get_by_role("textbox", name="First sequence")).to_have_value("a a")


def test_refused_then_mended_then_proved(visit: Page) -> None:
    visit.goto(PROVE)
    claim(visit, "a a", "b a")
    ruling = visit.get_by_role("region", name="Not proved")
    expect(ruling).to_contain_text("fails")
    expect(visit.get_by_role("textbox", name="Second sequence")).to_have_value("b a")
    claim(visit, "a a", "a b")
    proved = visit.get_by_role("region", name="Proved impossible")
    expect(proved.get_by_role("region", name="The sequences of the proof")).to_be_visible()
    expect(proved).to_contain_text("What is ahead is hidden.")
    expect(proved).to_contain_text("with every position seeing every other")
    visit.reload()
    expect(proved).to_be_visible()
    visit.goto("/map")
    expect(visit.get_by_text("proved impossible")).to_be_visible()
    visit.get_by_role("link", name="Gaps").click()
    expect(visit.get_by_role("article", name="Order")).to_contain_text("Order is not free.")


def test_a_field_that_cannot_be_read_has_the_focus(visit: Page) -> None:
    visit.goto(PROVE)
    claim(visit, "a a", "a z")
    second = visit.get_by_role("textbox", name="Second sequence")
    expect(second).to_be_focused()
    expect(second).to_have_accessible_description(
        "It wants another answer, and yet nothing within the budget tells it from the first. "
        "'z' at position 1 is not a token here. The tokens are a b."
    )


def test_with_the_keyboard_alone(visit: Page) -> None:
    visit.goto(PROVE)
    keys = Keyboard(visit)
    keys.go("radio", "Without heads, a position knows only itself")
    visit.keyboard.press("ArrowDown")
    expect(visit.get_by_role("radio", name=HIDDEN)).to_be_checked()
    for field, text in [("First sequence", "a a"), ("Second sequence", "a b"), ("Position", "0")]:
        keys.go("textbox", field)
        visit.keyboard.type(text)
    keys.reach("button", "Check the proof")
    expect(visit.get_by_role("region", name="Proved impossible")).to_be_visible()


def test_without_javascript(browser: Browser, puzzles: str) -> None:
    context = browser.new_context(base_url=puzzles, java_script_enabled=False)
    page = context.new_page()
    page.goto(PROVE)
    claim(page, "a a", "b a")
    expect(page.get_by_role("region", name="Not proved")).to_be_visible()
    claim(page, "a a", "a b")
    expect(page.get_by_role("region", name="Proved impossible")).to_be_visible()
    context.close()


def test_two_tabs(visit: Page) -> None:
    other = visit.context.new_page()
    for page in (visit, other):
        page.goto(PROVE)
    claim(visit, "a a", "a b")
    expect(visit.get_by_role("region", name="Proved impossible")).to_be_visible()
    claim(other, "a a", "b a")
    expect(other.get_by_role("region", name="Not proved")).to_be_visible()
    expect(other.get_by_text("That this puzzle is impossible you have proved")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_overflows(scheme: str, visit: Page) -> None:
    visit.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visit.goto("/gaps")
    _fit(visit)
    visit.goto(PROVE)
    _fit(visit)
    claim(visit, "", "a z", "x")
    _fit(visit)
    claim(visit, "a a", "b a")
    _fit(visit)
    claim(visit, "a a a a", "a b b b")
    expect(visit.get_by_role("region", name="Proved impossible")).to_be_visible()
    visit.get_by_text("Every part of it holds").click()
    _fit(visit)
    for address in ("/gaps", "/map"):
        visit.goto(address)
        _fit(visit)


def _fit(page: Page) -> None:
    """The page as it stands breaks no rule, at any width."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    for width in (360, 800, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
