"""A player without a mouse."""

from playwright.sync_api import Page, expect

MOST_TABS = 150


class Keyboard:
    """Moves by Tab alone, and fails when something cannot be reached."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, role: str, name: str) -> None:
        """Tabs until the control of this name has the focus."""
        target = self.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        expect(target).to_be_enabled()
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {name}")

    def reach(self, role: str, name: str) -> None:
        """Goes to a button or link and presses Enter."""
        self.go(role, name)
        self.page.keyboard.press("Enter")

    def pick(self, name: str, option: str) -> None:
        """Goes to a select and types its option, as one does in a closed select."""
        self.go("combobox", name)
        with self.page.expect_response(lambda response: "/edit" in response.url):
            self.page.keyboard.type(option)

    def type(self, name: str, text: str) -> None:
        """Goes to a field, replaces its text and presses Enter."""
        self.go("textbox", name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        with self.page.expect_response(lambda response: "/edit" in response.url):
            self.page.keyboard.press("Enter")
