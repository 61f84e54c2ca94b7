"""The workshop as a player uses it: by the names a person or a screen reader would use."""

from playwright.sync_api import Locator, Page, expect


class Workshop:
    """One puzzle's page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, puzzle: str, query: str = "") -> "Workshop":
        self.page.goto(f"/p/campaign/{puzzle}{query}")
        expect(self.page.get_by_role("region", name="Tower", exact=True)).to_be_visible()
        return self

    @property
    def editor(self) -> Locator:
        return self.page.get_by_role("region", name="Editor", exact=True)

    @property
    def verdict(self) -> Locator:
        return self.page.locator("#report")

    @property
    def source(self) -> Locator:
        return self.page.get_by_role("textbox", name="The same program as text")

    def press(self, button: str) -> None:
        self.editor.get_by_role("button", name=button, exact=True).first.click()

    def choose(self, field: str, option: str) -> None:
        """Takes an option of a select; returns once the page has answered."""
        box = self.editor.get_by_role("combobox", name=field, exact=True)
        with self.page.expect_response(lambda response: "/edit" in response.url):
            box.select_option(option)

    def step(self, name: str) -> None:
        """Opens a step of the outline."""
        self.editor.get_by_role("link", name=name, exact=True).click()

    def check(self) -> None:
        self.page.get_by_role("button", name="Check", exact=True).click()

    def expect_ticks(self, *said: str) -> None:
        """Each shown example, in words."""
        rows = self.page.get_by_role("region", name="Examples").get_by_role("row")
        for row, word in enumerate(said, start=1):
            expect(rows.nth(row).get_by_role("cell").last).to_contain_text(word)

    def write(self, text: str) -> None:
        """Types a program in the Source tab and saves it."""
        self.editor.get_by_role("link", name="Source", exact=True).click()
        self.source.fill(text)
        self.editor.get_by_role("button", name="Save").click()
