"""Checking a program against every case of its puzzle, and remembering that it was tried.

The work happens in the game's pool; a verdict is kept by what the program does, not by how it is
written, so a comment changes nothing and costs nothing.
"""

from collections.abc import Hashable
from dataclasses import replace
from functools import partial

from app.engine.limits import VERSION as ENGINE
from app.errors import Busy
from app.language.complaint import Complaint
from app.language.complaints import Judgement, read
from app.language.jsonform import VERSION as LANGUAGE
from app.packs.judge import Verdict, judge, unreadable
from app.packs.model import Puzzle
from app.play.digest import digest_of, text_digest
from app.play.game import Game
from app.store import solutions
from app.store.solutions import Attempt, Solution


def check(game: Game, player: str, puzzle: Puzzle, text: str) -> Verdict:
    """The verdict on a text. The attempt is remembered, and the solution if it is one.

    Raises Busy, having remembered nothing, when too many checks wait already.
    """
    judgement = read(text, puzzle.setting, puzzle.allowance)
    digest = _digest(judgement, text)
    verdict = _verdict(game, puzzle, judgement, digest)
    attempt = Attempt(
        player=player,
        puzzle=puzzle.id,
        digest=digest,
        cases=puzzle.digest,
        engine=ENGINE,
        pack_version=game.library.pack_of(puzzle).version,
        status=verdict.status,
        right=verdict.right,
        total=verdict.total,
    )
    costs = verdict.cost.as_json()
    solution = Solution(text, LANGUAGE, costs) if verdict.solved else None
    solutions.record(game.store, attempt, solution)
    return verdict


def last_verdict(game: Game, player: str, puzzle: Puzzle, text: str) -> Verdict | None:
    """The verdict on a text if the player has checked this very program; for showing it again.

    Nothing new is remembered. None as well when it would have to be worked out again just now and
    the server is busy: looking at a page never fails for that.
    """
    judgement = read(text, puzzle.setting, puzzle.allowance)
    digest = _digest(judgement, text)
    if not solutions.attempted(game.store, player, puzzle.id, digest):
        return None
    try:
        return _verdict(game, puzzle, judgement, digest)
    except Busy:
        return None


def _verdict(game: Game, puzzle: Puzzle, judgement: Judgement, digest: str) -> Verdict:
    if not judgement.readable:
        return unreadable(puzzle, judgement)
    key: Hashable = (digest, puzzle.id, puzzle.digest, ENGINE)
    verdict = game.checks.run(key, partial(judge, puzzle, judgement.program))
    return replace(verdict, complaints=_with_lines(verdict, judgement))


def _with_lines(verdict: Verdict, judgement: Judgement) -> tuple[Complaint, ...]:
    """The verdict's complaints as this text has them: kept verdicts know no lines."""
    return judgement.complaints if judgement.complaints else verdict.complaints


def _digest(judgement: Judgement, text: str) -> str:
    return digest_of(judgement.program) if judgement.readable else text_digest(text)
