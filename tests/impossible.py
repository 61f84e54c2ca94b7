"""A library in which some puzzles cannot be solved, for tests of proofs and gap cards.

*Echo* can be built. *Peek* asks a position for what comes after it. *Odd* asks whether the
number of `b` is odd: of two letters one head cannot tell, and its twin with two heads can.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from app.gaps.proofs.attempt import Attempt
from app.language.allowance import Allowance
from app.language.setting import Setting
from app.packs.cases import NOT_SCORED, Cases, Meta
from app.packs.library import Library
from app.packs.model import Chapter, Citation, Example, Gap, Pack, Puzzle
from app.play.game import Game
from app.play.pool import Pool
from app.store.connect import connect
from app.store.migrate import migrate
from tests import tiny

FUTURE = Attempt("future", (("a", "a"), ("a", "b")), 0)
FREEZE = Attempt("freeze", (("a", "a", "?"),), None, (0, 1))
ONE_LOOK = Attempt("one-look", tuple((*word, "?") for word in product("ab", repeat=2)))

HIDDEN = Gap(
    "hidden-future",
    "The future is hidden",
    "A position sees **no** token after it.",
    "A model that writes from left to right commits before it knows.",
    (
        Citation("Reader, On Masks, 2020", "Proves it.", "https://example.org/masks"),
        Citation("Teller, On Telling, 2021", "Measures it.", None, "reported"),
    ),
)
COUNT = Gap("count", "One look, one token", "A look brings one token.", "Models lose count.", ())
NOWHERE = Gap("nowhere", "Nowhere", "No puzzle here touches it.", "None.", ())


def peek() -> Puzzle:
    """The first position must say the second token, which it cannot see."""
    words = [word for length in (2, 3) for word in product("ab", repeat=length)]
    examples = [Example(word, (word[1], *[None] * (len(word) - 1))) for word in words]
    return _puzzle("peek", Setting(("a", "b"), 3), examples, HIDDEN, goal="impossible")


def odd(slug: str, heads: int, pair: str) -> Puzzle:
    """The `?` at the end must say `b` exactly if the number of `b` before it is odd."""
    words = [word for length in (1, 2) for word in product("ab", repeat=length)]
    examples = [
        Example((*word, "?"), (*[None] * len(word), "ab"[word.count("b") % 2])) for word in words
    ]
    forbidden = frozenset(("averaging heads",))
    return _puzzle(
        slug,
        Setting(("a", "b", "?"), 5),
        examples,
        COUNT,
        goal="decide",
        pair=pair,
        proof=FREEZE if heads == 1 else None,
        allowance=Allowance(budget={"layers": 1, "heads": heads}, forbidden=forbidden),
    )


def library() -> Library:
    """One pack: Echo in the first chapter, the others in the second."""
    echo, second = tiny.puzzle(), (peek(), odd("odd", 1, "odd-two"), odd("odd-two", 2, "odd"))
    chapters = (
        Chapter("first", "First", "", "", (), (echo,)),
        Chapter("second", "Second", "", "", (), second),
    )
    gaps = tiny.GAP, HIDDEN, COUNT, NOWHERE
    pack = Pack("tiny-id", "tiny", "Tiny", "1.2.3", ">=1", "MIT", (), chapters, gaps, Path())
    return Library((pack,))


def game(folder: Path) -> Game:
    """A game on that library with its database in a folder."""
    store = connect(f"sqlite:///{folder / 'game.db'}")
    migrate(store)
    return Game(library(), store, Pool(2, 4, 512 * 2**20))


def _puzzle(
    slug: str, setting: Setting, examples: Sequence[Example], gap: Gap, **changes: Any
) -> Puzzle:
    """A puzzle whose examples are all of its cases."""
    made = replace(
        tiny.puzzle(slug, proof=FUTURE),
        chapter_slug="second",
        task=f"Do what *{slug}* asks.",
        lesson=f"The lesson of {slug}.",
        setting=setting,
        output=setting.tokens,
        scored="marked",
        examples=tuple(examples),
        gaps=(gap.slug,),
        **changes,
    )
    made.__dict__["cases"] = _cases(setting, examples)
    return made


def _cases(setting: Setting, examples: Sequence[Example]) -> Cases:
    index = {token: number for number, token in enumerate(setting.tokens)}
    lengths = np.array([len(each.tokens) for each in examples], dtype=np.int16)
    tokens = np.zeros((len(examples), int(lengths.max())), dtype=np.uint8)
    wanted = np.full(tokens.shape, NOT_SCORED, dtype=np.int16)
    for row, each in enumerate(examples):
        for at, (token, want) in enumerate(zip(each.tokens, each.wanted, strict=True)):
            tokens[row, at] = index[token]
            wanted[row, at] = NOT_SCORED if want is None else index[want]
    longest = int(lengths.max())
    meta = Meta(setting.tokens, "impossible", 0, longest, longest, every=False)
    return Cases(tokens, lengths, wanted, len(examples), meta)
