"""The sandbox over HTTP: all of it in the address, each complaint in its place, nothing lost."""

import html
import re
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from app.language.program import Concept, Ref, Relation, Slot, Space
from app.language.setting import Generate, Setting
from app.play.sandbox import PACKED, Box, pack, unpack
from app.play.starts import STARTS
from app.web.bench import read
from app.web.sandbox import address, address_of
from tests.web.test_heavy import BUSY, SPACES, TALL

OURS = {"Sec-Fetch-Site": "same-origin"}
HTMX = {**OURS, "HX-Request": "true"}
ONE = "layer\n  head h\n    copy token -> g\noutput g\n"


def fields(**typed: str) -> dict[str, str]:
    """A form of the page, which always sends all but the tick."""
    box = STARTS["Induction"]
    sent = {name: getattr(box, name) for name in Box.__slots__ if name != "bos"}
    return {**sent, **typed}


def sent(client: TestClient, **typed: str) -> str:
    """The page that a form leads to."""
    answer = client.post("/sandbox", data=fields(**typed), headers=OURS)
    assert answer.status_code == 200
    return answer.text


def seen(text: str, title: str) -> str:
    """A row of the table of answers, as text."""
    table = re.search(r'class="pattern sb-answers".*?</table>', text, re.DOTALL)
    assert table is not None
    row = next(row for row in table.group().split("<tr>") if f">{title}</th>" in row)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def error(text: str, name: str) -> str:
    """What the page says is wrong with a field, which must point to it."""
    found = re.search(rf'id="{name}-error"[^>]*>(.*?)</p>', text)
    if found is None:
        return ""
    assert re.search(rf'id="{name}"[^>]*aria-invalid="true"[^>]*{name}-error', text)
    return html.unescape(found.group(1))


def test_it_opens_on_a_program_that_runs(client: TestClient) -> None:
    page = client.get("/sandbox")
    assert urlsplit(str(page.url)).path == address(STARTS["Induction"])
    assert seen(page.text, "answer") == "answer a b c b"
    assert "Attention of head recall" in page.text


@pytest.mark.parametrize(
    ("title", "answers"),
    [
        ("Balanced brackets", "answer yes no no no yes no"),
        ("Counting your own kind", "answer ? undecided 3 2 3 1 3 2"),
    ],
)
def test_the_worked_programs_answer_as_the_language_says(
    client: TestClient, title: str, answers: str
) -> None:
    page = client.get(address(STARTS[title])).text
    assert seen(page, "answer") == answers
    assert "to mend" not in page


def test_a_form_leads_to_the_address_that_holds_it(client: TestClient) -> None:
    given = fields(sequence="b c b", view="?pos=1&step=layers.0.heads.0")
    answer = client.post("/sandbox", data=given, headers=OURS, follow_redirects=False)
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    assert parts.query == "pos=1&step=layers.0.heads.0"
    assert unpack(parts.path.split("/")[2]) == Box(text=given["text"], sequence="b c b")


def test_htmx_is_given_the_page_and_its_address(client: TestClient) -> None:
    answer = client.post("/sandbox", data=fields(sequence="b c b"), headers=HTMX)
    assert answer.headers["hx-push-url"].startswith("/sandbox/")
    assert '<div class="sandbox page"' in answer.text
    assert "<html" not in answer.text


def test_choosing_a_position_leaves_what_is_typed_alone(client: TestClient) -> None:
    part = client.get(address(STARTS["Induction"]) + "?pos=1", headers=HTMX).text
    assert "At position 1 it looks at" in part
    assert "<textarea" not in part


def test_links_of_the_tower_do_not_carry_the_program(client: TestClient) -> None:
    page = client.get("/sandbox").text
    assert 'href="./?pos=2&amp;step=layers.1.heads.0"' in page


def test_a_link_that_lost_its_last_stroke_still_opens(client: TestClient) -> None:
    there = address(STARTS["Induction"])
    page = client.get(f"{there[:-1]}?pos=1")
    assert str(page.url).endswith(f"{there}?pos=1")


def test_nothing_is_stored(client: TestClient) -> None:
    assert "set-cookie" not in client.get(address(STARTS["Induction"])).headers


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("tokens", "", "Type some tokens"),
        ("tokens", "a a", "distinct labels"),
        ("tokens", "z " * 9_000, "from 1 to 256 labels"),
        ("max_len", "many", "a whole number from 1 to 256"),
        ("max_len", "9" * 9_000, "a whole number from 1 to 256"),
        ("max_len", "0", "must be from 1 to 256"),
        ("sharpness", "sharp", "is a number"),
        ("resolution", "nan", "finite"),
        ("attention", "<b>", "input should be"),
        ("sequence", "a z", "'z' at position 1 is not a token here"),
        ("sequence", "", "Type some tokens"),
        ("rest", "{", "This is not JSON: at line 1, column 2"),
        ("rest", "[" * 60_000, "nests too deep"),
        ("rest", "[]", "one JSON object"),
        ("rest", '{"tokens": []}', '"tokens" has a field of its own'),
        ("rest", '{"toys": []}', "not as expected at toys"),
        ("rest", '{"spaces": {"\\ud800": ["a"]}}', "cannot be used"),
        ("rest", '{"spaces": {"layer": ["a"]}}', "In the setting: "),
        ("rest", '{"spaces": {"n": {"range": [0, 999]}}}', "the range of space n"),
    ],
)
def test_a_field_in_trouble_says_so_and_keeps_what_was_typed(
    client: TestClient, field: str, typed: str, said: str
) -> None:
    page = sent(client, **{field: typed})
    assert said in error(page, field)
    assert (
        html.escape(typed, quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in page
    )
    assert "head recall" in page


def test_soft_attention_asks_for_its_sharpness(client: TestClient) -> None:
    assert "is needed where attention is soft" in error(sent(client, mode="soft"), "sharpness")


def test_a_sink_must_be_among_the_tokens(client: TestClient) -> None:
    assert "must begin with ^" in error(sent(client, bos="1"), "tokens")


def test_complaints_name_their_line_and_the_rest_still_runs(client: TestClient) -> None:
    page = sent(client, text=ONE + "what is this\n")
    assert 'data-line="5"' in page
    assert "The tower runs the lines that can be read." in page
    assert seen(page, "answer").startswith("answer a")


def test_without_a_setting_the_program_is_still_read(client: TestClient) -> None:
    page = sent(client, max_len="", text="what is this\n")
    assert 'data-line="1"' in page
    assert "The tower comes back when the setting can be read." in page


def test_what_no_address_can_hold_is_given_back_whole(client: TestClient) -> None:
    noise = "".join(f"# {i * i * 7919 % 100_003:x} {i**3 % 99_991:x}\n" for i in range(1500))
    for headers in (OURS, HTMX):
        answer = client.post("/sandbox", data=fields(text=noise), headers=headers)
        assert answer.status_code == 413
        assert f"and {PACKED:,} fit" in answer.text
        assert noise.strip() in answer.text


@pytest.mark.parametrize("packed", ["nonsense", "A" * 7_000, "%00", "%F0%9F%90%91", "..%0d%0aX"])
def test_a_broken_link_says_so_and_offers_a_start(client: TestClient, packed: str) -> None:
    answer = client.get(f"/sandbox/{packed}/")
    assert answer.status_code == 404
    assert "This address does not hold a sandbox" in answer.text
    assert address(STARTS["Balanced brackets"]) in answer.text


@pytest.mark.parametrize("view", ["?" + "a=b&" * 5_000, "?pos=999999999&step=" + "9." * 500, "\0"])
def test_a_view_that_leads_nowhere_does_no_harm(client: TestClient, view: str) -> None:
    assert "head recall" in sent(client, view=view)


def test_a_step_that_is_gone_gives_way_to_one_that_is_there(client: TestClient) -> None:
    page = sent(client, text=ONE, view="?pos=1&step=layers.1.heads.0")
    assert "Attention of head h" in page


def test_a_program_without_an_output_has_no_answers(client: TestClient) -> None:
    page = sent(client, text=ONE.replace("output g\n", ""))
    assert "sb-answers" not in page


@pytest.mark.parametrize("text", [TALL, BUSY, SPACES], ids=["tall", "busy", "spaces"])
def test_huge_programs_are_answered_all_the_same(client: TestClient, text: str) -> None:
    page = sent(client, text=text, max_len="256", sequence="a " * 256)
    assert "What it costs" in page


def test_what_would_generate_for_too_long_is_not_begun(client: TestClient) -> None:
    page = sent(client, text=TALL, max_len="256", rest='{"generate": {"steps": 256}}')
    assert "take too long for a page" in page


def test_a_program_may_continue_its_own_answers(client: TestClient) -> None:
    relation = "relation after = a:b b:c c:d\n"
    head = "layer\n  head me\n    match key.position == query.position\n"
    text = f"{relation}{head}    copy token through after -> g\noutput g\n"
    page = sent(client, text=text, sequence="a", rest='{"generate": {"steps": 2}}')
    assert seen(page, "token") == "token a b c"


def test_a_puzzle_can_be_opened_in_the_sandbox() -> None:
    setting = Setting(
        tokens=("^", "a", 'b"', "c d"),
        max_len=20,
        bos=True,
        attention="bidirectional",
        mode="soft",
        sharpness=8.0,
        max_weight=3.0,
        positions="none",
        resolution=0.01,
        generate=Generate(3, "a"),
        spaces=(Space("num", ("0", "1", "2")), Space("odd", ("1", "3"))),
        concepts=(Concept("some", (Ref("a"),), "token"),),
        relations=(Relation("kin", ((Ref("a"), Ref("a")),)),),
        slots=(Slot("answer", "num"),),
    )
    there = address_of(setting, ONE, "^ a")
    bench = read(unpack(there.split("/")[2]))
    assert (bench.setting, bench.box.text, bench.tokens) == (setting, ONE, ("^", "a"))


def test_what_is_too_large_has_no_address() -> None:
    noise = "".join(f"# {i**5 % 1_000_003}\n" for i in range(5_000))
    assert address_of(Setting(("a",), 9), noise, "a") == ""
    assert len(pack(Box(text=noise))) > PACKED
