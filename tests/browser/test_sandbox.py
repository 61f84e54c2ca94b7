"""The sandbox in a browser: typed, run, linked; by keyboard, and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.play.starts import STARTS
from app.web.sandbox import address
from tests.browser.keyboard import Keyboard
from tests.browser.server import Server

INDUCTION = address(STARTS["Induction"])
BRACKETS = address(STARTS["Balanced brackets"])
BAD = "layer\n  head h\n    copy token -> g\nnonsense\noutput g\n"


def program(page: Page, text: str) -> None:
    """Types a program and runs it from within."""
    field = page.get_by_role("textbox", name="As text only")
    field.fill(text)
    field.press("Control+Enter")


def test_a_program_is_run_and_its_address_holds_it(page: Page) -> None:
    page.goto("/sandbox")
    page.get_by_role("textbox", name="Sequence", exact=True).fill("d d a d")
    page.get_by_role("button", name="Run").click()
    table = page.get_by_role("region", name="Answers by position")
    expect(table.get_by_role("row", name="token")).to_contain_text("ddad")
    expect(page).not_to_have_url(INDUCTION)
    there = page.url
    page.goto("/map")
    page.goto(there)
    expect(page.get_by_role("textbox", name="Sequence", exact=True)).to_have_value("d d a d")


def test_looking_around_keeps_what_is_not_yet_run_and_back_works(page: Page) -> None:
    page.goto(INDUCTION)
    page.get_by_role("textbox", name="Tokens", exact=True).fill("a b c d e")
    page.get_by_role("link", name="head prev").click()
    expect(page.get_by_role("region", name="Attention of head prev")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?step="))  # the address follows the swap
    page.get_by_role("heading", name="Sandbox").click()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#seen")).to_contain_text("position 2")
    expect(page).to_have_url(re.compile(r"\?pos=2"))
    expect(page.get_by_role("textbox", name="Tokens", exact=True)).to_have_value("a b c d e")
    page.go_back()
    expect(page.locator("#seen")).to_contain_text("position 3")
    page.go_back()
    expect(page.get_by_role("region", name="Attention of head recall")).to_be_visible()


def test_a_run_keeps_the_position_and_the_step(page: Page) -> None:
    page.goto(INDUCTION)
    page.get_by_role("link", name="head prev").click()
    page.get_by_role("link", name="Position before").click()
    expect(page.locator("#seen")).to_contain_text("position 2")
    page.get_by_role("textbox", name="Sequence", exact=True).fill("a b c a b")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("region", name="Answers by position")).to_contain_text("4")
    expect(page.locator("#seen")).to_contain_text("position 2")
    expect(page.get_by_role("region", name="Attention of head prev")).to_be_visible()


def test_the_reading_line_is_part_of_the_address(page: Page) -> None:
    page.goto(INDUCTION)
    page.get_by_role("heading", name="Sandbox").click()
    page.keyboard.press(",")
    expect(page).to_have_url(re.compile(r"[?&]at=\d"))
    page.get_by_role("link", name="Position before").click()
    expect(page).to_have_url(re.compile(r"pos=2.*at=\d"))
    computed = page.locator("#computed")
    told = computed.inner_text()
    page.reload()
    expect(computed).to_have_text(told)


def test_a_complaint_leads_to_its_line(page: Page) -> None:
    page.goto(INDUCTION)
    program(page, BAD)
    page.get_by_role("link", name="Line 4").click()
    source = page.get_by_role("textbox", name="As text only")
    expect(source).to_be_focused()
    chosen = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert source.evaluate(chosen) == "nonsense"
    expect(source).to_have_value(BAD)


def test_by_keyboard_alone(page: Page) -> None:
    page.goto(INDUCTION)
    keyboard = Keyboard(page)
    keyboard.go("textbox", "Sequence")
    page.keyboard.press("Control+a")
    page.keyboard.type("c d c")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="answer c d d")).to_be_visible()
    keyboard.reach("link", "Counting your own kind")
    expect(page.get_by_role("textbox", name="Tokens", exact=True)).to_have_value("^ a b c d")


def test_without_javascript(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sandbox")
    page.get_by_role("textbox", name="Sequence", exact=True).fill("c d c")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("row", name="answer c d d")).to_be_visible()
    page.get_by_role("link", name="head prev").click()
    expect(page.get_by_role("region", name="Attention of head prev")).to_be_visible()
    page.get_by_role("textbox", name="Longest sequence").fill("two")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("a whole number")
    expect(page.get_by_role("textbox", name="Longest sequence")).to_have_value("two")
    context.close()


def test_it_is_one_step_from_anywhere(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Sandbox").click()
    expect(page.get_by_role("heading", name="Sandbox")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, page: Page) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(BRACKETS)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    program(page, BAD)
    page.get_by_role("textbox", name="Everything else, as JSON").fill("{")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_overflows(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(BRACKETS)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    program(page, BAD + "x" * 400)
    expect(page.get_by_role("link", name="Line 4")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
