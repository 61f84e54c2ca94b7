"""Sequences typed by players: what is typed is what is run."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.language.setting import Setting
from app.web.sequence import join, own, split

LETTERS = Setting(("a", "b"), 8)
WORDS = Setting(("a", "red fox", "", '"', "\\"), 8)
SINKING = Setting(("^", "a", "b"), 8, bos=True)


def test_spaces_may_be_left_out_between_letters() -> None:
    assert split("abba", LETTERS) == tuple("abba")
    assert split(" a  b ", LETTERS) == ("a", "b")


def test_the_sink_may_be_left_out() -> None:
    assert split("a b", SINKING) == split("^ a b", SINKING) == ("^", "a", "b")


def test_a_token_with_a_space_stands_in_quotes() -> None:
    assert split('a "red fox" ""', WORDS) == ("a", "red fox", "")


def test_what_is_no_sequence_is_told_why() -> None:
    assert own(None, LETTERS)[0].error == ""
    assert own(" ", LETTERS) == (own(" ", LETTERS)[0], None)
    told, tokens = own("a x", LETTERS)
    assert tokens is None
    assert "'x' at position 1" in told.error


@given(st.lists(st.sampled_from(WORDS.tokens), min_size=1, max_size=8))
def test_what_is_joined_is_split_again(tokens: list[str]) -> None:
    assert split(join(tokens), WORDS) == tuple(tokens)


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=2), min_size=1))
def test_any_words_are(tokens: list[str]) -> None:
    assert split(join(tokens), replace(WORDS, tokens=tuple(tokens))) == tuple(tokens)
