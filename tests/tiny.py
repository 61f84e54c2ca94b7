"""A library of two tiny puzzles, and games on it, for tests that need something to play."""

import hashlib
from itertools import product
from pathlib import Path

import numpy as np

from app.gaps.proofs.attempt import Attempt
from app.language.allowance import Allowance
from app.language.parse import parse
from app.language.setting import Setting
from app.packs.cases import Cases, Meta
from app.packs.library import Library
from app.packs.model import Chapter, Example, Gap, Pack, Puzzle
from app.packs.shape import Goal
from app.play.game import Game
from app.play.pool import Pool
from app.store.connect import connect
from app.store.migrate import migrate

TOKENS = ("a", "b")
START = "# your turn\noutput guess\nslot guess : token\n"
ECHO = "slot guess : token\nlayer\n  head here\n    match key.position == query.position\n"
ECHO += "    copy token -> guess\noutput guess\n"
WRONG = ECHO.replace("    match key.position == query.position\n", "")
GAP = Gap("own-token", "Your own token", "You hold your own token.", "Models hold theirs.", ())


def puzzle(
    slug: str = "echo", goal: Goal = "build", proof: Attempt | None = None, pair: str | None = None
) -> Puzzle:
    """Say the token you see. Par is one head and one layer, unless there is a proof."""
    made = Puzzle(
        id=f"id-{slug}",
        pack="tiny",
        slug=slug,
        chapter_slug="first",
        title=slug.title(),
        goal=goal,
        pair=pair,
        status="active",
        task="Say it.",
        lesson="Said.",
        setting=Setting(TOKENS, 4),
        allowance=Allowance(budget={"layers": 2, "heads": 2}),
        start=parse(START).program,
        start_text=START,
        scored="each",
        output_space="token",
        output=TOKENS,
        examples=(Example(("a", "b"), ("a", "b")),),
        hints=("Look at yourself.", "Match your position."),
        par={"layers": 1, "heads": 1} if proof is None else {},
        solutions=(),
        proof=proof,
        wrong=(),
        reference=None,
        introduces=(),
        needs=(),
        gaps=(GAP.slug,),
        citations=(),
        interchangeable=(),
        abstain=(),
        spare=(),
        folder=Path(),
        digest=hashlib.sha256(slug.encode()).hexdigest(),
    )
    made.__dict__["cases"] = _cases()
    return made


def library() -> Library:
    """One pack with one chapter of two puzzles."""
    puzzles = puzzle(), puzzle("again")
    chapter = Chapter("first", "First", "", "", (), puzzles)
    pack = Pack("tiny-id", "tiny", "Tiny", "1.2.3", ">=1", "MIT", (), (chapter,), (GAP,), Path())
    return Library((pack,))


def game(folder: Path, address: str = "", checks: Pool | None = None) -> Game:
    """A game on that library with its database in a folder."""
    store = connect(address or f"sqlite:///{folder / 'game.db'}")
    migrate(store)
    return Game(library(), store, checks or Pool(2, 4, 512 * 2**20))


def _cases() -> Cases:
    rows = [row for length in (1, 2, 3) for row in product(range(2), repeat=length)]
    tokens = np.array([(*row, 0, 0)[:3] for row in rows], dtype=np.uint8)
    lengths = np.array([len(row) for row in rows], dtype=np.int16)
    inside = np.arange(3) < lengths[:, None]
    wanted = np.where(inside, tokens.astype(np.int16), np.int16(-1))
    meta = Meta(TOKENS, "tiny", 0, 3, 3, every=True)
    return Cases(tokens, lengths, wanted, len(rows), meta)
