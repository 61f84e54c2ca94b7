"""How long an edit takes in a real browser, alone and in a crowd, beside the least answer there is.

Run as `python -m benchmarks.page` with the test extras installed; prints a Markdown table. A
program of three layers stands on a sequence of 64 tokens. Alone: Chromium changes one choice of an
open head 100 times; *server* is from the request to the first byte of its answer, *on the page*
from the choice until the new tower stands. In a crowd: 50 players change their programs at once,
over plain HTTP. The floor is `/healthz` on the same server in the same run.
"""

import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium
from tests.browser.server import Server

EDITS = 100
PLAYERS, EACH = 50, 6
ENDS = ("take the earliest", "take the latest")
PUZZLE = "/p/campaign/still-to-come"
PROGRAM = """slot seen : token
slot more : token
layer
  head first
    match key.token is !
    match key.position > query.position
    copy token -> seen
layer
  head second
    match key.seen == query.token
    prefer latest
    copy seen -> more
layer
  head third
    match key.more == query.seen
    prefer latest
    copy token -> more
output more
"""
VIEW = {"seq": "^ " + "tick - ! tick " * 15 + "tick - tick", "step": "layers.2.heads.0"}
REVISION = re.compile(rb'name="revision" value="(\d+)"')


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        print("| | median, ms | 95 of 100 within, ms | longest, ms | times the floor |")
        print("|---|---:|---:|---:|---:|")
        floor = median(floors(server))
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=chromium.find(), args=list(chromium.flags())
            )
            edits = list(alone(browser.new_page(base_url=server.address)))
            browser.close()
        row("alone, server", [edit[0] for edit in edits], floor)
        row("alone, on the page", [edit[1] for edit in edits], floor)
        with ThreadPoolExecutor(PLAYERS) as crowd:
            times = [t for each in crowd.map(player, [server] * PLAYERS) for t in each]
        row(f"{PLAYERS} players, server", times, floor)
        print(f"\nThe floor took {floor * 1e3:.1f} ms.")


def row(name: str, times: list[float], floor: float) -> None:
    """One line of the table; times are in seconds."""
    high = quantiles(times, n=20)[-1]
    print(
        f"| {name} | {median(times) * 1e3:.0f} | {high * 1e3:.0f} | {max(times) * 1e3:.0f} | "
        f"{median(times) / floor:.0f} |"
    )


def alone(page: Page) -> Iterator[tuple[float, float]]:
    """Seconds of each edit: at the server, and until the page shows it."""
    page.goto(f"{PUZZLE}?{urlencode({**VIEW, 'tab': 'source'})}")
    page.locator("#source").fill(PROGRAM)
    page.get_by_role("button", name="Save").click()
    page.locator("#tab-step").click()
    chosen = page.get_by_role("combobox", name="If several tie, head third")
    for n in range(EDITS):
        start = perf_counter()
        with page.expect_response(lambda answer: "/edit" in answer.url) as found:
            chosen.select_option(label=ENDS[n % 2])
        timing = found.value.request.timing
        page.wait_for_function(
            "n => document.getElementById('workshop').dataset.revision >= n", arg=n + 2
        )
        yield (timing["responseStart"] - timing["requestStart"]) / 1e3, perf_counter() - start


def player(server: Server) -> list[float]:
    """Seconds of each of one player's edits, made one after another, the first left out."""
    line = HTTPConnection("127.0.0.1", server.port)
    line.request("GET", PUZZLE)
    page = line.getresponse()
    cookie = str(page.getheader("Set-Cookie")).partition(";")[0]
    headers = {
        "Cookie": cookie,
        "HX-Request": "true",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    found = REVISION.search(page.read())
    assert found is not None
    revision, times = int(found[1]), []
    for n in range(EACH + 1):
        fields = urlencode({"revision": revision + n, "text": f"{PROGRAM}# {n}\n"})
        start = perf_counter()
        line.request("POST", f"{PUZZLE}/source?{urlencode(VIEW)}", fields, headers)
        line.getresponse().read()
        times.append(perf_counter() - start)
    return times[1:]


def floors(server: Server) -> Iterator[float]:
    """Seconds of each of several answers of the least that the server can say."""
    line = HTTPConnection("127.0.0.1", server.port)
    for _ in range(20):
        start = perf_counter()
        line.request("GET", "/healthz")
        line.getresponse().read()
        yield perf_counter() - start


if __name__ == "__main__":
    main()
