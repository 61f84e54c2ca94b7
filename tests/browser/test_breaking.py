"""Breaking a program in a browser: typed, told, fit to read, and without scripts as well."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.browser.server import Server

PAGE = "/p/campaign/right-so-far/break"
FAILS = "a a a a a a a b b b b a"
LOOKED = f"{PAGE}?seq={FAILS.replace(' ', '+')}&step=layers.1.heads.0"


def attempt(page: Page, sequence: str) -> None:
    page.get_by_label("A sequence on which it fails").fill(sequence)
    page.get_by_role("button", name="Try to break it").click()


def test_a_sequence_is_typed_and_the_report_has_the_focus(page: Page) -> None:
    page.goto("/p/campaign/right-so-far")
    attempt(page, "a b a")
    expect(page.get_by_role("heading", name="It holds")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?seq=a\+b\+a$"))  # the address follows the swap
    attempt(page, FAILS)
    expect(page.get_by_role("heading", name="Broken, within par")).to_be_visible()
    expect(page).not_to_have_url(re.compile(r"\?seq=a\+b\+a$"))
    expect(page.locator("#report")).to_be_focused()
    expect(page.get_by_role("link", name="Next: Kingdoms")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="It holds")).to_be_visible()


def test_what_cannot_be_read_stays_in_the_field(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    found: list[str] = []
    watch(page, found)
    page.goto(PAGE)
    attempt(page, "a b zebra")
    expect(page.locator("#seq-error")).to_be_visible()
    expect(page.get_by_label("A sequence on which it fails")).to_have_value("a b zebra")
    assert [what for what in found if "422" not in what] == []
    context.close()


def test_it_works_without_scripts(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)
    attempt(page, FAILS)
    expect(page.get_by_role("heading", name="Broken, within par")).to_be_visible()
    page.get_by_role("button", name="Hint").click()
    expect(page.locator("#hints li")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(PAGE)
    attempt(page, FAILS)
    expect(page.locator("#report")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_is_wider_than_the_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(LOOKED)
    expect(page.locator("table.pattern")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
