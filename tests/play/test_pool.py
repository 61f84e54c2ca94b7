"""The pool: its budget, its queue, its memory, and that equal work is done once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Semaphore

import pytest

from app.engine.limits import CHECK_BYTES
from app.errors import Busy
from app.play import pool as module
from app.play.pool import Pool, places

MIB = 2**20


class Gate:
    """Work that waits until it is let through, and counts how much of it runs at once."""

    def __init__(self) -> None:
        self.open = Event()
        self.started = Semaphore(0)
        self.most = 0
        self._running = 0
        self._lock = Lock()

    def work(self) -> str:
        """Runs until the gate opens."""
        with self._lock:
            self._running += 1
            self.most = max(self.most, self._running)
        self.started.release()
        self.open.wait(10)
        with self._lock:
            self._running -= 1
        return "done"


@pytest.fixture
def pool() -> Iterator[Pool]:
    """Two places and a queue of one."""
    pool = Pool(8, 1, 2 * CHECK_BYTES)
    yield pool
    pool.close()


@pytest.fixture
def asking() -> Iterator[ThreadPoolExecutor]:
    """Threads that ask, as a web server's do."""
    with ThreadPoolExecutor(8) as asking:
        yield asking


@pytest.mark.parametrize(
    ("workers", "memory", "wanted"),
    [(2, 512 * MIB, 2), (8, 512 * MIB, 2), (1, 4096 * MIB, 1), (4, 100 * MIB, 1)],
)
def test_places_fit_the_budget(workers: int, memory: int, wanted: int) -> None:
    assert places(workers, memory, 256 * MIB) == wanted


def test_no_more_at_once_than_the_budget_allows(pool: Pool, asking: ThreadPoolExecutor) -> None:
    gate = Gate()
    results = [asking.submit(pool.run, key, gate.work) for key in range(3)]
    for _ in range(2):
        assert gate.started.acquire(timeout=10)
    assert not gate.started.acquire(timeout=0.05)
    gate.open.set()
    assert [result.result() for result in results] == ["done"] * 3
    assert gate.most == pool.places == 2


def test_a_full_queue_says_so(pool: Pool, asking: ThreadPoolExecutor) -> None:
    gate = Gate()
    waiting = [asking.submit(pool.run, key, gate.work) for key in range(2)]
    for _ in waiting:
        assert gate.started.acquire(timeout=10)
    third = asking.submit(pool.run, 1, gate.work)
    fill(pool, 3)
    with pytest.raises(Busy, match="busy; try again in a moment"):
        pool.run("more", gate.work)
    gate.open.set()
    assert [result.result() for result in (*waiting, third)] == ["done"] * 3
    assert pool.run("more", lambda: "now") == "now"


def test_equal_work_is_done_once(pool: Pool, asking: ThreadPoolExecutor) -> None:
    gate = Gate()
    both = [asking.submit(pool.run, "same", gate.work) for _ in range(2)]
    fill(pool, 2)
    gate.open.set()
    assert [result.result() for result in both] == ["done"] * 2
    assert gate.most == 1
    assert pool.run("same", unexpected) == pool.known("same") == "done"


def test_a_failure_is_told_and_not_remembered(pool: Pool) -> None:
    with pytest.raises(ZeroDivisionError):
        pool.run("key", unexpected)
    assert pool.run("key", lambda: "fine") == "fine"


def test_what_is_remembered_is_bounded(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 2)
    for key in ("a", "b"):
        pool.run(key, value(key))
    pool.run("a", unexpected)
    pool.run("c", value("c"))
    assert [pool.known(key) for key in "abc"] == ["a", None, "c"]


def test_a_closed_pool_is_busy() -> None:
    pool = Pool(1, 1, CHECK_BYTES)
    pool.close()
    with pytest.raises(Busy):
        pool.run("key", unexpected)


def fill(pool: Pool, asking: int) -> None:
    """Wait until so many ask."""
    waited = Event()
    for _ in range(1000):
        if pool.asking == asking:
            return
        waited.wait(0.005)
    raise AssertionError(f"{pool.asking} ask, not {asking}")


def value(text: str) -> Callable[[], str]:
    """Work that gives the text."""
    return lambda: text


def unexpected() -> str:
    """Work that fails."""
    raise ZeroDivisionError
