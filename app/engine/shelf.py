"""A few things kept for their next use, within a budget of bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


class Shelf(Generic[Key, Item]):
    """At most `most` items of `room` bytes together; those unused for longest go first.

    An item larger than the whole shelf is not kept. Safe to use from several threads.
    """

    def __init__(self, most: int, room: int) -> None:
        self._most, self._room = most, room
        self._lock = Lock()
        self._items: OrderedDict[Key, tuple[Item, int]] = OrderedDict()
        self._taken = 0

    def find(self, key: Key) -> Item | None:
        """The item if it is still here."""
        with self._lock:
            if key not in self._items:
                return None
            self._items.move_to_end(key)
            return self._items[key][0]

    def keep(self, key: Key, item: Item, size: int) -> None:
        """Put an item of `size` bytes here, in place of what no longer fits."""
        if size > self._room:
            return
        with self._lock:
            self._taken += size - self._items.pop(key, (item, 0))[1]
            self._items[key] = (item, size)
            while len(self._items) > self._most or self._taken > self._room:
                self._taken -= self._items.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._items.clear()
            self._taken = 0
