"""How fast the engine answers, beside hand-written dense NumPy: prints a Markdown table.

    python -m benchmarks.engine

Both are run on the same sequences in the same process; their answers are compared before anything
is timed. A time is the least of a few runs. At length 256 the dense functions would hold gigabytes
for 4,096 sequences, so both take 512 there, as the table says.
"""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from app.engine.forward import run
from app.engine.machine import Machine, build
from app.language.complaints import complaints
from app.language.parse import parse
from app.language.setting import from_json
from benchmarks.programs import TASKS, Task, Tokens

LENGTHS = {8: 4096, 16: 4096, 64: 4096, 256: 512}
"""Length -> how many sequences."""

SECONDS = 0.6
"""How long one figure may be measured; at least three runs all the same."""


def machine(task: Task, length: int) -> Machine:
    """The task's program, ready to run; it has no complaints."""
    setting = from_json(task.setting(length))
    reading = parse(task.program(length))
    found = reading.complaints or complaints(reading.program, setting)
    if found:
        raise SystemExit(f"{task.name}: {found[0]}")
    return build(reading.program, setting)


def sequences(task: Task, length: int, count: int) -> Tokens:
    """Random sequences of one length, the sink first where there is one."""
    source = np.random.default_rng(length)
    tokens = source.integers(1 if task.sink else 0, 8, (count, length))
    if task.sink:
        tokens[:, 0] = 0
    return tokens.astype(np.intp)


def least(work: Callable[[], object]) -> float:
    """The least time of several runs, in seconds."""
    times: list[float] = []
    while len(times) < 3 or sum(times) < SECONDS:
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def row(task: Task, length: int, count: int) -> str:
    """One line of the table. Ends the program if the two do not agree."""
    ours, tokens = machine(task, length), sequences(task, length, count)
    lengths = np.full(count, length)
    if not np.array_equal(run(ours, tokens, lengths), task.dense(tokens)):
        raise SystemExit(f"{task.name} at {length}: the engine and dense NumPy disagree")
    engine = count / least(lambda: run(ours, tokens, lengths))
    dense = count / least(lambda: task.dense(tokens))
    ratio = engine / dense
    return f"| {task.name} | {length} | {count:,} | {engine:,.0f} | {dense:,.0f} | {ratio:.2f} |"


def main() -> None:
    """Print the table."""
    print("| program | length | sequences | engine, a second | dense NumPy, a second | ratio |")
    print("|---|---:|---:|---:|---:|---:|")
    for task in TASKS:
        for length, count in LENGTHS.items():
            print(row(task, length, count), flush=True)


if __name__ == "__main__":
    main()
