"""A solved puzzle as a player meets it: readable at any width, and with a picture to keep."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.packs.library import built_in
from tests.browser.workshop import Workshop


def solved(page: Page, puzzle: str) -> Workshop:
    """The workshop after a check of the author's last solution."""
    program = built_in().find(f"campaign/{puzzle}").solutions[-1]
    workshop = Workshop(page).open(puzzle)
    workshop.write(program.text)
    expect(page.locator("#do-undo")).to_be_enabled()
    workshop.check()
    expect(page.locator("#standing-title")).to_be_visible()
    return workshop


def test_a_picture_is_kept_as_svg_and_as_png(page: Page, tmp_path: Path) -> None:
    solved(page, "still-to-come")
    with page.expect_download() as kept:
        page.get_by_role("link", name="SVG, light").click()
    assert kept.value.suggested_filename == "still-to-come.svg"
    with page.expect_download() as made:
        page.get_by_role("button", name="PNG, dark").click()
    assert made.value.suggested_filename == "still-to-come-dark.png"
    made.value.save_as(tmp_path / "tower.png")
    assert (tmp_path / "tower.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_axe_finds_nothing(width: int, scheme: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    solved(page, "still-to-come")
    for part in page.locator("#report details > summary").all():
        part.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
