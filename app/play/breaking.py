"""Breaking a program that claims too much: sequences are tried on it, and the attempts remembered.

A sequence that breaks the program solves the puzzle, and within par if none is shorter. Longer or
failed tries afterwards take nothing away.
"""

from dataclasses import dataclass

from app.engine.limits import VERSION as ENGINE
from app.engine.run import answer_labels
from app.gaps.exam import Seat
from app.language.jsonform import VERSION as LANGUAGE
from app.language.setting import sequence_complaint
from app.packs.broken import length_of
from app.packs.judge import Status, wanted_for
from app.packs.model import Broken, Puzzle
from app.play import cards
from app.play.digest import text_digest
from app.play.game import Game
from app.store import solutions
from app.store.schema import COSTS
from app.store.solutions import Attempt, Solution


@dataclass(frozen=True, slots=True)
class Trial:
    """A sequence run through the broken program. `length` leaves out the `^`.

    `position` is the first at which the answer is wrong, None where all are right; `given` is None
    where the program is undecided there. `asked` counts positions that want an answer.
    """

    tokens: tuple[str, ...]
    length: int
    asked: int
    position: int | None = None
    wanted: str | None = None
    given: str | None = None

    @property
    def breaks(self) -> bool:
        """Whether the program is wrong on it."""
        return self.position is not None


def trial(puzzle: Puzzle, broken: Broken, tokens: tuple[str, ...]) -> Trial:
    """What the broken program makes of a sequence of the puzzle's setting."""
    wanted = wanted_for(puzzle, tokens) or ()
    given = answer_labels(broken.program, puzzle.setting, [tokens])[0]
    length, asked = length_of(puzzle, tokens), sum(want is not None for want in wanted)
    for position, (want, got) in enumerate(zip(wanted, given, strict=False)):
        if want is not None and want != got:
            return Trial(tokens, length, asked, position, want, got)
    return Trial(tokens, length, asked)


def attempt(game: Game, player: str, puzzle: Puzzle, broken: Broken, found: Trial) -> None:
    """Remember a sequence that was tried; one that breaks the program opens the gap cards."""
    text = _text(found.tokens)
    kept = Attempt(
        player=player,
        puzzle=puzzle.id,
        digest=text_digest(text),
        cases=puzzle.digest,
        engine=ENGINE,
        pack_version=game.library.pack_of(puzzle).version,
        status=_status(broken, found),
        right=int(found.breaks),
        total=1,
    )
    solution = Solution(text, LANGUAGE, dict.fromkeys(COSTS, 0)) if found.breaks else None
    solutions.record(game.store, kept, solution)
    if found.position is not None and found.wanted is not None:
        seat = cards.seat_json(Seat(found.tokens, found.position, found.wanted))
        sentence = "A sequence on which a program failed that had looked right."
        witness = {"kind": "wrong", "sentence": sentence, "first": seat, "second": None}
        cards.meet(game, player, puzzle, witness)


def again(game: Game, player: str, puzzle: Puzzle, broken: Broken, source: str) -> Trial | None:
    """A sequence that was kept elsewhere, tried anew; remembered if it breaks the program here.

    None where the text is no sequence of this puzzle.
    """
    tokens = tuple(source.split("\n"))
    if sequence_complaint(puzzle.setting, tokens) is not None:
        return None
    found = trial(puzzle, broken, tokens)
    if found.breaks:
        attempt(game, player, puzzle, broken, found)
    return found


def tried(game: Game, player: str, puzzle: Puzzle, tokens: tuple[str, ...]) -> bool:
    """Whether the player has tried this very sequence."""
    digest = text_digest(_text(tokens))
    return solutions.attempted(game.store, player, puzzle.id, digest)


def best(game: Game, player: str, puzzle: Puzzle) -> int | None:
    """The length of the player's shortest sequence that broke the program."""
    kept = solutions.kept(game.store, player, puzzle.id)
    lengths = [len(one.source.split("\n")) for one in kept]
    return min(lengths) - int(puzzle.setting.bos) if lengths else None


def _status(broken: Broken, found: Trial) -> Status:
    if not found.breaks:
        return "wrong answers"
    return "solved" if found.length <= broken.shortest else "solved over par"


def _text(tokens: tuple[str, ...]) -> str:
    """A sequence as it is kept, one token a line: no token holds a line break."""
    return "\n".join(tokens)
