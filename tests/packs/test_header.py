"""Headers of program files, and tokens in them."""

from hypothesis import given
from hypothesis import strategies as st

from app.language.words import quoted
from app.packs.header import split_header, split_tokens

KNOWN = frozenset({"why", "say"})


def test_a_header_is_taken_off() -> None:
    headed = split_header("# why: it tempts\n# say:  Look: again \n# other: stays\nlayer\n", KNOWN)
    assert headed.fields == {"why": "it tempts", "say": "Look: again"}
    assert headed.text == "# other: stays\nlayer\n"


def test_without_a_header_the_text_is_whole() -> None:
    assert split_header("layer\n# why: too late\n", KNOWN).text == "layer\n# why: too late\n"
    assert split_header("", KNOWN).text == ""


def test_a_field_said_twice_ends_the_header() -> None:
    headed = split_header("# why: one\n# why: two\n", KNOWN)
    assert headed.fields == {"why": "one"}
    assert headed.text == "# why: two\n"


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=6), max_size=6))
def test_quoted_tokens_are_read_back(tokens: list[str]) -> None:
    assert split_tokens(" ".join(quoted(token) for token in tokens)) == tuple(tokens)


def test_bare_tokens() -> None:
    assert split_tokens("^ a:3  b ?a") == ("^", "a:3", "b", "?a")
    assert split_tokens('"two words" "" x') == ("two words", "", "x")
