"""The first minutes: a word opens where it stands, and what is empty says what to do next."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Server
from tests.browser.workshop import Workshop


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_glossary(scheme: str, page: Page) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/glossary")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_the_glossary_overflows_nowhere(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/glossary")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1400])
def test_a_word_opens_by_keyboard_and_leads_to_the_glossary(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    workshop = Workshop(page).open("look")
    workshop.editor.get_by_role("button", name="Conditions").focus()
    page.keyboard.press("Enter")
    said = page.get_by_role("dialog", name="condition")
    expect(said).to_be_visible()
    expect(said).to_contain_text("One line of what a head looks for")
    box = said.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/glossary#condition")


def test_a_word_opens_without_a_script(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/p/campaign/look")
    page.get_by_role("button", name="Budget").click()
    expect(page.get_by_role("dialog", name="budget")).to_be_visible()
    context.close()


def test_an_empty_start_offers_the_next_thing_each_time(page: Page) -> None:
    workshop = Workshop(page).open("echo")
    empty = workshop.editor.locator(".ed-empty")
    expect(empty).to_contain_text("A head looks at other positions")
    expect(empty).not_to_contain_text("MLP works")
    empty.get_by_role("button", name="Add a head to layer 1").click()
    expect(empty).to_contain_text("No condition yet")
    empty.get_by_role("button", name="Add a condition").first.click()
    expect(empty).to_have_count(0)


def test_attention_with_nothing_chosen_names_the_heads(page: Page) -> None:
    workshop = Workshop(page).open("induction-given", "?tab=attention")
    workshop.editor.get_by_role("link", name="head before").click()
    expect(workshop.editor.get_by_role("table")).to_be_visible()


def test_a_locked_step_reads_as_sentences_and_is_not_what_opens_first(page: Page) -> None:
    workshop = Workshop(page).open("induction-given")
    expect(workshop.editor.get_by_role("heading", name="Add your first step")).to_be_visible()
    workshop.step("head before")
    expect(workshop.editor).to_contain_text("Bring back token into prev.")
    expect(workshop.editor).to_contain_text("moved by -1 (the one before).")
