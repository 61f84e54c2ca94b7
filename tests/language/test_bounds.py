"""Texts of 64 KB made to be slow: each is answered by complaints, with bounded work."""

import pytest

from app.language import bounds
from app.language.complaints import read
from app.language.cost import cost
from app.language.setting import from_json

SETTING = from_json(
    {
        "tokens": ["^", "a", "b"],
        "max_len": 256,
        "bos": True,
        "spaces": {"num": {"range": [0, 255]}},
        "slots": {"n": "num", "m": "num", "o": "token"},
    }
)


def filled(head: str, line: str, tail: str = "") -> str:
    """The head, as many numbered lines as fit, and the tail."""
    lines, size = [], len(head) + len(tail)
    while size + len(line) + 8 < bounds.TEXT_BYTES:
        lines.append(line.format(len(lines), len(lines) + 1))
        size += len(lines[-1])
    return head + "".join(lines) + tail


def wide(item: str) -> str:
    return item * ((bounds.TEXT_BYTES - 200) // len(item))


@pytest.mark.parametrize(
    "text",
    [
        filled("layer\nhead h\n", "copy s{0} -> t{0}\n"),
        filled("layer\nhead h\n", "copy t{1} -> t{0}\n", "copy token -> last\noutput last\n"),
        filled("layer\nmlp\n", "compute n = position + {0}\n", "output n\n"),
        filled("layer\nmlp\n", "when n == m and n == m: n = 1\n", "output n\n"),
        filled("", "output x\n"),
        filled("", "layer\n"),
        filled("", "concept c{0} = c{1} a\n"),
        filled("", "slot s{0} : num\n"),
        f"concept all of num = {' '.join(map(str, range(256)))}\nrelation r = {wide('all:al ')}",
        f"layer\nmlp\nwhen {wide('token[a] + ')}1 > 1: o = a\n",
        f"layer\nmlp\nwhen {wide('token is a and ')}token is a: o = a\n",
        f"layer\nmlp\ncompute n = {wide('(')}",
        f"layer\nmlp\ncompute n = {wide('-')}",
        f"layer\nmlp\nwhen token[a] > {wide('9')}: o = a",
        f"layer {wide('a ')}",
        f'"{wide(chr(92))}',
        wide('"'),
        wide('x "'),
        wide("\u2028"),
        wide("\0"),
    ],
)
def test_nothing_takes_long_or_raises(text: str) -> None:
    judgement = read(text, SETTING)
    assert judgement.complaints
    assert len(judgement.complaints) <= bounds.COMPLAINTS
    cost(judgement.program, SETTING)
