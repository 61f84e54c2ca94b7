"""`btt pack build`: from target.py to cases.npz, on the author's machine only."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.language import setting as settings
from app.language.setting import SINK, Setting
from app.packs.cases import NOT_SCORED, Meta, Rows, pack_cases
from app.packs.files import PUZZLE_DEPTH, read_text, where
from app.packs.load import puzzle_folders
from app.packs.model import BadPack
from app.packs.plan import Plan, load_plan
from app.packs.report import Report, Row
from app.packs.shape import FORMAT, LONG_LIMIT, SMALL_LIMIT
from app.packs.words import count, text

SECONDS = 60
"""How long one target.py may take."""

MAKER = 1
"""Raised when this module or the runner would make other cases of the same files."""

_RUNNER = Path(__file__).with_name("runner.py")


@dataclass(frozen=True)
class Built:
    """The cases of one puzzle: their bytes, and how many there are."""

    data: bytes
    small: int
    long: int
    meta: Meta


def build_pack(folder: Path, only: str | None = None) -> Report:
    """Builds the cases of every puzzle, or of the one with slug `only`, and writes them."""
    try:
        folders = [f for f in puzzle_folders(folder) if only in (None, f.name[3:], f.name)]
        if not folders:
            raise BadPack(where(folder / "pack.toml", 2), f"no puzzle is called {only}.")
    except BadPack as error:
        return Report(f"Building {folder.name}", (Row(folder.name, False, str(error)),))
    return Report(f"Building {folder.name}", tuple(_build_row(found) for found in folders))


def _build_row(folder: Path) -> Row:
    try:
        plan = load_plan(folder)
        built = build(plan)
    except BadPack as error:
        return Row(folder.name, False, str(error))
    path = folder / "cases.npz"
    same = path.exists() and path.read_bytes() == built.data
    if not same:
        path.write_bytes(built.data)
    size = f"{built.small:,} short and {built.long:,} long sequences"
    return Row(plan.slug, True, f"{size}, {'unchanged' if same else 'written'}")


def build(plan: Plan) -> Built:
    """The cases of a puzzle. Raises BadPack when target.py and puzzle.toml do not fit."""
    source = read_text(plan.folder / "target.py", PUZZLE_DEPTH)
    found = _run(plan, source)
    maker = _Maker(plan, where(plan.folder / "target.py", PUZZLE_DEPTH))
    small = maker.world(found["small"], set())
    long = maker.world(found["long"], set(small.tokens))
    examples = maker.examples(found["examples"])
    if not small.tokens:
        raise BadPack(maker.name, "no sequence of the small world has anything to answer.")
    meta = Meta(
        labels=plan.labels,
        digest=digest(plan, source),
        seed=plan.shape.worlds.seed,
        small_length=_longest(small, plan.setting),
        long_length=_longest(long, plan.setting),
        every=bool(found["every"]) and len(small.tokens) == _all_of(plan, found["small"]),
    )
    data = pack_cases(small, long, examples, meta)
    return Built(data, len(small.tokens), len(long.tokens), meta)


def digest(plan: Plan, source: str) -> str:
    """SHA-256 of everything the cases are made from."""
    shape = plan.shape.model_dump(mode="json", include={"worlds", "output", "scored", "examples"})
    made = [FORMAT, MAKER, settings.to_json(plan.setting), shape, source]
    return sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()


def is_stale(plan: Plan, meta: Meta) -> bool:
    """Whether the cases were made from something other than what lies there now."""
    return meta.digest != digest(plan, read_text(plan.folder / "target.py", PUZZLE_DEPTH))


def _run(plan: Plan, source: str) -> dict[str, Any]:
    setting, worlds = plan.setting, plan.shape.worlds
    job = {
        "source": source,
        "letters": [token for token in setting.tokens if not (setting.bos and token == SINK)],
        "sink": [SINK] if setting.bos else [],
        "small_length": worlds.small_length,
        "small_limit": SMALL_LIMIT,
        "long_length": worlds.long_length,
        "long_count": worlds.long_count,
        "long_limit": LONG_LIMIT,
        "seed": worlds.seed,
        "examples": plan.shape.examples,
    }
    name = where(plan.folder / "target.py", PUZZLE_DEPTH)
    with tempfile.TemporaryDirectory() as nowhere:
        try:
            done = subprocess.run(  # noqa: S603 (the author's own file, on their machine)
                [sys.executable, "-P", "-s", "-S", str(_RUNNER)],
                input=json.dumps(job),
                capture_output=True,
                encoding="utf-8",
                cwd=nowhere,
                env={"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise BadPack(name, f"it takes longer than {SECONDS} seconds.") from None
    return _result(name, done.stdout, done.stderr)


def _result(name: str, out: str, err: str) -> dict[str, Any]:
    try:
        found = json.loads(out)
    except ValueError:
        last = err.strip().splitlines()[-1:] or ["it ended without a word"]
        raise BadPack(name, f"it could not be run: {last[0]}.") from None
    if not isinstance(found, dict) or "error" in found:
        raise BadPack(name, f"{found['error']}.")
    return found


@dataclass(frozen=True)
class _Maker:
    """Turns what target.py said into rows of indices, complaining where it does not fit."""

    plan: Plan
    name: str

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Token -> index."""
        return {token: number for number, token in enumerate(self.plan.setting.tokens)}

    @cached_property
    def labels(self) -> dict[str, int]:
        """Label of the output -> index."""
        return {label: number for number, label in enumerate(self.plan.labels)}

    def world(self, pairs: list[Any], known: set[tuple[int, ...]]) -> Rows:
        """Sorted rows in which something is scored, without those already known."""
        rows = (self.row(tokens, wanted) for tokens, wanted in pairs)
        kept = {
            tokens: wanted
            for tokens, wanted in rows
            if tokens not in known and max(wanted, default=NOT_SCORED) != NOT_SCORED
        }
        order = sorted(kept, key=lambda tokens: (len(tokens), tokens))
        return Rows(tuple(order), tuple(kept[tokens] for tokens in order))

    def examples(self, pairs: list[Any]) -> Rows:
        """The examples in their own order, each of which must have an answer."""
        rows = [self.row(tokens, wanted) for tokens, wanted in pairs]
        for (tokens, _), (_, wanted) in zip(pairs, rows, strict=True):
            if max(wanted, default=NOT_SCORED) == NOT_SCORED:
                raise BadPack(self.name, f"target has no answer for the example {text(tokens)}.")
        return Rows(tuple(t for t, _ in rows), tuple(w for _, w in rows))

    def row(
        self, tokens: list[str], wanted: list[str | None]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Indices of one sequence and of its answers, scored as the puzzle says."""
        complaint = settings.sequence_complaint(self.plan.setting, tokens)
        if complaint is not None or not tokens:
            what = complaint.message if complaint else "A sequence is empty."
            raise BadPack(self.name, f"one of its sequences cannot be: {what}")
        indices = tuple(self.vocabulary[token] for token in tokens)
        return indices, self._answers(tokens, self._scored(tokens, wanted))

    def _scored(self, tokens: list[str], wanted: list[str | None]) -> list[str | None]:
        if self.plan.setting.generate is not None:
            return wanted
        if len(wanted) != len(tokens):
            sizes = f"{count(len(wanted), 'answer')} for {count(len(tokens), 'token')}"
            raise BadPack(self.name, f"target gives {sizes}: {text(tokens)}.")
        if self.plan.shape.scored == "last":
            return [*[None] * (len(wanted) - 1), wanted[-1]]
        if self.plan.shape.scored == "each" and any(w is not None for w in wanted):
            for token, answer in zip(tokens, wanted, strict=True):
                if answer is None and not (self.plan.setting.bos and token == SINK):
                    what = "each position is scored, and target leaves one out"
                    raise BadPack(self.name, f"{what}: {text(tokens)}.")
        return wanted

    def _answers(self, tokens: list[str], wanted: list[str | None]) -> tuple[int, ...]:
        for answer in wanted:
            if answer is not None and answer not in self.labels:
                where_from = f"which {self.plan.shape.output} does not have"
                what = f"target answers {text(tokens)} with {answer!r:.60}, {where_from}"
                raise BadPack(self.name, f"{what}.")
        return tuple(NOT_SCORED if w is None else self.labels[w] for w in wanted)


def _longest(rows: Rows, setting: Setting) -> int:
    """The longest sequence, its `^` not counted."""
    longest = max((len(tokens) for tokens in rows.tokens), default=0)
    return max(0, longest - 1) if setting.bos else longest


def _all_of(plan: Plan, pairs: list[Any]) -> int:
    """How many sequences an unrestricted small world holds; the bare sink may go unasked."""
    bare = plan.setting.bos and any(
        len(tokens) == 1 and all(a is None for a in wanted) for tokens, wanted in pairs
    )
    return len(pairs) - int(bare)
