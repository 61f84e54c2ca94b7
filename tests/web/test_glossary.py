"""The glossary: one wording everywhere, and every word that a page marks is there."""

import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.language.allowance import COSTS
from app.web.glossary import CHAPTERS, WORDS, Word, cost_word, led
from app.web.task import NAMES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "players" / "words.md"
ALL = list(WORDS.values())


@pytest.mark.parametrize("word", ALL, ids=[word.slug for word in ALL])
def test_the_documentation_says_what_the_pages_say(word: Word) -> None:
    text = PAGE.read_text(encoding="utf-8")
    example = f" `{word.example}`" if word.example else ""
    assert f"- **{word.name}**: {word.meaning}{example}\n" in text


def test_the_documentation_has_no_other_words() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^- \*\*(.+?)\*\*", text, re.MULTILINE) == [word.name for word in ALL]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [chapter.title for chapter in CHAPTERS]


def test_every_word_has_a_place_on_the_page(client: TestClient) -> None:
    page = client.get("/glossary")
    assert page.status_code == 200
    for word in ALL:
        assert f'id="{word.slug}"' in page.text
        assert word.meaning in unescape(page.text)


def test_no_word_is_defined_twice() -> None:
    assert len(WORDS) == sum(len(chapter.words) for chapter in CHAPTERS)


def test_every_cost_has_a_definition() -> None:
    assert {cost_word(NAMES[cost]) for cost in COSTS} <= set(WORDS)
    assert cost_word("heads in layer 2") == "head"


def test_a_sentence_that_opens_with_a_term_says_which() -> None:
    assert led("Causal: each position sees itself.") == ("Causal", "causal-mask")
    assert led("Both ways: every position sees every other.") == ("", "")


def test_every_button_of_a_word_opens_a_definition_on_the_same_page(client: TestClient) -> None:
    page = client.get("/p/tiny/echo").text
    asked = re.findall(r'popovertarget="([^"]+)"', page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert asked
    assert len(asked) == len(set(asked))
    assert set(asked) <= set(ids)
    links = re.findall(r'href="/glossary#([^"]+)"', page)
    assert links
    assert set(links) <= set(WORDS)
