"""A program with every construct in it, and what the tests of the editor do with it."""

from app.language.parse import parse
from app.language.program import Place, Program
from app.language.setting import from_json
from app.language.show import show
from app.play.edit import Edited, Refusal, apply
from app.play.places import undotted

SETTING = from_json(
    {
        "tokens": ["^", "a", "b", "c"],
        "max_len": 8,
        "bos": True,
        "spaces": {"verdict": ["no", "yes"], "depth": {"range": [0, 4]}},
        "concepts": {"vowel": {"members": ["a"]}},
        "relations": {"kin": [["a", "b"]], "says": [["a", "yes"], ["b", "no"]]},
        "slots": {"answer": "verdict", "level": "depth"},
    }
)
TEXT = """space size = 0..3
concept early of position = 0 1
concept letters = vowel b  # nested
relation pair = letters:b
slot guess : token
slot bad : verdict
slot count : depth
circuit find: bring it here
circuit find/last: the last one
layer
  # where it was
  head prev in find
    match key.position == query.position - 1
    avoid key.token is letters weight 1/2
    match key.token kin query.token
    prefer latest
    copy token -> was
    copy token[letters] -> guess gain 2
    copy token through says -> bad
  mlp in find/last
    when was is letters and token is not a: bad = yes gain 1/2, answer = yes
    when was == token: bad = no
    when guess[a] - guess[b] > 1/2: answer = yes
    when 0 < guess[a] <= 1: level = 1
    neuron guess[a] + 1/2: answer = no
    otherwise: answer = no
    compute level = count + 1
layer
  head again
    copy was -> guess
output answer
# done
"""
PROGRAM = parse(TEXT).program
HEAD = "layers.0.heads.0"
MLP = "layers.0.mlps.0"


def do(program: Program, action: str, place: str, **values: str) -> Edited | Refusal:
    return apply(program, action, undotted(place), values, SETTING)


def done(program: Program, action: str, place: str, **values: str) -> Program:
    """The program after an action that must succeed, checked to be what its text says."""
    result = do(program, action, place, **values)
    assert isinstance(result, Edited), result
    reading = parse(show(result.program))
    assert not reading.complaints
    assert reading.program == result.program
    return result.program


def said(program: Program, *lines: str) -> None:
    text = [line.strip() for line in show(program).splitlines()]
    for line in lines:
        assert line in text, f"{line!r} is not in\n{show(program)}"


GIVEN = parse(
    "layer\n  head prev\n    match key.position == query.position - 1\n    copy token -> prev\n"
    "  mlp\n    when prev is a: bad = yes\nslot bad : verdict\n"
).program


def places_of(program: Program) -> list[Place]:
    """Every place of a statement or a part that an action may be aimed at."""
    found: list[Place] = [()]
    for kind in ("spaces", "slots", "concepts", "relations", "circuits", "outputs"):
        found += [(kind, n) for n in range(len(getattr(program, kind)))]
    for n, layer in enumerate(program.layers):
        found.append(("layers", n))
        for h, head in enumerate(layer.heads):
            at: Place = ("layers", n, "heads", h)
            found += [at, *((*at, "clauses", c) for c in range(len(head.clauses)))]
            found += [(*at, "copies", c) for c in range(len(head.copies))]
        for b, block in enumerate(layer.mlps):
            found.append(("layers", n, "mlps", b))
            for r, rule in enumerate(block.rules):
                at = ("layers", n, "mlps", b, "rules", r)
                found.append(at)
                for kind in ("conditions", "writes"):
                    found += [(*at, kind, c) for c in range(len(getattr(rule, kind, ())))]
    return found
