"""Runs one target.py on the author's machine, alone in its process: `python -P -s -S runner.py`.

Reads a job as JSON on standard input and writes the cases as JSON on standard output. It is handed
to a fresh interpreter as a file and imports nothing of this program; the loader and the server
never touch it. See `build.py` for both shapes.
"""

import itertools
import json
import random
import sys
import traceback
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Sequence = tuple[str, ...]


class Refused(Exception):
    """Something about target.py that its author has to mend."""


def main() -> None:
    """One job from standard input to standard output."""
    job, out = json.load(sys.stdin), sys.stdout
    sys.stdout = sys.stderr
    try:
        result = run(job)
    except Refused as error:
        result = {"error": str(error)}
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}{_line_of(error)}"}
    json.dump(result, out)


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Both worlds and the examples, each a list of [tokens, answers]."""
    module = load(job["source"])
    target = getattr(module, "target", None)
    if not callable(target):
        raise Refused("it defines no function target(tokens)")
    small = sequences(small_of(module, job), job["small_limit"], "small")
    chance = random.Random(job["seed"])  # noqa: S311 (a sample, not a secret)
    long = sequences(long_of(module, job, chance), job["long_limit"], "long")
    return {
        "every": getattr(module, "small", None) is None,
        "small": [[tokens, answers(target, tokens)] for tokens in small],
        "long": [[tokens, answers(target, tokens)] for tokens in long],
        "examples": [[tokens, answers(target, tuple(tokens))] for tokens in job["examples"]],
    }


def load(source: str) -> types.ModuleType:
    """The module in a source text."""
    module = types.ModuleType("target")
    sys.modules["target"] = module
    exec(compile(source, "target.py", "exec"), module.__dict__)  # noqa: S102
    return module


def sequences(found: Iterable[object], limit: int, which: str) -> list[Sequence]:
    """Distinct sequences, at most `limit` of them."""
    kept: dict[Sequence, None] = {}
    for one in found:
        if not isinstance(one, tuple | list) or not all(isinstance(t, str) for t in one):
            raise Refused(f"{which} yields {one!r:.80}, which is not a tuple of tokens")
        kept[tuple(one)] = None
        if len(kept) > limit:
            raise Refused(f"the {which} world has more than {limit:,} sequences; make it smaller")
    return list(kept)


def answers(target: Callable[[Sequence], Any], tokens: Sequence) -> list[str | None]:
    """What target says about a sequence, with its shape checked."""
    wanted = target(tokens)
    if not isinstance(wanted, list | tuple) or not all(w is None or type(w) is str for w in wanted):
        raise Refused(
            f"target answers {' '.join(tokens)} with {wanted!r:.80}, "
            "which is not a list of labels and None"
        )
    return list(wanted)


def small_of(module: types.ModuleType, job: dict[str, Any]) -> Iterable[object]:
    """The author's small world, or every sequence up to `small_length`."""
    own: Callable[[], Iterable[object]] | None = getattr(module, "small", None)
    if own is not None:
        return own()
    if job["small_length"] is None:
        raise Refused("worlds.small_length is missing, and target.py has no function small()")
    return everything(job["letters"], job["sink"], job["small_length"])


def everything(letters: list[str], sink: list[str], longest: int) -> Iterator[Sequence]:
    """Every sequence of up to `longest` letters; the bare sink comes first where there is one."""
    for length in range(0 if sink else 1, longest + 1):
        for row in itertools.product(letters, repeat=length):
            yield (*sink, *row)


def long_of(
    module: types.ModuleType, job: dict[str, Any], chance: random.Random
) -> Iterable[object]:
    """The author's long world, or a sample."""
    own: Callable[[random.Random], Iterable[object]] | None = getattr(module, "long", None)
    if own is not None:
        return own(chance)
    shortest = (job["small_length"] or 0) + 1
    if job["long_count"] and shortest > job["long_length"]:
        raise Refused("worlds.long_length must be over small_length, or long_count 0")
    sizes = (shortest, job["long_length"])
    return sample(job["letters"], job["sink"], sizes, job["long_count"], chance)


def sample(
    letters: list[str], sink: list[str], sizes: tuple[int, int], count: int, chance: random.Random
) -> Iterator[Sequence]:
    """Distinct random sequences; fewer than `count` only where there hardly are more."""
    seen: set[Sequence] = set()
    for _ in range(20 * count):
        if len(seen) == count:
            return
        row = (*sink, *draw(letters, chance.randint(*sizes), chance))
        if row not in seen:
            seen.add(row)
            yield row


def draw(letters: list[str], length: int, chance: random.Random) -> list[str]:
    """A random sequence over some of the letters, unevenly, in runs as often as not."""
    some = chance.sample(letters, chance.randint(1, len(letters)))
    weights = [chance.random() + 0.05 for _ in some]
    again = chance.choice((0.0, 0.0, 0.3, 0.8))
    row: list[str] = []
    for _ in range(length):
        fresh = not row or chance.random() >= again
        row.append(chance.choices(some, weights)[0] if fresh else row[-1])
    return row


def _line_of(error: BaseException) -> str:
    lines = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == "target.py"]
    return f" (target.py, line {lines[-1].lineno})" if lines else ""


if __name__ == "__main__":
    main()
