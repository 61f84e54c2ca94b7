"""Building: the same files give the same bytes, and a bad target.py gives one sentence."""

from itertools import product
from pathlib import Path

import pytest

from app.packs import build as building
from app.packs.build import build, build_pack, is_stale
from app.packs.cases import Cases, read_cases
from app.packs.model import BadPack
from app.packs.plan import load_plan
from tests.packs import tiny


def built(home: Path, changes: dict[str, str | None]) -> Cases:
    folder = tiny.write(home, changes) / tiny.ECHO
    plan = load_plan(folder)
    (folder / "cases.npz").write_bytes(build(plan).data)
    return read_cases(folder / "cases.npz", plan.setting.tokens, plan.labels)


def sequences(cases: Cases, tokens: str = "^ab") -> list[str]:
    return [
        "".join(tokens[t] for t in row[:length])
        for row, length in zip(cases.tokens, cases.lengths, strict=True)
    ]


def test_building_twice_gives_the_same_bytes(tiny_pack: Path) -> None:
    plan = load_plan(tiny_pack / tiny.ECHO)
    first, second = build(plan), build(plan)
    assert first.data == second.data == (tiny_pack / tiny.ECHO / "cases.npz").read_bytes()
    assert "unchanged" in build_pack(tiny_pack).text()
    assert not is_stale(plan, first.meta)


def test_even_where_the_target_leans_on_the_order_of_a_set(tmp_path: Path) -> None:
    source = tiny.TARGET + (
        "def long(random):\n"
        "    for _ in range(20):\n"
        "        yield ('^', *random.choices(list({'a', 'b'}), k=9))\n"
    )
    plan = load_plan(tiny.write(tmp_path, {"target.py": source}) / tiny.ECHO)
    assert build(plan).data == build(plan).data


def test_the_small_world_is_every_sequence_in_order(tmp_path: Path) -> None:
    cases = built(tmp_path, {})
    every = [f"^{''.join(row)}" for n in range(1, 5) for row in product("ab", repeat=n)]
    assert sequences(cases)[: cases.small] == every
    assert cases.meta.every
    assert cases.small_length == 4
    long = sequences(cases)[cases.small :]
    assert long == sorted(set(long), key=lambda s: (len(s), s))
    assert len(long) == 30
    assert {len(s) for s in long} <= set(range(6, 14))


def test_a_domain_of_ones_own(tmp_path: Path) -> None:
    source = tiny.TARGET + (
        "def small():\n"
        "    yield ('^', 'b', 'a')\n"
        "    yield ('^', 'a')\n"
        "    yield ('^', 'a')\n"
        "def long(random):\n"
        "    yield ('^', 'a')\n"
        "    yield ('^', *'ababab')\n"
    )
    cases = built(
        tmp_path, {"target.py": source, "puzzle.toml": tiny.swapped("small_length = 4\n", "")}
    )
    assert sequences(cases) == ["^a", "^ba", "^ababab"]
    assert (cases.small, cases.small_length, cases.long_length) == (2, 2, 6)
    assert not cases.meta.every


def test_sequences_without_an_answer_are_left_out(tmp_path: Path) -> None:
    source = (
        "def target(tokens):\n"
        "    if 'b' in tokens[1:-1]:\n"
        "        return [None] * len(tokens)\n"
        "    return [None, *tokens[:-1]]\n"
    )
    changes = {"target.py": source, "puzzle.toml": tiny.swapped('"b", "a", "b"', '"a", "a", "b"')}
    cases = built(tmp_path, changes)
    assert all("b" not in s[:-1] for s in sequences(cases))
    assert not cases.meta.every


@pytest.mark.parametrize(("scored", "wanted"), [("last", [-1, -1, 1]), ("marked", [-1, 0, 1])])
def test_what_is_scored(tmp_path: Path, scored: str, wanted: list[int]) -> None:
    cases = built(tmp_path, {"puzzle.toml": tiny.swapped('"each"', f'"{scored}"')})
    row = sequences(cases).index("^ab")
    assert cases.wanted[row, :3].tolist() == wanted


def test_stale_when_the_files_change(tiny_pack: Path, tmp_path: Path) -> None:
    meta = build(load_plan(tiny_pack / tiny.ECHO)).meta
    for number, changes in enumerate(
        (
            {"target.py": tiny.TARGET + "# more\n"},
            {"puzzle.toml": tiny.swapped("long_count = 30", "long_count = 31")},
            {"puzzle.toml": tiny.swapped("max_len = 13", "max_len = 14")},
        )
    ):
        folder = tiny.write(tmp_path / str(number), changes)
        assert is_stale(load_plan(folder / tiny.ECHO), meta)


BAD = {
    "def target(:\n": "SyntaxError",
    "x = 1\n": "no function target",
    "def target(tokens):\n    return 1 / 0\n": "division by zero (target.py, line 2)",
    "def target(tokens):\n    return 'ab'\n": "not a list of labels",
    "def target(tokens):\n    return ['a']\n": "1 answer for",
    "def target(tokens):\n    return ['z'] * len(tokens)\n": "'z', which token does not have",
    "def target(tokens):\n    return [None] * len(tokens)\n": "no answer for the example",
    "def target(tokens):\n    return [None, None, *tokens[2:]][:len(tokens)]\n": "leaves one out",
    tiny.TARGET + "def small():\n    while True:\n        yield ('^', 'a')\n": "longer than",
    tiny.TARGET + "def small():\n    yield ('^', 'z')\n": "'z'",
    tiny.TARGET + "def small():\n    yield ()\n": "empty",
    tiny.TARGET + "def small():\n    yield 3\n": "not a tuple of tokens",
    "import os\nos._exit(3)\n": "ended without a word",
    "import app\n" + tiny.TARGET: "No module named 'app'",
    "import numpy\n" + tiny.TARGET: "No module named 'numpy'",
}


@pytest.mark.parametrize("source", BAD)
def test_a_bad_target_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setattr(building, "SECONDS", 1.0 if "while" in source else 60)
    folder = tiny.write(tmp_path, {"target.py": source})
    report = build_pack(folder)
    assert not report.ok
    sentence = report.rows[0].detail
    assert "01-echo/target.py: " in sentence
    assert BAD[source] in sentence
    assert not (folder / tiny.ECHO / "cases.npz").exists()


def test_too_many_sequences(tmp_path: Path) -> None:
    changes = {"puzzle.toml": tiny.swapped("small_length = 4", "small_length = 16")}
    report = build_pack(tiny.write(tmp_path, changes))
    assert "more than 20,000 sequences" in report.text()


def test_what_a_target_prints_is_no_matter(tmp_path: Path) -> None:
    assert built(tmp_path, {"target.py": "print('{}')\n" + tiny.TARGET}).total == 60


def test_a_puzzle_that_is_not_there(tiny_pack: Path, tmp_path: Path) -> None:
    report = build_pack(tiny_pack, "nothing")
    assert not report.ok
    assert "no puzzle is called nothing" in report.text()
    assert build_pack(tiny_pack, "echo").ok
    assert not build_pack(tmp_path).ok


def test_an_example_outside_the_task(tmp_path: Path) -> None:
    source = (
        "def target(tokens):\n"
        "    return [None, *tokens[:-1]] if len(tokens) < 3 else [None] * len(tokens)\n"
    )
    folder = tiny.write(tmp_path, {"target.py": source})
    with pytest.raises(BadPack, match="no answer for the example `\\^ a b`"):
        build(load_plan(folder / tiny.ECHO))
