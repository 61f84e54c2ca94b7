"""The verdict: its kinds, its sentences, and that the smallest wrong sequence is the smallest."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from app.engine.run import answer_labels
from app.language.complaints import read
from app.language.parse import parse
from app.language.program import Program
from app.packs.build import build_pack
from app.packs.judge import Mistake, Tally, find_row, judge, ticks, unreadable, wanted_for
from app.packs.load import load_pack
from app.packs.model import Puzzle
from app.packs.mutants import mutants
from app.packs.score import score
from tests.packs import tiny

CLAIM = "right on all 30 sequences of up to 4 tokens and on 30 longer ones of up to 12"


def program(text: str) -> Program:
    reading = parse(text)
    assert not reading.complaints
    return reading.program


def bent(home: Path, changes: dict[str, str | None]) -> Puzzle:
    folder = tiny.write(home, changes)
    report = build_pack(folder)
    assert report.ok, report.text()
    return load_pack(folder).puzzles[0]


def test_solved(echo: Puzzle) -> None:
    verdict = judge(echo, echo.solutions[0].program)
    assert verdict.status == "solved"
    assert verdict.sentence == f"Solved, within par: {CLAIM}."
    assert (verdict.small_right, verdict.small_total) == (30, 30)
    assert (verdict.right, verdict.total) == (60, 60)
    assert verdict.smallest_wrong is None
    assert verdict.by_length[:2] == (Tally(1, 2, 2), Tally(2, 4, 4))
    assert sum(tally.total for tally in verdict.by_length) == 60


def test_solved_over_par(echo: Puzzle) -> None:
    text = tiny.PAR.replace("copy", "match key.position == query.position - 1\n    copy")
    verdict = judge(echo, program(text))
    assert verdict.status == "solved over par"
    assert verdict.over_par == ("terms",)
    assert verdict.sentence.endswith(f"{CLAIM}. It takes 5 terms where par is 3.")


def test_wrong_answers(echo: Puzzle) -> None:
    verdict = judge(echo, program(tiny.OTHER))
    assert verdict.status == "wrong answers"
    assert verdict.smallest_wrong == Mistake(("^", "a", "a"), 2, "a", "^", smallest=True)
    assert "the smallest of these is `^ a a`" in verdict.sentence
    assert "At position 2 (`a`) it says `^`; `a` is wanted." in verdict.sentence


def test_undecided_is_wrong(echo: Puzzle) -> None:
    text = "layer\n  head all\n    copy token -> answer\noutput answer\n"
    verdict = judge(echo, program(text))
    assert verdict.smallest_wrong == Mistake(("^", "a"), 1, "^", None, smallest=True)
    assert "its answer is undecided" in verdict.sentence


def test_over_budget(echo: Puzzle) -> None:
    text = tiny.PAR.replace("output", "  head two\n    copy token -> answer\noutput")
    verdict = judge(echo, program(text))
    assert verdict.status == "over budget"
    assert verdict.total == 0
    assert verdict.sentence.startswith("Over budget, so nothing was run yet.")
    assert [complaint.kind for complaint in verdict.complaints] == ["budget"]


def test_not_a_program_yet(echo: Puzzle) -> None:
    verdict = judge(echo, Program())
    assert verdict.status == "not a program yet"
    assert verdict.complaints
    assert not verdict.solved
    judgement = read("layer\n  haed x\n", echo.setting, echo.allowance)
    verdict = unreadable(echo, judgement)
    assert verdict.status == "not a program yet"
    assert verdict.as_json()["complaints"][0]["line"] == 2


def test_against_the_rules(tmp_path: Path) -> None:
    puzzle = bent(tmp_path, {"puzzle.toml": tiny.swapped("gaps =", 'forbid = ["prefer"]\ngaps =')})
    verdict = judge(puzzle, program(tiny.SELF))
    assert verdict.status == "not a program yet"
    assert verdict.sentence.startswith("Not allowed in this puzzle")


def test_a_mistake_past_the_small_world_is_only_the_shortest_found(echo: Puzzle) -> None:
    text = tiny.PAR.replace(
        "- 1\n", "- 1\n    avoid key.position is 6 weight 2\n    prefer earliest\n"
    )
    verdict = judge(echo, program(text))
    assert verdict.small_right == verdict.small_total
    mistake = verdict.smallest_wrong
    assert mistake is not None
    assert not mistake.smallest
    assert len(mistake.tokens) == 8
    assert "the shortest we found is" in verdict.sentence


def test_the_smallest_wrong_is_the_smallest(echo: Puzzle) -> None:
    """Against every sequence in order, one at a time, for every small change to par."""
    every = [("^", *row) for n in range(1, 5) for row in product("ab", repeat=n)]
    tried = 0
    for variant in mutants(echo, echo.solutions[0].program):
        answers = answer_labels(variant.program, echo.setting, every)
        right = [g[1:] == list(s[:-1]) for s, g in zip(every, answers, strict=True)]
        verdict = judge(echo, variant.program)
        assert verdict.small_right == sum(right), variant.name
        if not all(right):
            tried += 1
            assert verdict.smallest_wrong is not None
            assert verdict.smallest_wrong.tokens == every[right.index(False)], variant.name
    assert tried > 3


def test_answers_are_compared_by_label(tmp_path: Path) -> None:
    """The player's own space may order the labels in another way and have more of them."""
    puzzle = bent(
        tmp_path,
        {
            "puzzle.toml": tiny.PUZZLE.replace('output = "token"', 'output = "kind"')
            .replace("[setting.slots]", '[setting.spaces]\nkind = ["x", "y"]\n[setting.slots]')
            .replace("neurons = 0", "neurons = 9")
            .replace('par = ["heads", "terms"]', 'par = ["neurons"]'),
            "target.py": (
                "def target(tokens):\n"
                "    return [None, *('x' if t == 'a' else 'y' for t in tokens[1:])]\n"
            ),
            "solutions/par.stream": (
                "space mine = q y x\nslot say : mine\nlayer\n  mlp\n"
                "    when token is a: say = x\n    when token is b: say = y\noutput say\n"
            ),
        },
    )
    assert judge(puzzle, puzzle.solutions[0].program).status == "solved"
    wrong = tiny.swapped("say = x", "say = q", puzzle.solutions[0].text)
    verdict = judge(puzzle, program(wrong))
    assert verdict.smallest_wrong == Mistake(("^", "a"), 1, "x", "q", smallest=True)


def test_ticks(echo: Puzzle) -> None:
    assert ticks(echo, echo.solutions[0].program) == (True, True)
    assert ticks(echo, program(tiny.OTHER)) == (True, True)
    assert ticks(echo, program(tiny.SELF)) == (False, False)


def test_wanted_answers_of_a_players_own_sequence(echo: Puzzle) -> None:
    assert wanted_for(echo, ("^", "a", "b")) == (None, "^", "a")
    assert wanted_for(echo, tuple("^abbbabaaabb")) is None
    assert wanted_for(echo, ()) is None
    assert wanted_for(echo, ("a",)) is None
    assert wanted_for(echo, ("^", "<img onerror=alert(1)>")) is None
    assert find_row(echo, tuple("^" + "a" * 30)) is None


def test_a_reference_answers_for_any_sequence(tmp_path: Path) -> None:
    puzzle = bent(tmp_path, {"reference.stream": tiny.PAR})
    unseen = tuple("^abbbabaaabb")
    assert find_row(puzzle, unseen) is None
    wanted = wanted_for(puzzle, unseen)
    assert wanted is not None
    assert wanted[1:] == unseen[:-1]


def test_generated_tokens_are_judged_whole(tmp_path: Path) -> None:
    """Say every token after this one in the alphabet, then stop."""
    puzzle = bent(
        tmp_path,
        {
            "puzzle.toml": tiny.PUZZLE.replace('["^", "a", "b"]\n', '["^", "a", "b", "$"]\n')
            .replace("[setting.slots]", '[setting.generate]\nsteps=4\nstop="$"\n[setting.slots]')
            .replace("neurons = 0", "neurons = 9")
            .replace("small_length = 4\nlong_length = 12", "long_length = 6"),
            "target.py": (
                "RUN = '^ab$'\n"
                "def target(tokens):\n"
                "    return list(RUN[RUN.index(tokens[-1]) + 1:])\n"
                "def small():\n"
                "    return [('^',), ('^', 'a'), ('^', 'b'), ('^', 'a', 'a')]\n"
            ),
            "solutions/par.stream": (
                "layer\n  mlp\n    when token is ^: answer = a\n    when token is a: answer = b\n"
                '    when token is b: answer = "$"\noutput answer\n'
            ),
        },
    )
    par = puzzle.solutions[0]
    assert puzzle.examples[0].wanted == ("$",)
    assert judge(puzzle, par.program).status == "solved"
    assert ticks(puzzle, par.program) == (True, True)
    assert wanted_for(puzzle, ("^", "a")) == ("b", "$")
    early = program(tiny.swapped("answer = b", 'answer = "$"', par.text))
    verdict = judge(puzzle, early)
    assert verdict.smallest_wrong == Mistake(("^",), 1, "b", "$", smallest=True)
    assert "As token 2 it says `$` where `b` is wanted." in verdict.sentence
    stuck = program(tiny.swapped('answer = "$"', "answer = b", par.text))
    assert judge(puzzle, stuck).smallest_wrong == Mistake(("^",), 2, "$", "b", smallest=True)


def test_scores_of_chosen_rows(echo: Puzzle) -> None:
    scores = score(echo, program(tiny.OTHER), np.array([3, 2], dtype=np.intp))
    rows = ["".join(echo.setting.tokens[t] for t in echo.cases.tokens[r, :3]) for r in (3, 2)]
    assert rows == ["^ab", "^aa"]
    assert scores.right.tolist() == [True, False]
    assert scores.given(1, 2) == "^"


@pytest.mark.parametrize("name", ["self", "other"])
def test_a_verdict_as_plain_data(echo: Puzzle, name: str) -> None:
    wrong = next(one for one in echo.wrong if one.name == name)
    data = judge(echo, wrong.program).as_json()
    assert data["status"] == "wrong answers"
    assert data["smallest_wrong"]["tokens"] == list(wrong.fails)
    assert data["cost"]["heads"] == 1
