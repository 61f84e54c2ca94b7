"""Settings in a browser: a file there and back, a code between two, comforts, no script."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.browser.server import Server
from tests.browser.workshop import Workshop
from tests.language.samples import INDUCTION


def played(page: Page) -> Workshop:
    """A player with a draft and a solution."""
    workshop = Workshop(page).open("induction")
    workshop.write(INDUCTION)
    workshop.expect_ticks("right")
    workshop.check()
    expect(workshop.verdict).to_contain_text("Solved, within par")
    return workshop


def save(page: Page, folder: Path) -> Path:
    """The file that Export gives."""
    page.goto("/settings")
    with page.expect_download() as given:
        page.get_by_role("link", name="Export", exact=True).click()
    assert given.value.suggested_filename == "be-the-transformer.json"
    target = folder / "progress.json"
    given.value.save_as(target)
    return target


def test_a_file_brings_back_what_was_deleted(page: Page, tmp_path: Path) -> None:
    played(page)
    file = save(page, tmp_path)
    page.get_by_role("link", name="Delete everything").click()
    page.get_by_role("checkbox", name="Yes, delete everything").check()
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", name="You are forgotten")).to_be_visible()
    assert page.context.cookies() == []
    page.goto("/settings")
    expect(page.locator("#kept")).to_contain_text("Nothing yet")
    page.get_by_label("A file that Export has given you").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("table")).to_contain_text("Judged again: solved.")
    workshop = Workshop(page).open("induction", "?tab=source")
    expect(workshop.source).to_have_value(INDUCTION)


def test_a_code_moves_a_player_without_javascript(
    page: Page, browser: Browser, server: Server
) -> None:
    played(page)
    page.goto("/settings")
    page.get_by_role("button", name="Get a code").click()
    code = page.locator("#code strong").inner_text()
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    other = context.new_page()
    found: list[str] = []
    watch(other, found)
    other.goto("/settings")
    other.get_by_role("textbox", name="Code from the other device").fill(code)
    other.get_by_role("button", name="Move here").click()
    expect(other.get_by_role("status")).to_contain_text("the same player")
    expect(other.locator("#kept")).to_contain_text("1 solution")
    assert found == []
    context.close()


def test_comforts_are_there_before_the_page_is_drawn(page: Page) -> None:
    page.goto("/p/campaign/induction")
    chip = page.locator(".tower .tokens .chip").first
    before = chip.bounding_box()
    page.goto("/settings")
    page.get_by_role("radio", name="Large").check()
    page.get_by_role("radio", name="None").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved for this browser")
    page.goto("/")
    moving = "element => getComputedStyle(element).animationName"
    assert page.locator(".idea .two").evaluate(moving) == "none"
    page.goto("/p/campaign/induction")
    after = chip.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"] * 1.2


def test_on_paper_there_is_the_lesson_and_nothing_to_click(page: Page) -> None:
    workshop = played(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Induction")).to_be_visible()
    expect(page.locator(".lesson").first).to_be_visible()
    expect(workshop.source).to_be_visible()
    for gone in ("#do-check", ".tower", "nav.main", ".tabs"):
        expect(page.locator(gone).first).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, page: Page, tmp_path: Path) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    played(page)
    file = save(page, tmp_path)
    page.get_by_role("button", name="Get a code").click()
    fit(page)
    page.get_by_label("A file that Export has given you").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("table")).to_be_visible()
    fit(page)
    page.goto("/settings/forget")
    fit(page)
    page.get_by_role("checkbox", name="Yes, delete everything").check()
    page.get_by_role("button", name="Delete everything").click()
    fit(page)


@pytest.mark.parametrize("comfort", ["Large", "Projector"])
def test_comforts_never_make_the_page_wider(comfort: str, page: Page) -> None:
    page.goto("/settings")
    page.get_by_role("radio", name=comfort).check()
    page.get_by_role("button", name="Save").click()
    for path in ("/settings", "/p/campaign/induction"):
        page.goto(path)
        fit(page)


def fit(page: Page) -> None:
    """The page as it stands breaks no rule, at any width."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    for width in (360, 800, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
