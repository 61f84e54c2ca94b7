"""Every page, in light and in dark: axe finds nothing, nothing overflows, nothing is inlined."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.packs.build import build_pack
from tests.browser.server import Server
from tests.browser.workshop import Workshop
from tests.language.samples import INDUCTION
from tests.packs import tiny

PAGES = {
    "home": "/",
    "map": "/map",
    "first": "/p/campaign/look",
    "step": "/p/campaign/induction?step=layers.1.heads.0&pos=4",
    "attention": "/p/campaign/induction?step=layers.1.heads.0&tab=attention",
    "source": "/p/campaign/induction?tab=source",
    "solved": "/p/campaign/induction?check=1",
    "gaps": "/gaps",
    "prove": "/p/campaign/river-bank-alone/prove",
    "inside": "/p/campaign/induction/inside",
}


@pytest.fixture(scope="module")
def played(browser: Browser, server: Server) -> Iterator[str]:
    """The cookies of a player who has solved Induction, as a file would hold them."""
    context = browser.new_context(base_url=server.address)
    workshop = Workshop(context.new_page()).open("induction")
    workshop.write(INDUCTION)
    workshop.expect_ticks("right")
    workshop.check()
    expect(workshop.verdict).to_be_visible()
    yield context.cookies()  # type: ignore[misc]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, scheme: str, played: list[object], page: Page) -> None:
    page.context.add_cookies(played)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(PAGES[name])
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_missing_page_is_as_fit_to_read(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    page.goto("/p/campaign/nowhere")
    expect(page.get_by_role("main")).to_contain_text("There is no puzzle called campaign/nowhere.")
    assert Axe().run(page).violations_count == 0
    context.close()


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("name", ["home", "map", "step", "source", "solved"])
def test_nothing_overflows(name: str, width: int, played: list[object], page: Page) -> None:
    page.context.add_cookies(played)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= width


HOSTILE = "<img onerror=alert(1)>"


def test_a_token_that_looks_like_markup_is_only_text(browser: Browser, tmp_path: Path) -> None:
    puzzle = tiny.PUZZLE.replace('"b"', f'"{HOSTILE}"').replace('"copy"]', '"copy", "is"]')
    folder = tiny.write(tmp_path, {"puzzle.toml": puzzle})
    report = build_pack(folder)
    assert report.ok, report.text()
    with Server(tmp_path / "data", BTT_PACKS=os.fspath(folder)) as server:
        context = browser.new_context(base_url=server.address)
        page = context.new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        page.goto("/p/tiny/echo")
        tower = page.get_by_role("region", name="Tower", exact=True)
        expect(tower).to_contain_text(HOSTILE)
        assert page.locator("img").count() == 0
        workshop = Workshop(page)
        workshop.press("Add a head to layer 1")
        workshop.press("Add a condition on a label to head look1")
        workshop.choose("Label, condition 1 of head look1", f'"{HOSTILE}"')
        expect(tower).to_contain_text("look1")
        workshop.check()
        expect(workshop.verdict).to_contain_text("wrong")
        assert page.locator("img").count() == 0
        assert dialogs == []
        context.close()
