"""How long an edit takes until its page is there, beside the least that the server can answer.

Run as `python -m benchmarks.edits`; prints a Markdown table. An edit is one POST with htmx's
headers: the draft is saved, the program judged and traced, the workshop's block rendered. The
floor is `/healthz` on the same server in the same run, over the same in-process client.
"""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from starlette.testclient import TestClient

from app.packs.library import built_in
from app.settings import load
from app.web.main import create_app

PUZZLES = {
    "look": "layers.0.heads.0",
    "river-bank": "layers.0.heads.0",
    "induction": "layers.1.heads.0",
    "kingdoms": "layers.0.mlps.0.rules.0",
    "how-many": "layers.0.mlps.0.rules.0",
    "mirror": "layers.1.heads.0",
}
EDITS = 8
HTMX = {"HX-Request": "true"}
_REVISION = re.compile(r'name="revision" value="(\d+)"')


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(load({}, data=Path(folder)))
        ours = {"Sec-Fetch-Site": "same-origin"}
        with TestClient(app, base_url="http://localhost:8000", headers=ours) as client:
            floor = median(timed(lambda: client.get("/healthz")) for _ in range(EDITS))
            print("| puzzle | open step | edit, ms | longest, ms | times the floor |")
            print("|---|---|---:|---:|---:|")
            for slug, step in PUZZLES.items():
                times = edits(client, slug, step)
                print(
                    f"| {slug} | `{step}` | {median(times) * 1e3:.0f} | {max(times) * 1e3:.0f} | "
                    f"{median(times) / floor:.0f} |"
                )
            print(f"\nThe floor took {floor * 1e3:.1f} ms.")


def edits(client: TestClient, slug: str, step: str) -> list[float]:
    """Seconds of each of several edits of the puzzle's par, no two texts alike."""
    path = f"/p/campaign/{slug}"
    text = built_in().find(f"campaign/{slug}").solutions[0].text
    revision = int(_revision(client.get(path).text))
    times = []
    for n in range(EDITS + 1):
        fields = {"revision": str(revision + n), "text": f"{text}# {n}\n"}
        url = f"{path}/source?step={step}"
        times.append(timed(lambda: client.post(url, data=fields, headers=HTMX)))  # noqa: B023
    return times[1:]


def timed(act: Callable[[], object]) -> float:
    """Seconds that something took."""
    start = perf_counter()
    act()
    return perf_counter() - start


def _revision(page: str) -> str:
    found = _REVISION.search(page)
    assert found is not None
    return found.group(1)


if __name__ == "__main__":
    main()
