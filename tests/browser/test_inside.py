"""Inside as a player uses it: by keyboard alone, in both themes, at every width, by ear."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.browser.keyboard import Keyboard
from tests.browser.server import Server
from tests.browser.workshop import Workshop

AVERAGING = """\
layer
  head prev
    match key.position == query.position - 1
    copy token -> prev
layer
  head recall
    match key.prev == query.token
    copy token -> guess
output guess
"""
CHOSEN = "/p/campaign/induction/inside?seq=a+b+a+c+d+a&pos=5&level=2"
LONG = "/p/campaign/induction/inside?seq=" + "+".join("abcd" * 8) + "&pos=15&level=2"
PAGES = ("lobby", "seat", "answering", "told", "chosen", "long", "warned")


@pytest.fixture(scope="module")
def draft(browser: Browser, server: Server) -> Iterator[list[object]]:
    """The cookies of a player whose Induction takes no latest position, and so averages."""
    context = browser.new_context(base_url=server.address)
    workshop = Workshop(context.new_page()).open("induction")
    workshop.write(AVERAGING)
    yield context.cookies()  # type: ignore[misc]
    context.close()


@pytest.fixture
def player(page: Page, draft: list[object]) -> Page:
    page.context.add_cookies(draft)  # type: ignore[arg-type]
    return page


def go(page: Page, name: str) -> None:
    """Opens one of PAGES."""
    if name in ("chosen", "long"):
        page.goto(CHOSEN if name == "chosen" else LONG)
        return
    if name == "warned":
        page.goto("/p/campaign/mirror/inside?who=author")
        return
    page.goto("/p/campaign/induction/inside")
    if name == "lobby":
        return
    page.locator("#deal").click()
    expect(page.get_by_role("link", name="Rise")).to_be_visible()
    if name == "seat":
        return
    page.get_by_role("link", name="All the way up").click()
    expect(page.get_by_role("heading", name="Now answer")).to_be_visible()
    if name == "told":
        page.get_by_role("button", name="a", exact=True).click()
        expect(page.get_by_role("heading", name="It was")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, scheme: str, player: Page) -> None:
    player.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    go(player, name)
    results = Axe().run(player)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows(name: str, width: int, player: Page) -> None:
    player.set_viewport_size({"width": width, "height": 800})
    go(player, name)
    assert player.evaluate("document.documentElement.scrollWidth") <= width


def test_the_seat_is_in_view_where_the_sequence_is_wider_than_the_page(player: Page) -> None:
    player.set_viewport_size({"width": 360, "height": 800})
    go(player, "long")
    seen = player.locator(".pillar").bounding_box()
    assert seen is not None
    assert seen["x"] >= 0
    assert seen["x"] + seen["width"] <= 360


def test_three_seats_with_the_keyboard_alone(page: Page) -> None:
    """Space and the arrow rise, a digit answers, n goes on; the focus follows what is new."""
    Workshop(page).open("induction").write(AVERAGING)
    page.goto("/p/campaign/induction/inside")
    Keyboard(page).reach("button", "Take a seat")
    for seat in range(3):
        expect(page.locator("#inside-title")).to_be_focused()
        page.keyboard.press("Space")
        expect(page.get_by_role("status")).to_contain_text("Layer 1: head prev brought you prev")
        page.keyboard.press("ArrowUp")
        expect(page.get_by_role("status")).to_contain_text("Layer 2: head recall brought you")
        expect(page.locator("#answer-title")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("button", name="a", exact=True)).to_be_focused()
        page.keyboard.press("2" if seat else "Enter")
        expect(page.locator("#told-title")).to_be_focused()
        expect(page.locator(".tally")).to_contain_text(f" of {seat + 1} right")
        page.keyboard.press("n")
        expect(page.get_by_role("link", name="Rise")).to_be_visible()


def test_tab_and_enter_are_enough(player: Page) -> None:
    player.goto("/p/campaign/induction/inside")
    keys = Keyboard(player)
    keys.reach("button", "Take a seat")
    rise = player.get_by_role("link", name="Rise")
    keys.reach("link", "Rise")
    expect(player.get_by_role("status")).to_contain_text("Layer 1")
    expect(rise).to_be_focused()
    player.keyboard.press("Enter")
    keys.reach("button", "c")
    expect(player.get_by_role("heading", name="It was")).to_be_visible()


def test_the_way_down_and_the_back_button(player: Page) -> None:
    go(player, "seat")
    player.keyboard.press("ArrowUp")
    expect(player.get_by_role("status")).to_contain_text("Layer 1")
    expect(player).to_have_url(re.compile("level=1"))  # the address follows the swap
    player.keyboard.press("ArrowDown")
    expect(player.get_by_role("status")).to_contain_text("You hold your own token")
    expect(player).not_to_have_url(re.compile("level=1"))
    player.go_back()
    expect(player.get_by_role("status")).to_contain_text("Layer 1")


def test_the_fog_is_told_in_words_and_so_is_the_stream(player: Page) -> None:
    go(player, "answering")
    picture = player.get_by_role("figure")
    expect(picture).to_contain_text("fog.")
    rows = player.get_by_role("list", name="Your stream").get_by_role("listitem")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("this is you")
    expect(rows.last).to_contain_text("layer 2: head recall brought this")


def test_without_javascript(browser: Browser, server: Server, draft: list[object]) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    context.add_cookies(draft)  # type: ignore[arg-type]
    page = context.new_page()
    found: list[str] = []
    watch(page, found)
    page.goto("/p/campaign/induction/inside")
    page.locator("#deal").click()
    page.get_by_role("link", name="Rise").click()
    page.get_by_role("link", name="Rise").click()
    page.get_by_role("button", name="a", exact=True).click()
    expect(page.get_by_role("heading", name="It was")).to_be_visible()
    page.get_by_role("button", name="Next seat").click()
    expect(page.locator("#inside-title")).to_contain_text("You are position")
    assert found == []
    context.close()
