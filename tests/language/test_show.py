"""Writing and reading back: text and JSON carry the whole program."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.language import bounds, jsonform
from app.language.complaints import read
from app.language.cost import cost
from app.language.parse import parse
from app.language.show import show
from app.language.words import RESERVED
from tests.language.samples import BRACKETS, DYCK, INDUCTION, program


def test_the_worked_programs_are_canonical() -> None:
    assert show(program(INDUCTION)) == INDUCTION
    assert show(program(DYCK)) == DYCK


def test_canonical_order_numbers_and_quotes() -> None:
    text = (
        'output d # last\nlayer\nmlp\n  when s[a]>0.5 and s is "a": d = x gain 0.25\n'
        "compute d = (a - (b - 1)) * -2\nhead h\ncopy s -> d\nspace n = 0 1 2\n"
    )
    assert show(program(text)) == (
        "space n = 0..2\n"
        "layer\n"
        "  head h\n"
        "    copy s -> d\n"
        "  mlp\n"
        '    when s[a] > 1/2 and s is "a": d = x gain 1/4\n'
        "    compute d = (a - (b - 1)) * -2\n"
        "output d  # last\n"
    )


SIGNS = '-> == != < <= > >= = : , [ ] ( ) + - * // / . .. " \\ # ^'
NAMES = 'a b token position s d 1 0 -3 1/2 0.5 "x"'
WORDS = [
    *sorted(RESERVED),
    *SIGNS.split(),
    *NAMES.split(),
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\u2028",
    "é",
]


@given(st.lists(st.sampled_from(WORDS), max_size=60))
@settings(max_examples=300)
def test_any_text_gives_complaints_or_a_program_that_reads_back(words: list[str]) -> None:
    reading = parse(" ".join(words))
    if not reading.complaints:
        assert parse(show(reading.program)).program == reading.program


@given(st.text(max_size=400))
def test_arbitrary_text_never_raises(text: str) -> None:
    judgement = read(text, BRACKETS)
    assert judgement.complaints, "no arbitrary text answers anything"
    cost(judgement.program, BRACKETS)


@given(st.text(alphabet=st.sampled_from('"()[]-. \\#\nlayermp1'), min_size=1, max_size=40))
@settings(max_examples=30)
def test_64_kb_of_anything_gives_complaints(piece: str) -> None:
    text = (piece * (bounds.TEXT_BYTES // len(piece) + 1))[: bounds.TEXT_BYTES]
    assert read(text, BRACKETS).complaints


def test_json_says_what_it_expected() -> None:
    good = jsonform.to_json(program(DYCK))
    for broken in ([], {}, {**good, "stream": 2}, {**good, "program": {"layres": []}}):
        with pytest.raises(jsonform.BadProgram, match=r"\.$"):
            jsonform.from_json(broken)


@pytest.mark.parametrize(
    "part",
    [
        {"outputs": [{"slot": "g", "remarks": {"beside": "x\nlayer"}}]},
        {"closing": [" around "]},
        {"outputs": [{"slot": "two words"}]},
        {"layers": [{"mlps": [{"rules": [{"slot": "g", "expression": {"value": -1}}]}]}]},
        {
            "layers": [
                {
                    "mlps": [
                        {
                            "rules": [
                                {
                                    "amount": [{"coefficient": 1, "slot": "g"}],
                                    "writes": [{"slot": "g", "label": {"text": "a"}}],
                                }
                            ]
                        }
                    ]
                }
            ]
        },
    ],
)
def test_json_that_no_text_says_is_refused(part: dict[str, object]) -> None:
    with pytest.raises(jsonform.BadProgram, match="cannot be written as text"):
        jsonform.from_json({"stream": 1, "program": part})
