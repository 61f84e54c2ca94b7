"""How far long work has come, for pages that look at it while it runs."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from app.gaps.shortcuts.idle import Idle

REMEMBERED = 256
"""Pieces of work whose progress is kept, those unused for longest forgotten first."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Steps tried so far out of all, and those of them that do nothing."""

    done: int
    total: int
    idle: tuple[Idle, ...]
    over: bool


class Board:
    """Progress by key. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._progress: OrderedDict[Hashable, Progress] = OrderedDict()

    def look(self, key: Hashable) -> Progress | None:
        """How far the work is, or None if it was never begun or is forgotten."""
        with self._lock:
            return self._progress.get(key)

    def put(self, key: Hashable, progress: Progress) -> None:
        """Say how far the work is."""
        with self._lock:
            self._progress[key] = progress
            self._progress.move_to_end(key)
            while len(self._progress) > REMEMBERED:
                self._progress.popitem(last=False)

    def drop(self, key: Hashable) -> None:
        """Forget work that came to nothing."""
        with self._lock:
            self._progress.pop(key, None)
