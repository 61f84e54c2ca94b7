"""The editor's forms over HTTP, with htmx and without."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from tests import tiny

OURS = {"Sec-Fetch-Site": "same-origin"}
HTMX = {**OURS, "HX-Request": "true"}
PATH = "/p/tiny/echo"


def edit(
    client: TestClient,
    action: str,
    place: str,
    *,
    query: str = "",
    htmx: bool = True,
    revision: int | None = None,
    **values: str,
) -> str:
    """The page after one form of the editor; a redirect is followed by hand."""
    now = _revision(client) if revision is None else revision
    fields = {"revision": str(now), "action": action, "place": place, **values}
    sent = client.post(
        f"{PATH}/edit{query}", data=fields, headers=HTMX if htmx else OURS, follow_redirects=False
    )
    if not htmx and sent.status_code == 303:
        return client.get(sent.headers["location"]).text
    assert sent.status_code in (200, 409, 422), sent.text
    return sent.text


def _revision(client: TestClient) -> int:
    found = re.search(r'data-revision="(\d+)"', client.get(PATH).text)
    assert found
    return int(found[1])


def source(client: TestClient) -> str:
    found = re.search(
        r"<textarea[^>]*>\n(.*?)</textarea>", client.get(f"{PATH}?tab=source").text, re.S
    )
    assert found
    return found[1].replace("&gt;", ">").replace("&#34;", '"')


@pytest.mark.parametrize("htmx", [True, False])
def test_the_echo_puzzle_is_built_out_of_forms(client: TestClient, htmx: bool) -> None:
    edit(client, "add", "", kind="layer", htmx=htmx)
    page = edit(client, "add", "layers.0", kind="head", htmx=htmx)
    assert 'id="step-title" tabindex="-1">look1</h2>' in page
    edit(client, "add", "layers.0.heads.0", kind="compare", htmx=htmx)
    edit(client, "set", "layers.0.heads.0.clauses.0", key="position", htmx=htmx)
    edit(client, "rename", "layers.0.heads.0", name="here", htmx=htmx)
    assert source(client).split() == tiny.ECHO.replace("output", "# your turn output").split()


def test_htmx_gets_the_workshop_and_the_address_of_the_step(client: TestClient) -> None:
    edit(client, "add", "", kind="layer")
    fields = {"revision": "1", "action": "add", "place": "layers.0", "kind": "head"}
    sent = client.post(f"{PATH}/edit?ex=1&more=1", data=fields, headers=HTMX)
    assert sent.text.lstrip().startswith('<div class="workshop')
    query = parse_qs(urlsplit(sent.headers["HX-Replace-Url"]).query)
    assert query == {"ex": ["1"], "more": ["1"], "step": ["layers.0.heads.0"]}


def test_a_plain_form_is_sent_on_to_the_step(client: TestClient) -> None:
    fields = {"revision": "0", "action": "add", "place": "", "kind": "layer"}
    sent = client.post(f"{PATH}/edit", data=fields, headers=OURS, follow_redirects=False)
    assert sent.status_code == 303
    assert sent.headers["location"] == f"{PATH}?step=layers.0"


@pytest.mark.parametrize("htmx", [True, False])
def test_a_refusal_stands_at_its_field_with_what_was_typed(client: TestClient, htmx: bool) -> None:
    edit(client, "add", "", kind="layer")
    edit(client, "add", "layers.0", kind="head")
    place = "layers.0.heads.0.copies.0"
    page = edit(client, "set", place, gain="<b>", query="?step=layers.0.heads.0", htmx=htmx)
    assert 'value="&lt;b&gt;"' in page
    assert (
        'aria-invalid="true" aria-describedby="edit-layers-0-heads-0-copies-0-gain-error"' in page
    )
    assert re.search(r'id="edit-layers-0-heads-0-copies-0-gain-error" role="alert">[^<]+\.<', page)
    assert "gain" not in source(client)


def test_a_refusal_that_belongs_to_no_field_is_said_at_the_top(client: TestClient) -> None:
    page = edit(client, "delete", "layers.7", htmx=False)
    assert 'role="alert">That part of the program is no longer there' in page
    assert 'role="alert">That part' in edit(client, "explode", "", htmx=True)
    assert 'role="alert">' in edit(client, "set", "x" * 300, htmx=True)


def test_what_is_not_allowed_is_disabled_with_its_reason_as_text(client: TestClient) -> None:
    edit(client, "add", "", kind="layer")
    edit(client, "add", "layers.0", kind="head")
    page = client.get(f"{PATH}?step=layers.0.heads.0").text
    assert re.search(r'<option value="token" disabled>token</option>', page)
    assert "No step may write token" in page


def test_an_older_tab_is_given_the_choice(client: TestClient) -> None:
    edit(client, "add", "", kind="layer")
    page = edit(client, "add", "", kind="slot", revision=0)
    assert "conflict" in page.lower() or "somewhere else" in page
    assert "slot slot1" in page


def test_a_source_that_cannot_be_read_leaves_the_forms_closed(client: TestClient) -> None:
    broken = {"revision": "0", "text": "layer\n  hed x\n"}
    client.post(f"{PATH}/source", data=broken, headers=HTMX)
    page = client.get(f"{PATH}?step=layers.0").text
    assert "Mend it in the Source tab" in page
    assert f"{PATH}/edit" not in page
    page = edit(client, "add", "", kind="layer")
    assert "Mend it in the Source tab" in page
    assert "hed x" in source(client)


def test_comments_survive_an_edit(client: TestClient) -> None:
    edit(client, "add", "", kind="layer")
    assert source(client).endswith("# your turn\noutput guess\n")


def test_every_control_has_a_label_and_every_id_is_there_once(client: TestClient) -> None:
    edit(client, "add", "", kind="layer")
    edit(client, "add", "layers.0", kind="head")
    edit(client, "add", "layers.0.heads.0", kind="has")
    edit(client, "add", "layers.0", kind="mlp")
    edit(client, "add", "layers.0.mlps.0", kind="when")
    edit(client, "add", "layers.0.mlps.0.rules.0", kind="amount")
    steps = ("layers.0", "layers.0.heads.0", "layers.0.mlps.0", "layers.0.mlps.0.rules.0")
    for step in (*steps, "outputs.0", "slots.0"):
        page = client.get(f"{PATH}?step={step}").text
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), step
        controls = re.findall(r'<(?:select|input type="text") id="([^"]+)"', page)
        assert set(controls) <= set(re.findall(r'<label[^>]* for="([^"]+)"', page)), step
        assert " style=" not in page


def test_where_nothing_is_open_the_panel_says_what_to_do_next(client: TestClient) -> None:
    assert 'id="step-title" tabindex="-1">Begin with a layer<' in client.get(PATH).text
    edit(client, "add", "", kind="layer")
    assert ">Add your first step<" in client.get(PATH).text
    edit(client, "add", "layers.0", kind="head")
    assert ">Choose a step to change<" in client.get(f"{PATH}?step=layers.0.heads.7").text


def test_what_is_at_its_default_is_folded_but_the_shift_of_positions_is_not(
    client: TestClient,
) -> None:
    edit(client, "add", "", kind="layer")
    edit(client, "add", "layers.0", kind="head")
    edit(client, "add", "layers.0.heads.0", kind="compare")
    clause = "layers.0.heads.0.clauses.0"
    page = edit(client, "set", clause, key="position")
    assert "(-1: the one before)" in page
    told, _, folded = page.partition('clauses-0-set-more"')
    assert 'name="shift"' in told
    assert 'name="weight"' not in told
    assert 'name="weight"' in folded
    assert "(the one before)" in edit(client, "set", clause, shift="-1")
    assert "(2 after)" in edit(client, "set", clause, shift="2")
    page = edit(client, "set", clause, weight="3")
    assert 'name="weight"' in page.partition('clauses-0-set-set"')[0]


def test_reasons_stand_together_and_a_step_is_duplicated_not_copied(client: TestClient) -> None:
    edit(client, "add", "", kind="layer")
    page = edit(client, "add", "layers.0", kind="head")
    assert page.count('<details class="ed-why"') <= 2
    assert 'aria-label="Duplicate head look1"' in page
    assert ">Copy<" not in page
