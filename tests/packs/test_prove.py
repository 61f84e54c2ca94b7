"""The proof of a pack: the good one passes, and each false claim is caught by name."""

from pathlib import Path

import pytest

from app.gaps.exam import Seat
from app.gaps.proofs import lemmas
from app.language.parse import parse
from app.language.tree import removals
from app.packs.bag import bag_attack
from app.packs.build import build_pack
from app.packs.lint import lint_pack
from app.packs.load import load_pack
from app.packs.prove import prove, test_pack
from tests.packs import tiny


def built(home: Path, changes: dict[str, str | None]) -> Path:
    folder = tiny.write(home, changes)
    report = build_pack(folder)
    assert report.ok, report.text()
    return folder


def test_the_good_pack_is_proved(tiny_pack: Path) -> None:
    report = test_pack(tiny_pack)
    assert report.ok, report.text()
    assert "par: heads 1, terms 3" in report.text()
    assert test_pack(tiny_pack, "echo").ok
    assert not test_pack(tiny_pack, "nothing").ok
    assert lint_pack(tiny_pack).ok, lint_pack(tiny_pack).text()


TWICE = tiny.PAR.replace("copy", "match key.position == query.position - 1\n    copy", 1)
SPARE = '[[spare]]\nstep = "layer 1, head before: {}"\nreason = "Said twice."\n'
CLAUSE = "match key.position == query.position - 1"

FALSE = {
    "the start already solves it": {"start.stream": tiny.PAR},
    "solutions/par: Wrong on": {"solutions/par.stream": tiny.OTHER},
    "solutions/cheap: its terms are 3 where par is 5": {
        "solutions/par.stream": TWICE,
        "solutions/cheap.stream": tiny.PAR,
    },
    "wrong/self: Solved": {"wrong/self.stream": tiny.SELF[: tiny.SELF.index("layer")] + tiny.PAR},
    "it first fails at `^ a`": {"wrong/self.stream": tiny.swapped("^ a\n", "^ b\n", tiny.SELF)},
    "no wrong program passes the shown examples": {
        "puzzle.toml": tiny.swapped('"^", "a", "b"', '"^", "a", "a"')
    },
    "two wrong programs are needed": {"wrong/self.stream": None},
    "reference: it differs from the target at `^ a a`": {"reference.stream": tiny.OTHER},
    f'par does without a step: "layer 1, head before: {CLAUSE}"': {"solutions/par.stream": TWICE},
    "is no step of par that can go": {"puzzle.toml": tiny.PUZZLE + SPARE.format(CLAUSE)},
}


@pytest.mark.parametrize("sentence", FALSE)
def test_a_false_claim_is_caught(tmp_path: Path, sentence: str) -> None:
    report = test_pack(built(tmp_path, FALSE[sentence]))
    assert not report.ok
    assert sentence in report.text()


def test_a_declared_spare_may_go(tmp_path: Path) -> None:
    changes: dict[str, str | None] = {
        "solutions/par.stream": TWICE,
        "puzzle.toml": tiny.PUZZLE + SPARE.format(CLAUSE),
    }
    report = test_pack(built(tmp_path, changes))
    assert report.ok, report.text()


def test_stale_cases_are_caught(tmp_path: Path) -> None:
    folder = built(tmp_path, {})
    (folder / tiny.ECHO / "target.py").write_text(tiny.TARGET + "# later\n")
    assert "btt pack build" in test_pack(folder).text()
    assert "btt pack build" in lint_pack(folder).text()


def test_survivors_are_listed(tiny_pack: Path) -> None:
    proof = prove(load_pack(tiny_pack).puzzles[0])
    survivors = [note for note in proof.notes if note.startswith("survives")]
    assert proof.mutants == proof.killed + len(survivors)
    assert proof.killed > 4


def test_every_step_can_be_taken_away() -> None:
    text = (
        "slot s : token\nlayer\n  head h\n    match key.token is a\n    prefer latest\n"
        "    copy token -> s\n  mlp\n    when s is a and token is b: s = b, t = a\n"
        "    otherwise: s = a\noutput s\n"
    )
    names = [variant.name for variant in removals(parse(text).program)]
    assert names == [
        "layer 1: head h",
        "layer 1, head h: match key.token is a",
        "layer 1, head h: prefer latest",
        "layer 1, head h: copy token -> s",
        "layer 1, mlp: when s is a and token is b: s = b, t = a",
        "layer 1, mlp: when s is a and token is b: s = b, t = a; s is a",
        "layer 1, mlp: when s is a and token is b: s = b, t = a; token is b",
        "layer 1, mlp: when s is a and token is b: s = b, t = a; s = b",
        "layer 1, mlp: when s is a and token is b: s = b, t = a; t = a",
        "layer 1, mlp: otherwise: s = a",
    ]


COUNT = {
    "puzzle.toml": tiny.PUZZLE.replace('output = "token"', 'output = "kind"')
    .replace("[setting.slots]", '[setting.spaces]\nkind = ["many", "few"]\n[setting.slots]')
    .replace('answer = "token"', 'answer = "kind"')
    .replace("neurons = 0", "neurons = 2"),
    "target.py": (
        "def target(tokens):\n"
        "    return [None, *('many' if tokens[:n].count('a') > tokens[:n].count('b') else 'few'\n"
        "            for n in range(2, len(tokens) + 1))]\n"
    ),
    "solutions/par.stream": (
        "layer\n  head all\n    copy token -> mix\n  mlp\n"
        "    when mix[a] > mix[b]: answer = many\n    otherwise: answer = few\noutput answer\n"
    ),
    "wrong/self.stream": None,
    "wrong/other.stream": None,
}


def test_the_bag_attack_counts_what_a_lookup_needs(tmp_path: Path) -> None:
    """Whether more a than b is a matter of the bag alone: lookups need a rule a state."""
    puzzle = load_pack(built(tmp_path, COUNT)).puzzles[0]
    bag = bag_attack(puzzle)
    assert bag.states is not None
    assert bag.states > 10
    assert not bag.open
    assert "more than the budget allows" in bag.sentence
    roomy = {**COUNT, "puzzle.toml": COUNT["puzzle.toml"].replace("neurons = 2", "neurons = 999")}
    folder = built(tmp_path / "roomy", roomy)
    assert bag_attack(load_pack(folder).puzzles[0]).open
    assert "a lookup walks around it" in test_pack(folder).text()


def test_order_is_not_in_the_bag(tiny_pack: Path) -> None:
    bag = bag_attack(load_pack(tiny_pack).puzzles[0])
    assert bag.states is None
    assert not bag.open


PEEK = "01-only/02-peek"


def test_an_impossible_puzzle_is_proved(tmp_path: Path) -> None:
    folder = built(tmp_path, tiny.peek())
    report = test_pack(folder)
    assert report.ok, report.text()
    assert "impossible: future" in report.text()
    assert "proof: future is accepted, and fools 2 of 2 wrong programs" in report.text()
    assert lint_pack(folder).ok, lint_pack(folder).text()


def test_twins_are_proved_each_in_its_own_way(tmp_path: Path) -> None:
    report = test_pack(built(tmp_path, tiny.twins()))
    assert report.ok, report.text()
    assert "par: heads 1, terms 1" in report.text()


NO_PROOF = {
    "proof.toml: ": {f"{PEEK}/proof.toml": tiny.PROOF.replace('"b"', '"a"')},
    "two wrong programs are needed": {f"{PEEK}/wrong/first.stream": None},
    "it first fails at `a b`": {
        f"{PEEK}/wrong/first.stream": tiny.FIRST.replace("fails: a b", "fails: b a")
    },
}


@pytest.mark.parametrize("sentence", NO_PROOF)
def test_a_false_claim_about_an_impossible_puzzle_is_caught(tmp_path: Path, sentence: str) -> None:
    report = test_pack(built(tmp_path, tiny.peek() | NO_PROOF[sentence]))
    assert not report.ok
    assert sentence in report.text()


def test_a_puzzle_with_a_solution_must_have_no_proof(tmp_path: Path) -> None:
    """Its solution is wrong, of course: that is said as well."""
    files = tiny.peek(goal="build", ahead=True)
    causal = str(files[f"{PEEK}/puzzle.toml"]).replace("bidirectional", "causal")
    report = test_pack(built(tmp_path, files | {f"{PEEK}/puzzle.toml": causal}))
    assert "and yet future is accepted as a proof that it has none" in report.text()
    assert "solutions/par: Wrong on" in report.text()


def test_a_solved_impossible_puzzle_is_caught(tmp_path: Path) -> None:
    """A proof that no lemma accepts, and a wrong program that is right."""
    files = tiny.peek()
    ahead = str(files[f"{PEEK}/puzzle.toml"]).replace("causal", "bidirectional")
    files |= {
        f"{PEEK}/puzzle.toml": ahead,
        f"{PEEK}/wrong/first.stream": tiny.FIRST[: tiny.FIRST.index("layer")] + tiny.LATEST,
    }
    report = test_pack(built(tmp_path, files))
    assert "wrong/first: Solved: right on" in report.text()
    assert "proof.toml: " in report.text()


def test_a_pair_that_fools_nobody_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a lemma says of a wrong program, the program itself is asked."""
    seats = Seat(("a", "a"), 0, "a"), Seat(("b", "b"), 0, "b")
    monkeypatch.setattr(lemmas, "killer", lambda *_: seats)
    report = test_pack(built(tmp_path, tiny.peek()))
    assert "wrong/first: the proof does not fool it with `a a` and `b b`" in report.text()
