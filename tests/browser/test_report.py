"""The report as a player meets it: after a check, by keyboard, and fit to be read."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.packs.library import built_in
from tests.browser.workshop import Workshop

WRONG = {
    ("induction", "first-time"): "You could not have known",
    ("nobody-there", "no-sink"): "You answered without evidence",
    ("mirror", "four-letters"): "A blur was read as if it were sharp",
    ("induction", "thin-shares"): "Right answers by length",
    ("kingdoms", "two-kinds"): "You knew, but did not say it",
}


def failing(page: Page, puzzle: str, wrong: str) -> Workshop:
    """The workshop after a check of one of the author's wrong programs."""
    program = next(w for w in built_in().find(f"campaign/{puzzle}").wrong if w.name == wrong)
    workshop = Workshop(page).open(puzzle)
    workshop.write(program.text)
    expect(page.locator("#do-undo")).to_be_enabled()
    workshop.check()
    return workshop


@pytest.mark.parametrize(("puzzle", "wrong"), WRONG)
def test_each_kind_of_failure_is_explained(puzzle: str, wrong: str, page: Page) -> None:
    failing(page, puzzle, wrong)
    title = WRONG[puzzle, wrong]
    expect(page.locator("#why").get_by_role("heading", name=title)).to_be_visible()


def test_a_world_is_loaded_in_the_tower_and_the_report_stays(page: Page) -> None:
    failing(page, "induction", "first-time")
    world = page.locator("#part-collision").get_by_role("row", name="world 2")
    expect(world).to_be_visible()
    beads = world.locator(".bead").all_inner_texts()
    world.get_by_role("link", name="Load world 2 in the tower").click()
    expect(page.locator("#seq")).to_have_value(" ".join(beads[:-2]))
    expect(
        page.locator("#why").get_by_role("heading", name="You could not have known")
    ).to_be_visible()


def test_folded_findings_open_by_keyboard(page: Page) -> None:
    failing(page, "induction", "first-time")
    summary = page.locator("#part-blindspots summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#part-blindspots table")).to_be_visible()


def test_steps_that_do_nothing_are_found_on_request(page: Page) -> None:
    failing(page, "seen-before", "myself")
    page.get_by_role("button", name="Which of my steps do nothing?").click()
    expect(page.locator("#idle")).to_contain_text("head twin changes nothing")
    page.locator("#idle").get_by_role("link", name="Open it").first.click()
    expect(page.locator("#tab-step")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_report(scheme: str, page: Page) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    failing(page, "mirror", "four-letters")
    expect(page.locator("#why section").first).to_be_visible()
    for part in page.locator("#why details > summary").all():
        part.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_a_report_never_makes_the_page_wider(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    failing(page, "nobody-there", "no-sink")
    expect(page.locator("#why section").first).to_be_visible()
    for part in page.locator("#why details > summary").all():
        part.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
