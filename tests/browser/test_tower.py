"""The tower as a machine: stepping through it, folding it, reading long sequences in it."""

import gzip
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.server import Server
from tests.browser.workshop import Workshop
from tests.language.samples import INDUCTION

LONG = quote("a b c d " * 15 + "a")


@pytest.fixture
def tower(page: Page) -> Locator:
    """The tower of a solved Induction, its last head selected."""
    workshop = Workshop(page).open("induction")
    workshop.write(INDUCTION)
    workshop.expect_ticks("right")
    workshop.open("induction", "?step=layers.1.heads.0")
    return page.get_by_role("region", name="Tower", exact=True)


def chips(tower: Locator, slot: str) -> Locator:
    """The chips of a slot's row."""
    return tower.locator(f"tr[data-row$='-{slot}'] a.cell")


def test_keys_step_through_the_half_layers_without_a_request(page: Page, tower: Locator) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    expect(tower.locator("#computed")).to_have_text("The answers are given")
    page.keyboard.press(",")
    expect(tower.get_by_text("Layer 2: heads have written guess").first).to_be_visible()
    expect(tower.locator(".said").last).to_be_hidden()
    expect(tower.locator(".fan.chosen path").first).to_be_visible()
    page.keyboard.press(",")
    expect(tower.locator("#computed")).to_have_text("Layer 1: heads have written prev")
    expect(chips(tower, "guess").first).to_be_hidden()
    expect(chips(tower, "prev").last).to_be_visible()
    expect(tower.locator(".fan.chosen path").first).to_be_hidden()
    assert page.url.endswith("?step=layers.1.heads.0&at=1")
    assert asked == []


def test_the_line_stays_where_it_is_when_the_page_changes(page: Page, tower: Locator) -> None:
    page.get_by_label("Half-layers computed").fill("1")
    page.keyboard.press("Escape")
    tower.get_by_role("link", name="Position before").click()
    expect(tower.locator(".at > b")).to_have_text("3")
    expect(chips(tower, "guess").first).to_be_hidden()
    assert "at=1" in page.url
    page.reload()
    expect(tower.locator("#computed")).to_have_text("Layer 1: heads have written prev")
    Workshop(page).check()
    expect(page.locator("#report")).to_contain_text("Solved")
    expect(tower.locator(".said").last).to_be_visible()


def test_without_javascript_the_line_is_a_form_and_two_links(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/p/campaign/induction?tab=source")
    page.get_by_role("textbox", name="The same program as text").fill(INDUCTION)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="One step down").click()
    expect(page.locator("#computed")).to_have_text("Layer 2: heads have written guess")
    page.get_by_label("Half-layers computed").fill("0")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#computed")).to_have_text("Only the tokens are there")
    expect(page.locator("#middle .lane .chip").first).to_be_hidden()
    assert "tab=source" in page.url
    context.close()


def test_a_layer_folds_and_unfolds_by_keyboard(page: Page, tower: Locator) -> None:
    keys = Keyboard(page)
    keys.reach("link", "Layer 1: fold it")
    expect(tower.get_by_role("link", name="Layer 1, folded: unfold it. Writes")).to_be_focused()
    expect(tower.locator(".strip")).to_contain_text("prev")
    expect(chips(tower, "prev")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(chips(tower, "prev").last).to_be_visible()


def test_a_long_sequence_unfolds_where_one_asks(page: Page, tower: Locator) -> None:
    page.goto(f"/p/campaign/induction?step=layers.1.heads.0&pos=40&seq={LONG}")
    before = tower.locator(".tokens td[data-at]").count()
    tower.get_by_role("link", name="more: show positions").first.click()
    expect(tower.locator(".tokens td.skipped")).to_have_count(1)
    assert tower.locator(".tokens td[data-at]").count() > before
    tower.get_by_role("link", name="All 61 columns").click()
    expect(tower.locator(".tokens td[data-at]")).to_have_count(61)


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_folded_and_half_run_tower_can_be_read_by_all(
    page: Page, tower: Locator, width: int, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/p/campaign/induction?step=layers.1.heads.0&at=1&fold=0&seq={LONG}")
    expect(tower.locator(".strip")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_of_a_long_sequence_is_small(page: Page, tower: Locator) -> None:
    expect(tower).to_be_visible()
    got = page.request.get(f"/p/campaign/induction?step=layers.1.heads.0&pos=40&seq={LONG}")
    assert len(gzip.compress(got.body())) < 100_000
