"""A sandbox as an address: everything typed comes back, and nothing else is ever let in."""

import json
import zlib
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.language.complaints import read
from app.language.program import Space
from app.language.setting import Generate, Setting
from app.play.sandbox import PACKED, UNPACKED, BadAddress, Box, boxed, pack, typed, unpack
from app.play.starts import STARTS

TEXT = some.text(some.characters(exclude_categories=["Cs"]), max_size=200)


def deflated(data: bytes) -> str:
    """Bytes as an address would hold them."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return urlsafe_b64encode(deflate.compress(data) + deflate.flush()).decode().rstrip("=")


@given(some.builds(Box, *[TEXT] * 11))
def test_whatever_is_typed_comes_back_word_for_word(box: Box) -> None:
    packed = pack(box)
    assert unpack(packed) == box if len(packed) <= PACKED else True


@pytest.mark.parametrize("title", STARTS)
def test_the_ready_made_ones_are_short_to_link(title: str) -> None:
    packed = pack(STARTS[title])
    assert len(packed) < 600
    assert unpack(packed) == STARTS[title]


BOMB = deflated(json.dumps({"text": "a" * (UNPACKED + 1)}).encode())
HOSTILE = {
    "nothing": "",
    "nonsense": "not/a/state",
    "not deflated": "AAAAAAAA",
    "one letter": "A",
    "cut short": pack(STARTS["Induction"])[:-9],
    "more behind it": urlsafe_b64encode(b"\x03\x00" + b"x" * 9).decode(),
    "too long": "A" * (PACKED + 1),
    "a bomb": BOMB,
    "not UTF-8": deflated(b'{"text": "\xff\xfe"}'),
    "not JSON": deflated(b"{"),
    "deep": deflated(b"[" * 100_000),
    "a list": deflated(b"[]"),
    "a number": deflated(b'{"text": 1}'),
    "an endless number": deflated(b'{"text": ' + b"9" * 9_000 + b"}"),
    "another field": deflated(b'{"nothing": "a"}'),
    "half a letter": deflated(b'{"text": "\\ud800"}'),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_no_sandbox_makes_is_refused_in_a_sentence(what: str) -> None:
    with pytest.raises(BadAddress, match="does not hold a sandbox"):
        unpack(HOSTILE[what])


def test_the_bomb_is_short_enough_to_be_tried() -> None:
    assert len(BOMB) < PACKED


def test_a_form_without_a_tick_has_no_sink() -> None:
    assert typed({"tokens": "a", "text": "x\r\ny", "more": "?"}) == Box(tokens="a", text="x\ny")


def test_a_setting_is_written_as_one_would_type_it() -> None:
    setting = Setting(
        tokens=("^", "two words"),
        max_len=9,
        bos=True,
        mode="soft",
        sharpness=2.5,
        generate=Generate(4, "two words"),
        spaces=(Space("num", tuple(map(str, range(-2, 9)))), Space("reply", ("yes", "no"))),
    )
    box = boxed(setting, "output token\n", "^")
    assert (box.tokens, box.bos, box.sharpness) == ('^ "two words"', "1", "2.5")
    rest = json.loads(box.rest)
    assert rest["spaces"] == {"num": {"range": [-2, 8]}, "reply": ["yes", "no"]}
    assert rest["generate"] == {"steps": 4, "stop": "two words"}


def test_an_empty_start_says_what_is_missing() -> None:
    empty = STARTS["Empty"]
    assert read(empty.text, Setting(("a", "b", "c"), 12)).complaints != ()
