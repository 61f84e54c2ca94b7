"""What every use case works with, put together once when the server starts."""

from dataclasses import dataclass, field
from pathlib import Path

from app import assets
from app.errors import BadSettings
from app.packs.library import Library, load_library
from app.play.board import Board
from app.play.pool import Pool
from app.settings import Settings, ShowSolutions
from app.store.connect import Store, connect
from app.store.migrate import migrate


@dataclass(frozen=True, slots=True)
class Game:
    """The puzzles, what is remembered, the pool for heavy work, and how far its long work is.

    `show_solutions` is the host's word on when the author's solutions may be seen.
    """

    library: Library
    store: Store
    checks: Pool
    board: Board = field(default_factory=Board)
    show_solutions: ShowSolutions = "solved"

    def close(self) -> None:
        """Let running checks end and give back the database's connections."""
        self.checks.close()
        self.store.close()


def open_game(settings: Settings, library: Library | None = None) -> Game:
    """The game with its database migrated. Raises GameError for settings that cannot work."""
    library = library or load_library(_pack_folders(settings.packs))
    store = connect(settings.database)
    try:
        migrate(store)
    except BaseException:
        store.close()
        raise
    pool = Pool(settings.check_workers, settings.check_queue, settings.check_memory * 2**20)
    return Game(library, store, pool, show_solutions=settings.show_solutions)


def _pack_folders(more: tuple[Path, ...]) -> list[Path]:
    """The packs that come with the game, then the host's: each folder is a pack or holds packs."""
    found: list[Path] = []
    for home in (assets.folder("puzzles"), *more):
        inside = [home] if _is_pack(home) else sorted(filter(_is_pack, home.glob("*")))
        if not inside:
            raise BadSettings(f"There is no pack in {home}.", "A pack's folder has a pack.toml.")
        found += inside
    return found


def _is_pack(folder: Path) -> bool:
    return (folder / "pack.toml").is_file()
