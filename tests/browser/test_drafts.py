"""What is remembered: undo and redo, two tabs, a reload, a killed server, no JavaScript."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.browser.server import Server
from tests.browser.workshop import Workshop
from tests.language.samples import INDUCTION

ECHO = """\
layer
  head before
    match key.position == query.position - 1
    copy token -> answer
output answer
"""


def test_undo_and_redo(page: Page) -> None:
    workshop = Workshop(page).open("look")
    undo = page.get_by_role("button", name="Undo", exact=True)
    redo = page.get_by_role("button", name="Redo", exact=True)
    expect(undo).to_be_disabled()
    workshop.press("Add a condition on a label to head eye")
    workshop.choose("Label, condition 1 of head eye", "fruit")
    workshop.expect_ticks("right")
    undo.click()
    workshop.expect_ticks("wrong")
    redo.click()
    workshop.expect_ticks("right")
    expect(redo).to_be_disabled()
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(workshop.editor).to_contain_text("No condition yet")
    undo.click()
    workshop.expect_ticks("right")


def test_a_second_tab_is_offered_a_choice(page: Page) -> None:
    first = Workshop(page).open("echo")
    second = Workshop(page.context.new_page()).open("echo", "?tab=source")
    first.write(ECHO)
    first.expect_ticks("right")
    second.source.fill("layer\n  head mine\n    copy token -> answer\noutput answer\n")
    with second.page.expect_response(lambda response: response.status == 409):
        second.editor.get_by_role("button", name="Save").click()
    choice = second.page.get_by_role("alert")
    expect(choice).to_contain_text("head before")
    expect(choice).to_contain_text("head mine")
    second.page.get_by_role("button", name="Keep mine instead").click()
    expect(second.page.get_by_role("region", name="Tower", exact=True)).to_contain_text("head mine")
    second.page.get_by_role("button", name="Undo", exact=True).click()
    second.expect_ticks("right")


def test_a_reload_changes_nothing(page: Page) -> None:
    workshop = Workshop(page).open("induction")
    workshop.write(INDUCTION)
    workshop.expect_ticks("right")
    workshop.open("induction", "?ex=1&pos=4&step=layers.1.heads.0")
    before = page.locator("#workshop").aria_snapshot()
    page.reload()
    assert page.locator("#workshop").aria_snapshot() == before


def test_everything_survives_a_closed_browser_and_a_killed_server(
    browser: Browser, own_server: Server
) -> None:
    context = browser.new_context(base_url=own_server.address)
    workshop = Workshop(context.new_page()).open("induction")
    workshop.write(INDUCTION)
    workshop.expect_ticks("right")
    workshop.check()
    expect(workshop.verdict).to_contain_text("Solved, within par")
    cookies = context.storage_state()
    own_server.kill()
    context.close()
    own_server.start()
    context = browser.new_context(base_url=own_server.address, storage_state=cookies)
    workshop = Workshop(context.new_page()).open("induction", "?tab=source")
    expect(workshop.source).to_have_value(INDUCTION)
    expect(workshop.page.get_by_role("button", name="Undo", exact=True)).to_be_enabled()
    workshop.page.goto("/map")
    mine = workshop.page.locator('a[href="/p/campaign/induction"]')
    row = workshop.page.get_by_role("listitem").filter(has=mine).last
    expect(row).to_contain_text("within par")
    context.close()


def test_without_javascript_every_form_works(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    found: list[str] = []
    watch(page, found)
    page.goto("/")
    page.get_by_role("link", name="Play").click()
    workshop = Workshop(page)
    workshop.press("Add a condition on a label to head eye")
    workshop.editor.get_by_role("combobox", name="Label, condition 1 of head eye").select_option(
        "fruit"
    )
    workshop.editor.get_by_role("button", name="Set").first.click()
    workshop.expect_ticks("right", "right", "right")
    page.get_by_role("button", name="Hint", exact=True).click()
    expect(page.get_by_role("region", name="Task")).to_contain_text("Give it one condition")
    page.get_by_role("textbox", name="Your own sequence").fill("twig pear ?")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("region", name="Tower", exact=True)).to_contain_text("pear")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(workshop.verdict).to_contain_text("Solved, within par")
    page.get_by_role("button", name="Undo", exact=True).click()
    workshop.expect_ticks("wrong")
    assert found == []
    context.close()
