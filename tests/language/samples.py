"""Settings and programs that several language tests speak about."""

from app.language.parse import parse
from app.language.program import Program
from app.language.setting import Setting, from_json

LETTERS: Setting = from_json({"tokens": ["a", "b", "c", "d"], "max_len": 24})
BRACKETS: Setting = from_json(
    {
        "tokens": ["^", "(", ")"],
        "max_len": 24,
        "bos": True,
        "spaces": {"verdict": ["ok", "bad"], "answer": ["yes", "no"]},
    }
)

INDUCTION = """\
layer
  head prev
    match key.position == query.position - 1
    copy token -> prev
layer
  head recall
    match key.prev == query.token
    prefer latest
    copy token -> guess
output guess
"""

DYCK = """\
slot bad : verdict
slot answer : answer
layer
  head all
    copy token -> mix
  mlp
    when mix[")"] > mix["("]: bad = bad
    otherwise: bad = ok
layer
  head any_bad
    match key.bad is bad
    copy bad -> seen
  mlp
    when seen is ok and mix["("] == mix[")"]: answer = yes
    otherwise: answer = no
output answer
"""


def program(text: str) -> Program:
    """The program of a text that reads without complaint."""
    reading = parse(text)
    assert reading.complaints == ()
    return reading.program
