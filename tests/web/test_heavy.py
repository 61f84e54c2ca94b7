"""The largest programs that may be written: their pages come, with forms for what they can show."""

from time import monotonic

import pytest
from starlette.testclient import TestClient

from tests.web.test_edit import HTMX, PATH

HEADS = "".join(f"  head h{i}\n    copy token -> s{i}\n" for i in range(32))
TALL = "".join(f"layer\n{HEADS}" for _ in range(12)) + "output s0\n"
CLAUSES = "    match key.token == query.token weight 1/3\n" * 1300
BUSY = f"layer\n  head h\n{CLAUSES}    copy token -> s0\noutput s0\n"
SPACES = "".join(f"space s{i} = 0..255\n" for i in range(512)) + "output token\n"

SECONDS = 8
"""Many times what a page takes here, and a small part of what it took without bounds."""


@pytest.mark.parametrize("text", [TALL, BUSY, SPACES], ids=["tall", "busy", "spaces"])
def test_the_workshop_of_a_huge_program_opens_and_can_be_edited(
    client: TestClient, text: str
) -> None:
    begun = monotonic()
    saved = client.post(f"{PATH}/source", data={"revision": "0", "text": text}, headers=HTMX)
    fields = {"revision": "1", "action": "add", "place": "layers.0", "kind": "head"}
    edited = client.post(f"{PATH}/edit", data=fields, headers=HTMX)
    assert (saved.status_code, edited.status_code in (200, 409, 422)) == (200, True)
    assert monotonic() - begun < SECONDS


def test_a_step_of_very_many_parts_is_changed_as_text(client: TestClient) -> None:
    client.post(f"{PATH}/source", data={"revision": "0", "text": BUSY}, headers=HTMX)
    page = client.get(f"{PATH}?step=layers.0.heads.0").text
    assert "Change it in the Source tab" in page


def test_a_field_too_long_is_refused_rather_than_cut(client: TestClient) -> None:
    fields = {"revision": "0", "action": "add", "place": "", "kind": "x" * 40_000}
    refused = client.post(f"{PATH}/edit", data=fields, headers=HTMX)
    assert refused.status_code == 413
    assert "write more in the Source tab" in refused.text
