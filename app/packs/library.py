"""The packs that are played here, and where everything in them is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app import assets
from app.errors import Missing
from app.packs.load import load_pack
from app.packs.model import BadPack, Chapter, Gap, Pack, Puzzle


@dataclass(frozen=True, eq=False)
class Library:
    """Packs in the order in which they are shown; only active puzzles are."""

    packs: tuple[Pack, ...]

    @cached_property
    def puzzles(self) -> tuple[Puzzle, ...]:
        """Every active puzzle in playing order."""
        return tuple(p for pack in self.packs for p in pack.puzzles if p.status == "active")

    @cached_property
    def by_id(self) -> dict[str, Puzzle]:
        """Every puzzle, drafts and retired ones included, by its id."""
        return {puzzle.id: puzzle for pack in self.packs for puzzle in pack.puzzles}

    @cached_property
    def _by_path(self) -> dict[str, Puzzle]:
        return {puzzle.path: puzzle for pack in self.packs for puzzle in pack.puzzles}

    def find(self, pack: str, puzzle: str | None = None) -> Puzzle:
        """The puzzle at `pack/puzzle`, given as one text or as two slugs. Raises Missing."""
        path = pack if puzzle is None else f"{pack}/{puzzle}"
        found = self._by_path.get(path)
        if found is None:
            raise Missing(f"There is no puzzle called {path[:80]}.", "The map shows all of them.")
        return found

    def workshop(self, pack: str, puzzle: str | None = None) -> Puzzle:
        """The puzzle at `pack/puzzle`, if it asks for a program or a proof. Raises Missing."""
        found = self.find(pack, puzzle)
        if found.broken is not None:
            what = "In this puzzle nothing is built or proved: a program is to be broken."
            raise Missing(what, f"It is at /p/{found.path}.")
        return found

    def after(self, puzzle: Puzzle) -> Puzzle | None:
        """The active puzzle that comes next, or None at the end."""
        if puzzle not in self.puzzles:
            return None
        at = self.puzzles.index(puzzle) + 1
        return self.puzzles[at] if at < len(self.puzzles) else None

    def pack_of(self, puzzle: Puzzle) -> Pack:
        """The pack that holds a puzzle."""
        return next(pack for pack in self.packs if puzzle in pack.puzzles)

    def chapter_of(self, puzzle: Puzzle) -> Chapter:
        """The chapter that holds a puzzle."""
        return next(c for c in self.pack_of(puzzle).chapters if puzzle in c.puzzles)

    def gap(self, puzzle: Puzzle, slug: str) -> Gap:
        """A gap by its slug, as the pack of a puzzle defines it. Raises Missing."""
        return self.pack_of(puzzle).gap(slug)

    def gaps_of(self, puzzle: Puzzle) -> tuple[Gap, ...]:
        """The gaps that a puzzle teaches."""
        return tuple(self.gap(puzzle, slug) for slug in puzzle.gaps)

    def introduced(self, puzzle: Puzzle) -> frozenset[str]:
        """What this puzzle and those before it in its pack have introduced."""
        before = self.pack_of(puzzle).puzzles
        upto = before[: before.index(puzzle) + 1]
        return frozenset(feature for one in upto for feature in one.introduces)


def load_library(folders: Sequence[Path]) -> Library:
    """The library of these pack folders. Raises BadPack."""
    packs = tuple(load_pack(folder) for folder in folders)
    for field in ("name", "id"):
        known = [getattr(pack, field) for pack in packs]
        if len(set(known)) != len(known):
            twice = next(value for value in known if known.count(value) > 1)
            raise BadPack("pack.toml", f"two packs have the same {field}, {twice}.")
    return Library(packs)


def built_in() -> Library:
    """The library of the packs that come with the game. Raises BadPack."""
    home = assets.folder("puzzles")
    return load_library(sorted(f for f in home.iterdir() if (f / "pack.toml").is_file()))
