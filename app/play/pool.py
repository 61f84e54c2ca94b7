"""The one place where programs are checked and explained: few at a time, within one memory budget.

An edit never comes here, so it never waits behind a check. docs/design/checks.md tells why these
are threads and how the numbers were chosen.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

from app.engine.limits import CHECK_BYTES
from app.errors import Busy

Result = TypeVar("Result")

REMEMBERED = 512
"""Results kept, those unused for longest forgotten first. One takes a few kilobytes."""

BUSY = "The server is busy; try again in a moment."


def places(workers: int, memory: int, each: int = CHECK_BYTES) -> int:
    """How many checks may run at once when each may take `each` bytes; never less than one."""
    return max(1, min(workers, memory // each))


class Pool:
    """Runs work by key: at most `places` at once, `queue` waiting, equal keys only once.

    A result is kept until REMEMBERED others were used after it; work that raises is not kept.
    """

    def __init__(self, workers: int, queue: int, memory: int) -> None:
        self.places = places(workers, memory)
        self._most = self.places + queue
        self._threads = ThreadPoolExecutor(self.places, thread_name_prefix="check")
        self._lock = Lock()
        self._asking = 0
        self._long = 0
        self._under_way: dict[Hashable, Future[Any]] = {}
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    @property
    def asking(self) -> int:
        """How many callers wait for a result now, those whose work runs included."""
        return self._asking

    def known(self, key: Hashable) -> Any:
        """The result for the key if it is still remembered."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def run(self, key: Hashable, work: Callable[[], Result]) -> Result:
        """The result for the key, worked out once. Raises Busy when the queue is full."""
        found: Result | None = self.known(key)
        if found is not None:
            return found
        future = self._join(key, work)
        try:
            result: Result = future.result()
            return result
        except CancelledError:
            raise Busy(BUSY) from None
        finally:
            with self._lock:
                self._asking -= 1

    def begin(self, key: Hashable, work: Callable[[], object]) -> None:
        """Start the work for the key without waiting for it.

        Such work takes half of the places at most, so that checks get past it. Raises Busy when
        that is taken, or the queue is full.
        """
        if self.known(key) is not None:
            return
        with self._lock:
            if self._long >= max(1, self.places // 2):
                raise Busy(BUSY)
            self._long += 1
        try:
            future = self._join(key, work)
        except Busy:
            self._long -= 1
            raise
        future.add_done_callback(self._left)

    def _left(self, _: Future[Any]) -> None:
        with self._lock:
            self._asking -= 1
            self._long -= 1

    def close(self) -> None:
        """Let what runs end; what still waits is told that the server is busy."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _join(self, key: Hashable, work: Callable[[], Result]) -> Future[Any]:
        """The work under way for the key, started if need be; the caller counts as asking."""
        with self._lock:
            if self._asking >= self._most:
                raise Busy(BUSY)
            future = self._under_way.get(key)
            if future is None:
                future = self._start(key, work)
            self._asking += 1
            return future

    def _start(self, key: Hashable, work: Callable[[], Result]) -> Future[Any]:
        try:
            future = self._threads.submit(self._work, key, work)
        except RuntimeError:  # closed
            raise Busy(BUSY) from None
        self._under_way[key] = future
        return future

    def _work(self, key: Hashable, work: Callable[[], Result]) -> Result:
        try:
            result = work()
            with self._lock:
                self._known[key] = result
                while len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            return result
        finally:
            with self._lock:
                self._under_way.pop(key, None)
