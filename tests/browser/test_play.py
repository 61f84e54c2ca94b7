"""Playing: from the home page to solved puzzles, by mouse, by keyboard and by typing."""

from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.workshop import Workshop
from tests.language.samples import INDUCTION


def test_the_first_puzzle_takes_a_minute(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Play").click()
    workshop = Workshop(page)
    expect(page.get_by_role("heading", name="Look", level=1)).to_be_visible()
    workshop.expect_ticks("wrong", "wrong", "wrong")
    workshop.press("Add a condition on a label to head eye")
    workshop.choose("Label, condition 1 of head eye", "fruit")
    workshop.expect_ticks("right", "right", "right")
    workshop.check()
    expect(workshop.verdict).to_contain_text("Solved, within par")
    expect(workshop.verdict).to_contain_text("all 6,015 sequences")
    page.goto("/map")
    expect(page.get_by_role("link", name="Look")).to_be_visible()
    expect(page.get_by_text("within par").first).to_be_visible()


def test_induction_from_empty_with_the_mouse(page: Page) -> None:
    workshop = Workshop(page).open("induction")
    workshop.press("Add a head to layer 1")
    workshop.press("Add a condition that compares to head look1")
    workshop.choose("Slot there, condition 1 of head look1", "position")
    page.get_by_role("textbox", name="Shift, condition 1 of head look1").fill("-1")
    page.keyboard.press("Enter")
    tower = page.get_by_role("region", name="Tower", exact=True)
    expect(tower).to_contain_text("it looks at position 3")
    workshop.press("Add a layer")
    workshop.press("Add a head to layer 2")
    workshop.press("Add a condition that compares to head look2")
    workshop.choose("Slot there, condition 1 of head look2", "prev")
    workshop.check()
    expect(workshop.verdict).to_contain_text("the smallest of these")
    expect(tower).to_contain_text("wrong")
    workshop.choose("If several tie, head look2", "take the latest")
    workshop.check()
    expect(workshop.verdict).to_contain_text("Solved, within par")


def test_echo_with_the_keyboard_alone(page: Page) -> None:
    """Tab and Enter reach everything; selects are changed by typing what they should say."""
    workshop = Workshop(page).open("echo")
    keys = Keyboard(page)
    keys.reach("button", "Add a head to layer 1")
    keys.reach("button", "Add a condition that compares to head look1")
    keys.pick("Slot there, condition 1 of head look1", "position")
    keys.type("Shift, condition 1 of head look1", "-1")
    workshop.expect_ticks("right", "right", "right")
    keys.reach("button", "Check")
    expect(workshop.verdict).to_contain_text("Solved, within par")


def test_the_keyboard_is_not_lost_when_its_button_is_used_up(page: Page) -> None:
    Workshop(page).open("induction")
    Keyboard(page).reach("button", "Add a layer")
    expect(page.get_by_role("button", name="Add a layer", exact=True)).to_be_disabled()
    expect(page.locator("#step-title")).to_be_focused()


def test_the_source_tab_edits_the_same_program(page: Page) -> None:
    workshop = Workshop(page).open("induction")
    workshop.write(INDUCTION.replace("head recall", "hed recall"))
    mend = page.get_by_role("region", name="One thing to mend")
    expect(mend).to_contain_text("Line 6: No statement begins with 'hed'. Did you mean head?")
    expect(workshop.source).to_have_value(INDUCTION.replace("head recall", "hed recall"))
    workshop.write(INDUCTION)
    workshop.expect_ticks("right", "right", "right")
    workshop.editor.get_by_role("link", name="Step", exact=True).click()
    workshop.step("head recall")
    expect(workshop.editor.get_by_role("heading", name="recall")).to_be_visible()
